import { differs, type Match, type Piece, TURNED } from '#broadcasts/verification';
import { type Answer, inWords, type PublicRecord, type Verdict } from '#dispatch/verification';
import { easyName } from './alternatives.js';
import { CHANNEL_NAMES } from '#contract';
import { html, type Html } from '#platform/http';
import type { PageLanguage } from '../pages/page-language.rules.js';
import type { Names, Page } from '../pages/layout.js';
import { quoted, recordLink } from './record-page.js';

const WORDS = {
  id: {
    again: 'Periksa teks lain',
    correctionLink: 'Buka halaman ralatnya',
    pasted: 'Teks yang Anda tempel',
    slots: 'Bagian bergaris bawah berbeda pada tiap penerima.',
    name: (name: string) =>
      `Sebagai nama penerima tertulis «${name}». Bila itu bukan nama Anda, pesan ini dikirim kepada orang lain.`,
    marked: 'Perbedaannya',
    legend:
      'Yang ditambah atau diganti ditandai «+»; yang hilang dari teks yang disahkan dicoret dan ditandai «−».',
    added: 'ditambah',
    missing: 'hilang',
    notFound: 'TIDAK DITEMUKAN – BELUM TENTU PALSU',
    notFoundMore: (commission: string) =>
      `Tidak ada pesan kami yang seperti ini. Pesan itu dapat berasal dari pihak lain, dan dapat benar atau salah. Jangan teruskan sebelum Anda menanyakannya kepada kantor ${commission} setempat.`,
    near: (commission: string) =>
      `Teks ini terlalu pendek, atau hanya sebagian mirip dengan pesan kami: belum dapat dicocokkan. Tempel seluruh pesannya, atau ketik kodenya. Bila tetap tidak ditemukan, tanyakan kepada kantor ${commission} setempat sebelum meneruskannya.`,
    list: 'Semua pesan yang disahkan',
  },
  en: {
    again: 'Check another text',
    correctionLink: 'Open the page of the correction',
    pasted: 'The text you pasted',
    slots: 'What is underlined differs for each recipient.',
    name: (name: string) =>
      `As the recipient's name it says “${name}”. If that is not your name, it was sent to somebody else.`,
    marked: 'The differences',
    legend:
      'What was added or replaced is marked “+”; what is missing from the approved text is struck out and marked “−”.',
    added: 'added',
    missing: 'missing',
    notFound: 'NOT FOUND – NOT NECESSARILY FALSE',
    notFoundMore: (commission: string) =>
      `No message of ours is like this. It may come from others, and be right or wrong. Do not forward it before you have asked the local office of ${commission}.`,
    near: (commission: string) =>
      `This text is too short, or only partly like a message of ours: it cannot be matched yet. Paste the whole message, or type its code. If it is still not found, ask the local office of ${commission} before you forward it.`,
    list: 'All approved messages',
  },
} as const;

const TONES: Record<Answer, Tone> = {
  altered: 'bad',
  withdrawn: 'bad',
  corrected: 'bad',
  wrong: 'bad',
  incomplete: 'doubt',
  doubted: 'doubt',
  stopped: 'doubt',
  same: 'good',
};
type Tone = 'good' | 'doubt' | 'bad';
type Found = Extract<Verdict, { kind: 'found' }>;

/** The verdict, then the text in force, then the pasted text with its differences marked. */
export function verdictPage(
  verdict: Found | Extract<Verdict, { kind: 'not-found' }>,
  language: PageLanguage,
  names: Names,
): Page {
  const words = WORDS[language];
  const again = html`<p class="apart">
    <a href="/verify?bahasa=${language}">${words.again}</a> ·
    <a href="/broadcasts?bahasa=${language}">${words.list}</a>
  </p>`;
  if (verdict.kind === 'not-found')
    return page(words.notFound, [
      standing('doubt', words.notFound, words[verdict.near ? 'near' : 'notFoundMore'](names.commission)),
      again,
    ]);
  const { answer, record, match, inForce } = verdict;
  const said = inWords(verdict, language);
  return page(said.title, [
    standing(TONES[answer], said.title, said.reasons.join(' ')),
    ...(said.inForce !== null && inForce ? [holding(said.inForce, verdict, inForce, language)] : []),
    ...(match ? [pasted(verdict, match, language)] : []),
    recordLink(record, language),
    again,
  ]);
}

/** The text in force, in the same channel and language if available. */
function holding(
  heading: string,
  { record, match }: Found,
  inForce: PublicRecord,
  language: PageLanguage,
): Html {
  const words = WORDS[language];
  const wanted = match && { channel: match.channel, language: match.language };
  const texts = [
    ...inForce.texts.map((one) => ({ ...one, label: CHANNEL_NAMES[one.channel].heading })),
    ...inForce.easy.map((one) => ({
      ...one,
      channel: 'easy' as const,
      subject: undefined,
      label: easyName(language),
    })),
  ];
  const [text] = texts.toSorted((a, b) => likeness(b) - likeness(a));
  function likeness(one: { channel: string; language: string }): number {
    if (!wanted) return one.language === language ? 1 : 0;
    return (one.channel === wanted.channel ? 2 : 0) + (one.language === wanted.language ? 1 : 0);
  }
  const corrects = inForce.publicCode !== record.publicCode;
  return html`<h2>${heading}${text ? ` · ${text.label}` : ''}</h2>
    ${text ? quoted(text, language) : null}
    ${
      corrects
        ? html`<p>
            <a href="/verify/${inForce.publicCode}?bahasa=${language}">${words.correctionLink}</a>
          </p>`
        : null
    }`;
}

function pasted({ answer }: Found, match: Match, language: PageLanguage): Html {
  const words = WORDS[language];
  const text = shown(match, language);
  const marks = html`<h2>${words.marked}</h2>
    <p class="hint">${words.legend}</p>`;
  if (answer === 'altered') return html`${marks} ${text}`;
  const { name } = match.filled;
  return html`${match.pieces.some(differs) ? marks : answer === 'same' ? null : html`<h2>${words.pasted}</h2>`}
    <p class="hint">${words.slots}${name === undefined ? null : html` ${words.name(name)}`}</p>
    ${text}`;
}

const page = (title: string, parts: readonly Html[]): Page => ({
  status: 200,
  title,
  body: html`${parts}`,
});

const standing = (tone: Tone, verdict: string, more: string): Html =>
  html`<div class="standing ${tone}">
    <h1>${verdict}</h1>
    <p>${more}</p>
  </div>`;

/** The pasted text, with adjacent differences of one kind joined; marked by letters and signs, not by colour alone. */
function shown({ pieces, language: written }: Match, language: PageLanguage): Html {
  const runs: Piece[] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    // Bidirectional controls would reorder the page's own text too.
    const text = piece.text.replaceAll(TURNED, '⇄');
    if (last?.kind === piece.kind && piece.kind !== 'slot') last.text += piece.gap + text;
    else runs.push({ ...piece, text });
  }
  return html`<blockquote lang="${written}">
    <p class="text">${runs.map((run) => html`${run.gap}${marked(run, language)}`)}</p>
  </blockquote>`;
}

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
