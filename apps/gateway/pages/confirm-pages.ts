import type { Confirmation, OpenSignUp } from '#audience';
import { mask } from '#channels';
import { type Kept, TELEGRAM_TOKEN } from '../choices.rules.js';
import { CHANNEL_NAMES } from './choice-fields.js';
import { html, type Html } from './html.js';
import type { PageLanguage } from './language.rules.js';
import { notePage, type Page } from './layout.js';

/** The path and what goes with it of a page that confirms. */
const confirmPath = (token: string, language: PageLanguage): string => `/confirm/${token}?bahasa=${language}`;

const WORDS = {
  id: {
    askedTitle: 'Tinggal konfirmasi',
    asked:
      'Kami sudah menulis ke setiap alamat yang Anda isi. Pendaftaran berlaku setelah Anda konfirmasi di sana. Yang tidak dikonfirmasi terhapus setelah 48 jam.',
    email: (to: string) =>
      `Buka e-mail yang kami kirim ke ${to} dan ikuti tautannya. Belum ada setelah beberapa menit? Periksa folder spam.`,
    sms: (to: string) => `Kami mengirim SMS ke ${to}.`,
    still: 'Masih menunggu konfirmasi',
    sendAgain: 'Kirim lagi',
    sendAgainHint: 'Kami menulis sekali lagi ke alamat di atas; yang lama tidak perlu dipakai lagi.',
    telegram: 'Buka Telegram, tekan Mulai, lalu setujui.',
    telegramLink: 'Buka Telegram',
    telegramCode: 'Di perangkat lain, kirim ke bot kami:',
    code: 'Kode dari SMS',
    codeHint:
      'Enam angka, berlaku 1 jam. Ketik hanya di halaman ini: kami tidak pernah memintanya lewat pesan atau telepon.',
    codeWrong: 'Kode ini salah, atau sudah lima kali dicoba. Periksa SMS terakhir dari kami.',
    confirm: 'Konfirmasi',
    title: (channel: string) => `Konfirmasi ${channel}`,
    region: 'Wilayah',
    press:
      'Tekan Konfirmasi untuk mulai menerima informasi pemilu di alamat yang menerima tautan ini. Bukan Anda yang mendaftar? Tutup halaman ini; alamat ini terhapus sendiri.',
    inTelegram: 'Tautan ini dibuka di aplikasi Telegram.',
    doneTitle: (channel: string) => `${channel} Anda terdaftar`,
    done: 'Terima kasih. Setiap pesan dari kami memuat kode untuk memeriksanya dan cara berhenti.',
    preferences: 'Ubah pilihan saya',
    preferencesHint: 'Tautan untuk Anda sendiri; berlaku 7 hari.',
    againTitle: 'Sudah dikonfirmasi',
    again: 'Alamat ini sudah terdaftar. Tidak ada yang perlu dilakukan lagi.',
    unknownTitle: 'Tautan ini tidak berlaku lagi',
    unknown:
      'Tautan konfirmasi berlaku 48 jam dan hanya untuk pendaftaran yang membuatnya. Tidak ada yang diubah.',
    anew: 'Daftar lagi',
    laterTitle: 'Terlalu sering diminta',
    later: (at: string) => `Coba lagi setelah ${at}. Tidak ada yang dikirim kali ini.`,
  },
  en: {
    askedTitle: 'Now confirm',
    asked:
      'We have written to each address you gave. You are signed up once you confirm there. What is not confirmed is deleted after 48 hours.',
    email: (to: string) =>
      `Open the e-mail we sent to ${to} and follow its link. Not there after a few minutes? Look in the spam folder.`,
    sms: (to: string) => `We have sent an SMS to ${to}.`,
    still: 'Still waiting to be confirmed',
    sendAgain: 'Send again',
    sendAgainHint: 'We write once more to the addresses above; the earlier messages are of no use then.',
    telegram: 'Open Telegram, press Start, and agree.',
    telegramLink: 'Open Telegram',
    telegramCode: 'On another device, send this to our bot:',
    code: 'Code from the SMS',
    codeHint:
      'Six digits, good for 1 hour. Type it on this page only: we never ask for it in a message or by telephone.',
    codeWrong: 'This code is wrong, or was tried five times. Look at the last SMS from us.',
    confirm: 'Confirm',
    title: (channel: string) => `Confirm ${channel}`,
    region: 'Region',
    press:
      'Press Confirm to begin to receive election information at the address that got this link. It was not you who signed up? Close this page; the address is deleted by itself.',
    inTelegram: 'This link opens in the Telegram app.',
    doneTitle: (channel: string) => `Your ${channel} is signed up`,
    done: 'Thank you. Every message from us carries a code to check it by and a way to leave.',
    preferences: 'Change my choices',
    preferencesHint: 'A link for you alone; it holds for 7 days.',
    againTitle: 'Confirmed already',
    again: 'This address is signed up. There is nothing more to do.',
    unknownTitle: 'This link no longer holds',
    unknown: 'A confirmation link holds for 48 hours, for the sign-up it was made for. Nothing was changed.',
    anew: 'Sign up again',
    laterTitle: 'Asked for too often',
    later: (at: string) => `Try again after ${at}. Nothing was sent this time.`,
  },
} as const;

/** What waits to be confirmed, and where the same is asked for again. */
export interface Waiting {
  kept: Kept;
  /** Where the form that asks again goes. */
  action: string;
  /** Opens the bot's chat with the sign-up; null where none is to be opened. */
  telegramUrl: string | null;
}

