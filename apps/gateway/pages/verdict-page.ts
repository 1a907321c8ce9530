import { differs, type Grave, type Piece, type Variable } from '#broadcasts';
import type { Verdict } from '#deliveries';
import { easyName } from './alternatives.js';
import { CHANNEL_NAMES } from './choice-fields.js';
import { html, type Html } from './html.js';
import type { PageLanguage } from './language.rules.js';
import type { Names, Page } from './layout.js';
import { recordLink, standing } from './record-page.js';

const WORDS = {
  id: {
    again: 'Periksa teks lain',
    same: 'SAMA PERSIS',
    sameMore: 'Setiap kata, angka, tanggal, dan tautan sama dengan teks yang disahkan.',
    slots: 'Bagian bergaris bawah berbeda pada tiap penerima.',
    name: (name: string) =>
      `Sebagai nama penerima tertulis «${name}». Bila itu bukan nama Anda, pesan ini dikirim kepada orang lain.`,
    changed: 'DIUBAH – JANGAN PERCAYA',
    changedMore:
      'Teks ini mirip dengan teks yang disahkan, tetapi tidak sama. Jangan ikuti dan jangan teruskan.',
    strange: 'Kode dalam atau bersama teks ini bukan kode teks itu.',
    foreign: 'Kode ini milik pesan resmi yang isinya lain sama sekali. Kode saja bukan bukti.',
    graves: { link: 'Tautannya diubah.', number: 'Angkanya diubah.', date: 'Tanggalnya diubah.' },
    marked: 'Perbedaannya',
    legend:
      'Yang ditambah atau diganti ditandai «+»; yang hilang dari teks yang disahkan dicoret dan ditandai «−».',
    added: 'ditambah',
    missing: 'hilang',
    official: 'Teks yang disahkan',
    notFound: 'TIDAK DITEMUKAN – BELUM TENTU PALSU',
    notFoundMore: (commission: string) =>
      `Tidak ada pesan kami yang seperti ini. Pesan itu dapat berasal dari pihak lain, dan dapat benar atau salah. Jangan teruskan sebelum Anda menanyakannya kepada kantor ${commission} setempat.`,
    list: 'Semua pesan yang disahkan',
  },
  en: {
    again: 'Check another text',
    same: 'EXACTLY THE SAME',
    sameMore: 'Every word, number, date and link is the same as in the approved text.',
    slots: 'What is underlined differs for each recipient.',
    name: (name: string) =>
      `As the recipient's name it says “${name}”. If that is not your name, it was sent to somebody else.`,
    changed: 'CHANGED – DO NOT TRUST',
    changedMore: 'This text is like an approved one but not the same. Do not follow it, do not forward it.',
    strange: 'The code in it or with it is not the code of that text.',
    foreign: 'This code belongs to an official message that says something else. A code alone is no proof.',
    graves: { link: 'A link was changed.', number: 'A number was changed.', date: 'A date was changed.' },
    marked: 'The differences',
    legend:
      'What was added or replaced is marked “+”; what is missing from the approved text is struck out and marked “−”.',
    added: 'added',
    missing: 'missing',
    official: 'The approved text',
    notFound: 'NOT FOUND – NOT NECESSARILY FALSE',
    notFoundMore: (commission: string) =>
      `No message of ours is like this. It may come from others, and be right or wrong. Do not forward it before you have asked the local office of ${commission}.`,
    list: 'All approved messages',
  },
} as const;

/** What is said of a slot that nothing plausible stands in. */
const SLOT_NAMES: Record<PageLanguage, Record<Variable, string>> = {
  id: {
    name: '(nama penerima)',
    region: '(wilayah penerima)',
    polling_date: '(tanggal pemungutan suara)',
    verify_link: '(tautan periksa)',
    unsubscribe_link: '(tautan berhenti)',
  },
  en: {
    name: '(the recipient’s name)',
    region: '(the recipient’s region)',
    polling_date: '(the polling date)',
    verify_link: '(the link to check it)',
    unsubscribe_link: '(the link to leave)',
  },
};

