import {
  fallen,
  IN_FORCE_HEADING,
  inPlaceOf,
  inPlaceWords,
  type PublicRecord,
  STANDING_WORDS,
  TEXT_HEADINGS,
} from '#dispatch/verification';
import { easyTexts, rank, recordings, waysOf } from './alternatives.js';
import { CHANNEL_NAMES } from '#contract';
import { localDate } from '../pages/dates.js';
import { html, type Html } from '#platform/http';
import type { PageLanguage } from '../pages/page-language.rules.js';
import type { Page } from '../pages/layout.js';
import { pasteForm } from './paste-page.js';

const WORDS = {
  id: {
    title: 'Periksa pesan',
    compare: 'Cocokkan setiap kata; kode saja bukan bukti.',
    why: 'Siapa pun dapat menempelkan kode ini di bawah teks palsu. Bila satu kata saja berbeda dari teks di bawah, pesan yang Anda terima bukan pesan ini.',
    code: 'Kode',
    office: 'Disahkan oleh',
    when: 'Pada',
    sentBy: 'Dikirim oleh',
    digest: 'Sidik digital (SHA-256)',
    text: 'Teks yang disahkan',
    unsettled:
      'Saat ini tidak ada teks yang berlaku: ralatnya sendiri belum dapat diandalkan. Buka halaman ini lagi nanti.',
    none: 'Isinya tidak berlaku lagi: saat ini tidak ada teks yang berlaku. Buka halaman ini lagi nanti.',
    slots: 'Bagian dalam kurung, seperti (nama Anda), berbeda pada tiap penerima.',
    dates: 'Tanggal pemungutan suara berbeda menurut wilayah: ',
    subject: 'Judul: ',
    correction: 'Pesan ini adalah ralat.',
    original: 'Lihat pesan yang diralat',
    newer: 'Lihat ralatnya',
    takenBack: 'Lihat ralat itu',
    paste: 'Bandingkan untuk saya',
    pasteMore: 'Tempel teks yang Anda terima: kami tunjukkan setiap perbedaan.',
    share: 'Bagikan lewat WhatsApp',
    shared: 'Teks resmi pesan ini, dan apakah masih berlaku, dapat diperiksa di sini: ',
    list: 'Semua pesan yang disahkan',
    whole: 'Buka halaman pesan resminya',
    leaveTitle: 'Tidak ingin menerima SMS lagi?',
    leaveText: 'Nomor yang menerima kode ini tidak akan dikirimi SMS lagi. Berlaku seketika.',
    leave: 'Berhenti menerima SMS',
  },
  en: {
    title: 'Check a message',
    compare: 'Compare every word; the code alone is no proof.',
    why: 'Anyone can paste this code under a forged text. If even one word differs from the text below, what you received is not this message.',
    code: 'Code',
    office: 'Approved by',
    when: 'On',
    sentBy: 'Sent by',
    digest: 'Digest (SHA-256)',
    text: 'The approved text',
    unsettled:
      'No text of it holds now: the correction itself cannot be relied on yet. Come back to this page later.',
    none: 'What it says holds no longer: no text of it holds now. Come back to this page later.',
    slots:
      'What stands in parentheses, such as (your name), differs for each recipient. In an Indonesian text, (alamat pendek) stands for a short address.',
    dates: 'The polling date differs by region: ',
    subject: 'Subject: ',
    correction: 'This message is a correction.',
    original: 'See the message it corrects',
    newer: 'See the correction',
    takenBack: 'See that correction',
    paste: 'Compare it for me',
    pasteMore: 'Paste the text you received: we show every difference.',
    share: 'Share on WhatsApp',
    shared: 'The official text of this message, and whether it still holds, can be checked here: ',
    list: 'All approved messages',
    whole: 'Open the page of the official message',
    leaveTitle: 'No more SMS?',
    leaveText: 'The number that received this code will get no more SMS. It takes effect at once.',
    leave: 'Stop receiving SMS',
  },
} as const;

/**
 * The public page of a broadcast: its approved text, the approval, and its standing.
 * @param inForce the record in force: itself, its correction, or none
 * @param code as typed
 * @param root base URL of the public pages
 * @param mayLeave whether the code is of one person's SMS, so that the page offers that number's owner to leave
 */
