import { html, type Html } from '#platform/http';
import type { PageLanguage } from './page-language.rules.js';

/** Names of the publishing organisations; they are settings, because ministries get renamed. */
export interface Names {
  ministry: string;
  commission: string;
  sender: string;
  /** Whether this is a training installation, which every page states. */
  training?: boolean;
  /** The organisations with a mark, which pages show beside the name. */
  marks?: readonly MarkSetting[];
}

/** The settings that name a file with an organisation's mark. */
export type MarkSetting = 'MINISTRY_MARK' | 'COMMISSION_MARK';

/** Where the marks are: below `/tanda/`. */
export const MARK_ADDRESSES: readonly {
  setting: MarkSetting;
  name: string;
  of: 'ministry' | 'commission';
}[] = [
  { setting: 'MINISTRY_MARK', name: 'kementerian', of: 'ministry' },
  { setting: 'COMMISSION_MARK', name: 'komisi', of: 'commission' },
];

/** A page before layout. */
export interface Page {
  status: number;
  title: string;
  body: Html;
  /** Additional elements of its head. */
  head?: Html;
}

/** A page with a single statement. @param more content below it */
export function notePage(status: number, title: string, text: string, more: Html | null = null): Page {
  return {
    status,
    title,
    body: html`<h1>${title}</h1>
      <p>${text}</p>
      ${more}`,
  };
}

const WORDS = {
  id: {
    skip: 'Langsung ke isi',
    other: 'English',
    training: 'Latihan: halaman ini untuk berlatih. Tidak ada pesan yang dikirim kepada warga.',
    tagline: 'Informasi pemilihan umum dari',
    help: 'Cara memeriksa pesan',
    never:
      'tidak pernah meminta NIK, kata sandi, kode OTP, uang, atau pemasangan aplikasi lewat pesan atau telepon.',
  },
  en: {
    skip: 'Skip to content',
    other: 'Bahasa Indonesia',
    training: 'Training: this page is for exercises. No message is sent to anybody.',
    tagline: 'Election information from',
    help: 'How to check a message',
    never:
      'never ask for your identity number (NIK), a password, an OTP code or money, or to install an app, in a message or by telephone.',
  },
} as const;

/** Siar's own sign, as in the console. */
const SIGN = html`<svg class="sign" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
  <rect width="32" height="32" rx="7" fill="#0b4f6c" />
  <circle cx="9" cy="23" r="3" fill="#fff" />
  <path
    d="M9 14.5a8.5 8.5 0 0 1 8.5 8.5M9 8a15 15 0 0 1 15 15"
    fill="none"
    stroke="#fff"
    stroke-width="3"
    stroke-linecap="round"
  />
</svg>`;

/** An organisation by its name, with its mark where there is one. */
const house = (name: string, mark: string | null): Html =>
  html`<span class="house"
    >${mark === null ? null : html`<img src="/tanda/${mark}" alt="" width="40" height="40" />`}<span
      >${name}</span
    ></span
  >`;

/** Lays out a page: header, content and help are in the same place on every page. */
export function layOut(page: Page, language: PageLanguage, names: Names): string {
  const words = WORDS[language];
  const other = language === 'id' ? 'en' : 'id';
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${page.title} · ${names.sender}</title>
        <meta name="color-scheme" content="light dark" />
        <link rel="stylesheet" href="/siar.css" />
        ${page.head ?? null}
      </head>
      <body>
        <a class="skip" href="#isi">${words.skip}</a>
        ${names.training ? html`<p class="training" role="note">${words.training}</p>` : null}
        <header>
          <a class="brand" href="/?bahasa=${language}">${SIGN} ${names.sender}</a>
          <a class="language" href="?bahasa=${other}" hreflang="${other}" lang="${other}">${words.other}</a>
          <p class="houses">
            <span class="only-heard">${words.tagline} </span>
            ${MARK_ADDRESSES.map(({ setting, name, of }) => house(names[of], names.marks?.includes(setting) ? name : null))}
          </p>
        </header>
        <main id="isi">${page.body}</main>
        <footer>
          <p><a href="/?bahasa=${language}#periksa">${words.help}</a></p>
          <p>${names.ministry} · ${names.commission} ${words.never}</p>
        </footer>
      </body>
    </html>`.markup;
}
