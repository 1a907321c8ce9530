import { html, type Html } from '#platform';
import type { PageLanguage } from './language.rules.js';

/** Names of the publishing organisations; they are settings, because ministries get renamed. */
export interface Names {
  ministry: string;
  commission: string;
  sender: string;
  /** Whether this is a training installation, which every page states. */
  training?: boolean;
}

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
        <link rel="stylesheet" href="/siar.css" />
        ${page.head ?? null}
      </head>
      <body>
        <a class="skip" href="#isi">${words.skip}</a>
        ${names.training ? html`<p class="training" role="note">${words.training}</p>` : null}
        <header>
          <a class="brand" href="/?bahasa=${language}">${names.sender}</a>
          <span class="tagline">${words.tagline} ${names.ministry} · ${names.commission}</span>
          <a class="language" href="?bahasa=${other}" hreflang="${other}" lang="${other}">${words.other}</a>
        </header>
        <main id="isi">${page.body}</main>
        <footer>
          <p><a href="/?bahasa=${language}#periksa">${words.help}</a></p>
          <p>${names.ministry} · ${names.commission} ${words.never}</p>
        </footer>
      </body>
    </html>`.markup;
}