export function recordPage(
  record: PublicRecord,
  inForce: PublicRecord | null,
  code: string,
  mayLeave: boolean,
  language: PageLanguage,
  root: string,
): Page {
  const words = WORDS[language];
  const correction = inForce?.publicCode === record.publicCode ? null : inForce;
  return {
    status: 200,
    title: words.title,
    body: html`
      <h1>${words.title}</h1>
      ${standing(record, inForce, language)}
      ${
        correction
          ? html`<h2>${IN_FORCE_HEADING[language]}</h2>
              ${texts(correction, language)}`
          : null
      }
      <p class="compare">${words.compare}</p>
      <p>${words.why}</p>
      <dl>
        <dt>${words.code}</dt>
        <dd><code class="code">${code}</code></dd>
        <dt>${words.office}</dt>
        <dd>${record.office}</dd>
        <dt>${words.when}</dt>
        <dd>${localDate(record.approvedAt, language, record.timeZone)}</dd>
        <dt>${words.sentBy}</dt>
        <dd>${record.ministry}</dd>
        <dt>${words.digest}</dt>
        <dd><code>${record.digest}</code></dd>
      </dl>
      ${waysOf(record, language)}
      <h2>${headingOf(record, language)}</h2>
      <p class="hint">${words.slots}</p>
      ${record.pollingDates.length > 1 ? html`<p class="hint">${words.dates}${record.pollingDates.join('; ')}.</p>` : null}
      ${texts(record, language)} ${easyTexts(record, language)} ${recordings(record, language)}
      ${
        // Nothing invites to spread a text that may not be relied on, or before its time.
        fallen(record.standing) || record.standing === 'scheduled'
          ? null
          : html`<p>
              <a class="button" rel="noreferrer" href="${shareLink(record, language, root)}"
                >${words.share}</a
              >
            </p>`
      }
      <div class="apart">
        <h2>${words.paste}</h2>
        <p>${words.pasteMore}</p>
        ${pasteForm(language, record.publicCode)}
        <p class="apart"><a href="/broadcasts?bahasa=${language}">${words.list}</a></p>
      </div>
      ${
        mayLeave
          ? html`<div class="apart">
              <h2>${words.leaveTitle}</h2>
              <p>${words.leaveText}</p>
              <form method="post" action="/${code}?bahasa=${language}">
                <button>${words.leave}</button>
              </form>
            </div>`
          : null
      }
    `,
  };
}

/** The heading over the message's own texts. */
function headingOf({ standing }: PublicRecord, language: PageLanguage): string {
  const bad = fallen(standing);
  return bad ? TEXT_HEADINGS[bad][language] : WORDS[language].text;
}

/** A message's texts, each under its channel and language. */
function texts(record: PublicRecord, language: PageLanguage): readonly Html[] {
  const names = new Intl.DisplayNames([language], { type: 'language' });
  return inOrder(record, language).map(
    (one) => html`
      <h3>${CHANNEL_NAMES[one.channel].heading} · ${names.of(one.language) ?? one.language}</h3>
      ${quoted(one, language)}
    `,
  );
}

/** One approved text. */
export const quoted = (
  one: { language: string; direction: string; subject?: string | undefined; text: string },
  language: PageLanguage,
): Html =>
  html`<blockquote lang="${one.language}" dir="${one.direction}">
    ${one.subject ? html`<p class="subject">${WORDS[language].subject}<bdi>${one.subject}</bdi></p>` : null}
    <p class="text">${one.text}</p>
  </blockquote>`;

/** By channel; within each the reader's language first, then Indonesian. */
function inOrder({ texts }: PublicRecord, language: PageLanguage): PublicRecord['texts'] {
  const channels = [...new Set(texts.map(({ channel }) => channel))];
  return channels.flatMap((channel) =>
    texts
      .filter((one) => one.channel === channel)
      .toSorted((a, b) => rank(a.language, language) - rank(b.language, language)),
  );
}

/** A neutral sentence with the page's URL, ready to share. */
function shareLink({ publicCode }: PublicRecord, language: PageLanguage, root: string): string {
  const text = `${WORDS[language].shared}${root}/verify/${publicCode}`;
  return `https://wa.me/?text=${encodeURIComponent(text)}`;
}

/** Link from a verdict to the approved text's page. */
export const recordLink = ({ publicCode }: PublicRecord, language: PageLanguage): Html =>
  html`<p><a href="/verify/${publicCode}?bahasa=${language}">${WORDS[language].whole}</a></p>`;

/** A standing in words: above the text, and in a line of its own if the text is elsewhere. */
export function standingWords(
  { standing: held, expiredAt, timeZone }: PublicRecord,
  language: PageLanguage,
): { tone: 'good' | 'doubt' | 'bad'; what: string; more: string; line: string } {
  const { tone, [language]: said } = STANDING_WORDS[held];
  const [what, ending] = said;
  const more = expiredAt ? ending.replace('{{when}}', localDate(expiredAt, language, timeZone)) : ending;
  return { tone, what, more, line: tone === 'good' ? more : what };
}

/** The correction that a message leads to: the one in force, else the newest, or the one that a companion completes. */
function linkOf(
  { publicCode, standing: held, correctedBy, corrects, sameText }: PublicRecord,
  inForce: PublicRecord | null,
): { code: string; as: 'newer' | 'takenBack' } | null {
  if (inForce && inForce.publicCode !== publicCode) return { code: inForce.publicCode, as: 'newer' };
  if (correctedBy !== null) return { code: correctedBy, as: held === 'wrong' ? 'takenBack' : 'newer' };
  return held === 'withdrawn' && corrects === null && sameText !== null
    ? { code: sameText, as: 'takenBack' }
    : null;
}

/** The message's standing, with the link to its correction or to the message it corrects. */
function standing(record: PublicRecord, inForce: PublicRecord | null, language: PageLanguage): Html {
  const words = WORDS[language];
  const { tone, what, more: ending } = standingWords(record, language);
  const place = inPlaceOf(record, inForce);
  const more =
    place === 'unsettled' || place === 'none' ? words[place] : place ? inPlaceWords(place, language) : ending;
  const link = linkOf(record, inForce);
  return html`<div class="standing ${tone}">
      <p>${what}</p>
      <p>
        ${more}${link ? html` <a href="/verify/${link.code}?bahasa=${language}">${words[link.as]}</a>` : null}
      </p>
    </div>
    ${
      record.corrects
        ? html`<p>
            <strong>${words.correction}</strong>
            <a href="/verify/${record.corrects}?bahasa=${language}">${words.original}</a>
          </p>`
        : null
    }`;
}
