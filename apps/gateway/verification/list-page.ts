import type { Approved, PublicRecord } from '#dispatch/verification';
import { localDate } from '../pages/dates.js';
import { html, type Html } from '#platform/http';
import type { PageLanguage } from '../pages/page-language.rules.js';
import type { Names, Page } from '../pages/layout.js';
import { standingWords } from './record-page.js';

/** Characters of a text shown as its heading in a list. */
const HEADING = 110;

const WORDS = {
  id: {
    title: 'Pesan yang disahkan',
    what: 'Semua pesan yang sudah mulai dikirim, yang terbaru di atas, dengan keadaannya sekarang.',
    none: 'Belum ada pesan yang dikirim.',
    approved: 'Disahkan oleh',
    older: 'Pesan sebelumnya',
    newest: 'Kembali ke yang terbaru',
    feed: 'Umpan (Atom) untuk pembaca berita',
    check: 'Periksa teks pesan',
  },
  en: {
    title: 'Approved messages',
    what: 'All messages whose sending has begun, the newest first, with how they stand now.',
    none: 'No message has been sent yet.',
    approved: 'Approved by',
    older: 'Earlier messages',
    newest: 'Back to the newest',
    feed: 'Feed (Atom) for news readers',
    check: 'Check the text of a message',
  },
} as const;

/**
 * The public list.
 * @param older whether there are earlier broadcasts
 * @param first whether this page shows the newest ones
 */
export function listPage(
  listed: readonly Approved[],
  { older, first }: { older: boolean; first: boolean },
  language: PageLanguage,
): Page {
  const words = WORDS[language];
  const last = listed.at(-1)?.record;
  return {
    status: 200,
    title: words.title,
    head: html`<link
      rel="alternate"
      type="application/atom+xml"
      title="${words.title}"
      href="/broadcasts.atom?bahasa=${language}"
    />`,
    body: html`<h1>${words.title}</h1>
      <p>${words.what}</p>
      ${
        listed.length === 0
          ? html`<p>${words.none}</p>`
          : html`<ol class="list">
              ${listed.map(({ record }) => entry(record, language))}
            </ol>`
      }
      <p class="pages">
        ${first ? null : html`<a href="/broadcasts?bahasa=${language}">${words.newest}</a> `}
        ${older && last ? html`<a href="/broadcasts?sebelum=${last.publicCode}&amp;bahasa=${language}" rel="next">${words.older}</a>` : null}
      </p>
      <p class="apart">
        <a href="/verify?bahasa=${language}">${words.check}</a> ·
        <a href="/broadcasts.atom?bahasa=${language}">${words.feed}</a>
      </p>`,
  };
}

function entry(record: PublicRecord, language: PageLanguage): Html {
  const words = WORDS[language];
  const { tone, line } = standingWords(record, language);
  const { text, written } = headingOf(record, language);
  return html`<li>
    <a href="/verify/${record.publicCode}?bahasa=${language}" lang="${written}">${text}</a>
    <p class="state ${tone}">${line}</p>
    <p class="hint">
      ${words.approved} ${record.office}, ${localDate(record.approvedAt, language, record.timeZone)} ·
      ${record.publicCode}
    </p>
  </li>`;
}

/** Public heading of a message: its subject, else its beginning. Its title is internal. */
function headingOf(record: PublicRecord, language: PageLanguage): { text: string; written: string } {
  const inLanguage = record.texts.filter((one) => one.language === language);
  const texts = inLanguage.length > 0 ? inLanguage : record.texts;
  const chosen = texts.find(({ subject }) => subject) ?? texts[0];
  const line = (chosen?.subject ?? chosen?.text ?? '').replaceAll(/\s+/g, ' ').trim();
  const cut = line.length > HEADING ? `${line.slice(0, HEADING).replace(/\s+\S*$/, '')} …` : line;
  return { text: cut, written: chosen?.language ?? language };
}

/**
 * The list as an Atom feed (RFC 4287): an entry's date is updated when its standing changes.
 * @param root base URL of the public pages
 */
export function listFeed(
  listed: readonly Approved[],
  root: string,
  language: PageLanguage,
  names: Names,
): string {
  const words = WORDS[language];
  const newest = listed.reduce((latest, { changedAt }) => Math.max(latest, changedAt.getTime()), 0);
  const self = `${root}/broadcasts.atom?bahasa=${language}`;
  return `<?xml version="1.0" encoding="utf-8"?>\n${
    html`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
      <title>${words.title} · ${names.sender}</title>
      <id>${root}/broadcasts</id>
      <link rel="self" type="application/atom+xml" href="${self}" />
      <link rel="alternate" type="text/html" href="${root}/broadcasts?bahasa=${language}" />
      <updated>${new Date(newest).toISOString()}</updated>
      <author><name>${names.ministry}</name></author>
      ${listed.map((approved) => feedEntry(approved, root, language))}
    </feed>`.markup
  }\n`;
}

function feedEntry({ record, changedAt }: Approved, root: string, language: PageLanguage): Html {
  const { line } = standingWords(record, language);
  const { text, written } = headingOf(record, language);
  const url = `${root}/verify/${record.publicCode}`;
  return html`<entry xml:lang="${written}">
    <title>${text}</title>
    <id>${url}</id>
    <link rel="alternate" type="text/html" href="${url}?bahasa=${language}" />
    <published>${record.approvedAt.toISOString()}</published>
    <updated>${changedAt.toISOString()}</updated>
    <summary xml:lang="${language}">${line} ${WORDS[language].approved} ${record.office}.</summary>
  </entry>`;
}
