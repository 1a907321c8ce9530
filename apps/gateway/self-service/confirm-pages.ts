import { LOCALES } from '#contract/lists';
import type { Confirmation, OpenSignUp } from '#audience/joining';
import { type ChannelName, mask } from '#channels';
import { AGAIN, type Kept, PREFERENCES_TOKEN, TELEGRAM_TOKEN } from './choices.rules.js';
import { CHANNEL_NAMES } from '#contract';
import { mainNow } from './choice-fields.js';
import { localDate } from '../pages/dates.js';
import { html, type Html } from '#platform/http';
import type { PageLanguage } from '../pages/page-language.rules.js';
import { notePage, type Page } from '../pages/layout.js';

/** Path and query of a confirmation page. */
const confirmPath = (token: string, language: PageLanguage): string => `/confirm/${token}?bahasa=${language}`;

const WORDS = {
  id: {
    askedTitle: 'Tinggal konfirmasi',
    asked:
      'Kami sudah menulis ke setiap alamat yang Anda isi. Pendaftaran berlaku setelah Anda konfirmasi di sana. Yang tidak dikonfirmasi terhapus setelah 48 jam.',
    email: (to: string) =>
      `Buka e-mail yang kami kirim ke ${to} dan ikuti tautannya. Belum ada setelah beberapa menit? Periksa folder spam.`,
    sms: (to: string) => `Kami mengirim SMS ke ${to}.`,
    askedWaits:
      'Pendaftaran berlaku setelah Anda konfirmasi di alamat yang Anda isi. Yang tidak dikonfirmasi terhapus setelah 48 jam.',
    emailWaits: (to: string) =>
      `Pengiriman e-mail sedang terganggu. E-mail ke ${to} yang belum sampai menyusul begitu pengiriman berjalan lagi; ikuti tautannya.`,
    smsWaits: (to: string) =>
      `Pengiriman SMS sedang terganggu. Kode ke ${to} yang belum sampai menyusul begitu pengiriman berjalan lagi; bila setelah satu jam belum ada, tekan Kirim lagi.`,
    telegramWaits: 'Telegram sedang terganggu: bot kami baru menjawab begitu berjalan lagi.',
    still: 'Masih menunggu konfirmasi',
    sendAgain: 'Kirim lagi',
    sendAgainHint: 'Kami menulis sekali lagi ke alamat di atas; yang lama tidak perlu dipakai lagi.',
    telegram: 'Buka Telegram, tekan Mulai, lalu setujui.',
    telegramLink: 'Buka Telegram',
    telegramCode: 'Di perangkat lain, kirim ke bot kami:',
    code: 'Kode dari SMS',
    codeHint:
      'Enam angka, berlaku 1 jam. Ketik hanya di halaman ini: kami tidak pernah memintanya lewat pesan atau telepon.',
    sentAgain: (at: string) => `Dikirim lagi ${at}.`,
    askedAgain: (at: string) => `Diminta lagi ${at}.`,
    codeWrong: (left: number) =>
      `Kode ini salah. Periksa SMS terakhir dari kami; masih ada ${left} kesempatan.`,
    codeSpent: 'Kode ini tidak berlaku lagi: sudah lima kali salah diketik. Minta kode baru.',
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
    askedWaits:
      'You are signed up once you confirm at the addresses you gave. What is not confirmed is deleted after 48 hours.',
    emailWaits: (to: string) =>
      `Sending e-mail is interrupted at the moment. An e-mail to ${to} that has not arrived follows once sending goes on; follow its link.`,
    smsWaits: (to: string) =>
      `Sending SMS is interrupted at the moment. A code to ${to} that has not arrived follows once sending goes on; if it is not there after an hour, press Send again.`,
    telegramWaits: 'Telegram is interrupted at the moment: our bot answers once it goes on.',
    still: 'Still waiting to be confirmed',
    sendAgain: 'Send again',
    sendAgainHint: 'We write once more to the addresses above; the earlier messages are of no use then.',
    telegram: 'Open Telegram, press Start, and agree.',
    telegramLink: 'Open Telegram',
    telegramCode: 'On another device, send this to our bot:',
    code: 'Code from the SMS',
    codeHint:
      'Six digits, good for 1 hour. Type it on this page only: we never ask for it in a message or by telephone.',
    sentAgain: (at: string) => `Sent again ${at}.`,
    askedAgain: (at: string) => `Asked for again ${at}.`,
    codeWrong: (left: number) =>
      `This code is wrong. Look at the last SMS from us; you can try ${left === 1 ? 'once more' : `${left} more times`}.`,
    codeSpent: 'This code no longer holds: it was typed wrong five times. Ask for a new one.',
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

/** The unconfirmed addresses of a sign-up. */
export interface Waiting {
  kept: Kept;
  /** Opens the bot's chat with the sign-up; null if there is none. */
  telegramUrl: string | null;
  /** Channels that are interrupted at present: their messages wait. */
  interrupted: readonly ChannelName[];
}

/** A wrong code. */
export interface WrongCode {
  triesLeft: number;
  /** The request that its page carried. */
  waiting: Waiting;
}

/**
 * The same for every address, whether it is already signed up or not.
 * @param notes whether the messages were sent again, and the channel that became the main one; null if none did
 */
export function askedPage(
  opened: OpenSignUp,
  waiting: Waiting,
  notes: { again: boolean; mainInstead: ChannelName | null },
  language: PageLanguage,
): Page {
  const words = WORDS[language];
  const { email, sms } = waiting.kept;
  const waits = waiting.interrupted.some((channel) => ({ email, sms, telegram: null })[channel] !== null);
  const at = localDate(new Date(opened.at), language);
  const said = [
    ...(notes.again ? [waits ? words.askedAgain(at) : words.sentAgain(at)] : []),
    ...(notes.mainInstead === null ? [] : [mainNow(notes.mainInstead, language)]),
  ];
  return {
    status: 200,
    title: words.askedTitle,
    body: html`<h1>${words.askedTitle}</h1>
      ${said.length === 0 ? null : html`<div class="standing good" role="status"><p>${said.join(' ')}</p></div>`}
      <p>${waits ? words.askedWaits : words.asked}</p>
      ${stillWaiting(waiting, opened.smsToken, language)}`,
  };
}

/**
 * The unconfirmed addresses, each with its way of confirmation.
 * @param smsToken of the page for the code
 * @param triesLeft after a wrong code; null: no code was typed
 */
function stillWaiting(
  { kept, telegramUrl, interrupted }: Waiting,
  smsToken: string | null,
  language: PageLanguage,
  triesLeft: number | null = null,
): Html {
  const words = WORDS[language];
  const { email, sms, telegramToken, preferencesToken } = kept;
  const action = preferencesToken === null ? '/' : `/preferences/${preferencesToken}`;
  const byEmail =
    email === null
      ? null
      : html`<h2>${CHANNEL_NAMES.email.heading}</h2>
          <p>${words[interrupted.includes('email') ? 'emailWaits' : 'email'](mask('email', email))}</p>`;
  const bySms =
    smsToken === null
      ? null
      : html`<h2>${CHANNEL_NAMES.sms.heading}</h2>
          ${sms === null ? null : html`<p>${words[interrupted.includes('sms') ? 'smsWaits' : 'sms'](mask('sms', sms))}</p>`}
          ${codeForm(smsToken, triesLeft, language, kept)}`;
  // After a wrong code its field comes first.
  return html`${triesLeft === null ? html`${byEmail} ${bySms}` : html`${bySms} ${byEmail}`}
  ${
    telegramUrl === null || telegramToken === null
      ? null
      : html`<h2>${CHANNEL_NAMES.telegram.heading}</h2>
          ${interrupted.includes('telegram') ? html`<p>${words.telegramWaits}</p>` : null}
          <p>${words.telegram}</p>
          <p><a class="button" href="${telegramUrl}">${words.telegramLink}</a></p>
          <p class="hint">${words.telegramCode} <code>/start ${telegramToken}</code></p>`
  }
  ${
    email === null && (smsToken === null || sms === null)
      ? null
      : html`<form class="apart" method="post" action="${action}?bahasa=${language}">
          ${hidden(kept)}
          <input type="hidden" name="${AGAIN}" value="1" />
          <button class="plain">${words.sendAgain}</button>
          <p class="hint">${words.sendAgainHint}</p>
        </form>`
  }`;
}

/** The request in hidden fields, for the next page. */
const hidden = ({ fields, telegramToken, preferencesToken }: Kept): readonly Html[] =>
  [
    ...fields,
    [TELEGRAM_TOKEN, telegramToken] as const,
    [PREFERENCES_TOKEN, preferencesToken] as const,
  ].flatMap(([name, value]) =>
    value === null ? [] : [html`<input type="hidden" name="${name}" value="${value}" />`],
  );

/** @param triesLeft after a wrong code; null: no code was typed */
function codeForm(token: string, triesLeft: number | null, language: PageLanguage, kept: Kept | null): Html {
  const words = WORDS[language];
  const wrong = triesLeft !== null;
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
    ${
      wrong
        ? html`<p class="fault" id="kode-salah">
            ${triesLeft === 0 ? words.codeSpent : words.codeWrong(triesLeft)}
            ${
              triesLeft === 0 && (kept?.sms ?? null) === null
                ? html`<a href="/?bahasa=${language}#daftar">${words.anew}</a>`
                : null
            }
          </p>`
        : null
    }
    <p class="hint" id="kode-petunjuk">${words.codeHint}</p>
    <button>${words.confirm}</button>
  </form>`;
}

/**
 * Asks before it confirms: mail systems open links to scan them.
 * @param wrong the wrong code that was typed; null: none
 */
export function confirmPage(
  token: string,
  { channel, confirmed }: Pick<Confirmation, 'channel' | 'confirmed'>,
  place: string,
  language: PageLanguage,
  wrong: WrongCode | null = null,
): Page {
  const words = WORDS[language];
  if (confirmed) return againPage(language);
  const title = words.title(CHANNEL_NAMES[channel].heading);
  const form = {
    email: html`<p>${words.press}</p>
      <form method="post" action="${confirmPath(token, language)}"><button>${words.confirm}</button></form>`,
    sms: wrong
      ? stillWaiting(wrong.waiting, token, language, wrong.triesLeft)
      : codeForm(token, null, language, null),
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

/** Shown once an address is confirmed, with the unconfirmed rest of the sign-up. */
export function confirmedPage(
  channel: Confirmation['channel'],
  preferencesToken: string,
  waiting: Waiting,
  language: PageLanguage,
): Page {
  const words = WORDS[language];
  const link = html`<p>
    <a href="/preferences/${preferencesToken}?bahasa=${language}">${words.preferences}</a>
    <span class="hint">${words.preferencesHint}</span>
  </p>`;
  const { kept, telegramUrl } = waiting;
  const still = kept.email !== null || telegramUrl !== null;
  const more = html`${link}
  ${
    still
      ? html`<section class="apart">
          <p class="compare">${words.still}</p>
          ${stillWaiting(waiting, null, language)}
        </section>`
      : null
  }`;
  return notePage(200, words.doneTitle(CHANNEL_NAMES[channel].heading), words.done, more);
}

/** Shown when it was confirmed before, as by a double click. */
export function againPage(language: PageLanguage): Page {
  const words = WORDS[language];
  return notePage(200, words.againTitle, words.again);
}

/** A link that never existed, has expired, or is incomplete. */
export function expiredConfirmationPage(language: PageLanguage): Page {
  const words = WORDS[language];
  const anew = html`<p><a class="button" href="/?bahasa=${language}#daftar">${words.anew}</a></p>`;
  return notePage(404, words.unknownTitle, words.unknown, anew);
}

/** A limit is exceeded; names the time of the next attempt. */
export function laterPage(at: Date, language: PageLanguage): Page {
  const words = WORDS[language];
  const when = new Intl.DateTimeFormat(LOCALES[language], {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: 'Asia/Jakarta',
  }).format(at);
  return notePage(429, words.laterTitle, words.later(`${when} WIB`));
}