/** What came out, with the differences marked. */
export function verdictPage(
  verdict: Extract<Verdict, { kind: 'same' | 'changed' | 'not-found' }>,
  language: PageLanguage,
  names: Names,
): Page {
  const words = WORDS[language];
  const again = html`<p class="apart">
    <a href="/verify?bahasa=${language}">${words.again}</a> ·
    <a href="/broadcasts?bahasa=${language}">${words.list}</a>
  </p>`;
  switch (verdict.kind) {
    case 'not-found':
      return page(words.notFound, [
        said('doubt', words.notFound, words.notFoundMore(names.commission)),
        again,
      ]);
    case 'same': {
      const { record, match } = verdict;
      const { name } = match.filled;
      return page(words.same, [
        said('good', words.same, words.sameMore),
        ...(record.standing === 'sending' || record.standing === 'sent' ? [] : [standing(record, language)]),
        html`<p class="hint">${words.slots}${name === undefined ? null : html` ${words.name(name)}`}</p>`,
        shown(match.pieces, match.language, language),
        recordLink(record, language),
        again,
      ]);
    }
    case 'changed': {
      const { record, match, strangeCode } = verdict;
      if (!match)
        return page(words.changed, [
          said('bad', words.changed, words.foreign),
          official(record.texts[0]?.text ?? '', record.texts[0]?.language ?? 'id', language),
          recordLink(record, language),
          again,
        ]);
      const graves = (['link', 'number', 'date'] as const).filter((grave) => isGrave(match.pieces, grave));
      const { channel, language: written } = match;
      const texts = channel === 'easy' ? record.easy : record.texts.filter((one) => one.channel === channel);
      const text = texts.find((one) => one.language === written);
      return page(words.changed, [
        said(
          'bad',
          words.changed,
          [
            ...graves.map((grave) => words.graves[grave]),
            ...(strangeCode ? [words.strange] : []),
            words.changedMore,
          ].join(' '),
        ),
        html`<h2>${words.marked}</h2>
          <p class="hint">${words.legend}</p>`,
        shown(match.pieces, match.language, language),
        official(
          text?.text ?? '',
          written,
          language,
          channel === 'easy' ? easyName(language) : CHANNEL_NAMES[channel],
        ),
        recordLink(record, language),
        again,
      ]);
    }
  }
}

const isGrave = (pieces: readonly Piece[], grave: Grave): boolean =>
  pieces.some((piece) => differs(piece) && piece.grave === grave);

const page = (title: string, parts: readonly Html[]): Page => ({
  status: 200,
  title,
  body: html`${parts}`,
});

const said = (tone: 'good' | 'doubt' | 'bad', verdict: string, more: string): Html =>
  html`<div class="standing ${tone}">
    <h1>${verdict}</h1>
    <p>${more}</p>
  </div>`;

function official(text: string, written: string, language: PageLanguage, channel = ''): Html {
  return html`<h2>${WORDS[language].official}${channel === '' ? '' : ` · ${channel}`}</h2>
    <blockquote lang="${written}"><p class="text">${text}</p></blockquote>`;
}

/** The text as it was pasted, neighbouring differences of one kind together; by letters and signs, not by colour alone. */
function shown(pieces: readonly Piece[], written: string, language: PageLanguage): Html {
  const runs: Piece[] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    const text = piece.text === '' ? slotName(piece.variables, language) : piece.text;
    if (last?.kind === piece.kind && piece.kind !== 'slot') last.text += piece.gap + text;
    else runs.push({ ...piece, text });
  }
  return html`<blockquote lang="${written}">
    <p class="text">${runs.map((run) => html`${run.gap}${marked(run, language)}`)}</p>
  </blockquote>`;
}

const slotName = (variables: readonly Variable[], language: PageLanguage): string =>
  variables.map((variable) => SLOT_NAMES[language][variable]).join(' ');

function marked({ kind, text }: Piece, language: PageLanguage): Html {
  const words = WORDS[language];
  switch (kind) {
    case 'same':
      return html`${text}`;
    case 'slot':
      return html`<u>${text}</u>`;
    case 'added':
      return html`<ins
        ><b aria-hidden="true">+</b><span class="only-heard">[${words.added}] </span>${text}</ins
      >`;
    case 'missing':
      return html`<del
        ><b aria-hidden="true">−</b><span class="only-heard">[${words.missing}] </span>${text}</del
      >`;
  }
}