/** The same whoever the addresses belong to, and whether they are signed up already. */
export function askedPage(opened: OpenSignUp, waiting: Waiting, language: PageLanguage): Page {
  const words = WORDS[language];
  return {
    status: 200,
    title: words.askedTitle,
    body: html`<h1>${words.askedTitle}</h1>
      <p>${words.asked}</p>
      ${stillWaiting(waiting, opened.smsToken, language)}`,
  };
}

/** Each address that waits, and how it is confirmed. @param smsToken of the page on which the code is typed */
function stillWaiting(
  { kept, action, telegramUrl }: Waiting,
  smsToken: string | null,
  language: PageLanguage,
): Html {
  const words = WORDS[language];
  const { email, sms, telegramToken } = kept;
  return html`${
    email === null
      ? null
      : html`<h2>${CHANNEL_NAMES.email}</h2>
          <p>${words.email(mask('email', email))}</p>`
  }
  ${
    smsToken === null
      ? null
      : html`<h2>${CHANNEL_NAMES.sms}</h2>
          ${sms === null ? null : html`<p>${words.sms(mask('sms', sms))}</p>`}
          ${codeForm(smsToken, false, language, kept)}`
  }
  ${
    telegramUrl === null || telegramToken === null
      ? null
      : html`<h2>${CHANNEL_NAMES.telegram}</h2>
          <p>${words.telegram}</p>
          <p><a class="button" href="${telegramUrl}">${words.telegramLink}</a></p>
          <p class="hint">${words.telegramCode} <code>/start ${telegramToken}</code></p>`
  }
  ${
    email === null && smsToken === null
      ? null
      : html`<form class="apart" method="post" action="${action}">
          ${hidden(kept)}
          <button class="plain">${words.sendAgain}</button>
          <p class="hint">${words.sendAgainHint}</p>
        </form>`
  }`;
}

/** What was asked for, so that the next page still knows of it. */
const hidden = ({ fields, telegramToken }: Kept): readonly Html[] =>
  [...fields, ...(telegramToken === null ? [] : [[TELEGRAM_TOKEN, telegramToken] as const])].map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );

function codeForm(token: string, wrong: boolean, language: PageLanguage, kept: Kept | null): Html {
  const words = WORDS[language];
  return html`<form method="post" action="${confirmPath(token, language)}">
    ${kept ? hidden(kept) : null}
    <label for="kode">${words.code}</label>
    <input
      id="kode"
      name="kode"
      required
      maxlength="20"
      inputmode="numeric"
      autocomplete="one-time-code"
      aria-describedby="${wrong ? 'kode-salah kode-petunjuk' : 'kode-petunjuk'}"
      ${wrong ? html`aria-invalid="true" autofocus` : null}
    />
    ${wrong ? html`<p class="fault" id="kode-salah">${words.codeWrong}</p>` : null}
    <p class="hint" id="kode-petunjuk">${words.codeHint}</p>
    <button>${words.confirm}</button>
  </form>`;
}

/**
 * Asks before anything is confirmed: mail systems open links to look at them.
 * @param wrong what was asked for besides, where a code was typed and is wrong; null: none was
 */
export function confirmPage(
  token: string,
  { channel, confirmed }: Pick<Confirmation, 'channel' | 'confirmed'>,
  place: string,
  language: PageLanguage,
  wrong: Kept | null = null,
): Page {
  const words = WORDS[language];
  if (confirmed) return againPage(language);
  const title = words.title(CHANNEL_NAMES[channel]);
  const form = {
    email: html`<p>${words.press}</p>
      <form method="post" action="${confirmPath(token, language)}"><button>${words.confirm}</button></form>`,
    sms: codeForm(token, wrong !== null, language, wrong),
    telegram: html`<p>${words.inTelegram}</p>`,
  }[channel];
  return {
    status: wrong ? 422 : 200,
    title,
    body: html`<h1>${title}</h1>
      <p>${words.region}: <strong>${place}</strong></p>
      ${form}`,
  };
}

/** Said once an address is confirmed, with what else of the sign-up waits. */
export function confirmedPage(
  channel: Confirmation['channel'],
  preferencesToken: string,
  waiting: Omit<Waiting, 'action'>,
  language: PageLanguage,
): Page {
  const words = WORDS[language];
  const link = html`<p>
    <a href="/preferences/${preferencesToken}?bahasa=${language}">${words.preferences}</a>
    <span class="hint">${words.preferencesHint}</span>
  </p>`;
  const { kept, telegramUrl } = waiting;
  const still = kept.email !== null || telegramUrl !== null;
  const action = `/preferences/${preferencesToken}?bahasa=${language}`;
  const more = html`${link}
  ${
    still
      ? html`<section class="apart">
          <p class="compare">${words.still}</p>
          ${stillWaiting({ ...waiting, action }, null, language)}
        </section>`
      : null
  }`;
  return notePage(200, words.doneTitle(CHANNEL_NAMES[channel]), words.done, more);
}

/** Said when it was confirmed before, as by a doubled click. */
export function againPage(language: PageLanguage): Page {
  const words = WORDS[language];
  return notePage(200, words.againTitle, words.again);
}

/** A link that was never made, has expired, or lost a part on its way. */
export function expiredConfirmationPage(language: PageLanguage): Page {
  const words = WORDS[language];
  const anew = html`<p><a class="button" href="/?bahasa=${language}#daftar">${words.anew}</a></p>`;
  return notePage(404, words.unknownTitle, words.unknown, anew);
}

/** Too much was asked; says until when. */
export function laterPage(at: Date, language: PageLanguage): Page {
  const words = WORDS[language];
  const when = new Intl.DateTimeFormat(language === 'id' ? 'id-ID' : 'en-GB', {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: 'Asia/Jakarta',
  }).format(at);
  return notePage(429, words.laterTitle, words.later(`${when} WIB`));
}
