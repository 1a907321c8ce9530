import type { ChannelName } from '#channels';
import { CHANNEL_NAMES } from '#contract';
import { html, type Html } from '#platform/http';
import type { PageLanguage } from './page-language.rules.js';
import { type Names, notePage, type Page } from './layout.js';

/** The subscription that is left: a channel by name, or messages in general if the address is no longer stored. */
const leaves = (channel: ChannelName | null): Record<PageLanguage, string> => {
  if (channel === null) return { id: 'pesan', en: 'messages' };
  return {
    id: `pesan lewat ${CHANNEL_NAMES[channel].citizens}`,
    en: `messages by ${CHANNEL_NAMES[channel].citizens}`,
  };
};

/**
 * The front page: purpose, sign-up, verification and leaving.
 * @param join the sign-up form; null: a link to it
 * @param wrong input that is no code; null: none
 */
export function homePage(
  language: PageLanguage,
  names: Names,
  join: Html | null,
  wrong: string | null = null,
): Page {
  const words = {
    id: {
      title: 'Informasi pemilu, langsung dari sumbernya',
      what: 'Siar membawa informasi pemilihan umum kepada warga lewat e-mail, Telegram, dan SMS.',
      who: `Isi setiap pesan disahkan oleh ${names.commission}; ${names.ministry} yang mengirimkannya.`,
      check: 'Periksa pesan',
      how: 'Setiap pesan resmi memuat kode sepuluh huruf dan angka. Ketik kodenya di sini, lalu cocokkan setiap kata; kode saja bukan bukti.',
      join: 'Daftar',
      change: 'Ubah pilihan atau berhenti',
      leaveTitle: 'Ubah pilihan atau berhenti',
      leaveLink: 'Minta tautan ke pilihan Anda',
      leave:
        'Pakai tautan "berhenti" dalam e-mail, tombol "Berhenti" di Telegram, atau alamat pendek dalam SMS. Berlaku seketika.',
    },
    en: {
      title: 'Election information, straight from its source',
      what: 'Siar carries election information to citizens by e-mail, Telegram and SMS.',
      who: `${names.commission} approves what each message says; ${names.ministry} sends it.`,
      check: 'Check a message',
      how: 'Every official message carries a code of ten letters and digits. Type it here, then compare every word; the code alone is no proof.',
      join: 'Sign up',
      change: 'Change your choices or leave',
      leaveTitle: 'Change your choices or leave',
      leaveLink: 'Ask for a link to your choices',
      leave:
        'Use the unsubscribe link in an e-mail, the button in Telegram, or the short address in an SMS. It takes effect at once.',
    },
  }[language];
  return {
    status: wrong !== null ? 422 : 200,
    title: join ? `${words.join} · ${words.check}` : words.check,
    body: html`
      <h1>${words.title}</h1>
      <p class="lead">${words.what} ${words.who}</p>
      <ul class="ways doors">
        <li><a href="${join ? '' : `/?bahasa=${language}`}#daftar">${words.join}</a></li>
        <li><a href="#periksa">${words.check}</a></li>
        <li><a href="#berhenti">${words.change}</a></li>
      </ul>
      ${join}
      <section id="periksa">
        <h2>${words.check}</h2>
        <p>${words.how}</p>
        ${codeForm(language, wrong ?? '', wrong !== null)}
      </section>
      <section id="berhenti">
        <h2>${words.leaveTitle}</h2>
        <p>${words.leave}</p>
        <p><a href="/preferences?bahasa=${language}">${words.leaveLink}</a></p>
      </section>
    `,
  };
}

/**
 * The form for a code, and what is possible without one.
 * @param typed preset value
 * @param wrong whether that value can be no code
 */
function codeForm(language: PageLanguage, typed: string, wrong: boolean): Html {
  const words = {
    id: {
      code: 'Kode dalam pesan',
      hint: 'Contoh: 7KQ2MXW9AB. Huruf besar atau kecil sama saja.',
      wrong: 'Kode terdiri dari sepuluh huruf dan angka. Periksa lagi kodenya.',
      button: 'Periksa',
      paste: 'Tidak ada kode, atau ragu? Tempel teksnya, kami bandingkan',
      list: 'Semua pesan yang disahkan',
    },
    en: {
      code: 'Code in the message',
      hint: 'For example 7KQ2MXW9AB. Capitals or not, it is the same.',
      wrong: 'A code has ten letters and digits. Look at it again.',
      button: 'Check',
      paste: 'No code, or in doubt? Paste the text, we compare it',
      list: 'All approved messages',
    },
  }[language];
  return html`<form method="get" action="/verify">
      <input type="hidden" name="bahasa" value="${language}" />
      <label for="kode">${words.code}</label>
      <input
        id="kode"
        name="kode"
        required
        maxlength="100"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck="false"
        value="${typed.slice(0, 100)}"
        aria-describedby="${wrong ? 'salah petunjuk' : 'petunjuk'}"
        ${wrong ? html`aria-invalid="true" autofocus` : null}
      />
      ${wrong ? html`<p class="fault" id="salah">${words.wrong}</p>` : null}
      <p class="hint" id="petunjuk">${words.hint}</p>
      <button>${words.button}</button>
    </form>
    <ul class="ways">
      <li><a href="/verify?bahasa=${language}">${words.paste}</a></li>
      <li><a href="/broadcasts?bahasa=${language}">${words.list}</a></li>
    </ul>`;
}

/** Asks before anything changes: opening a link, as scanners do, must not unsubscribe anybody (RFC 8058). */
export function leavePage(token: string, channel: ChannelName | null, language: PageLanguage): Page {
  const what = leaves(channel)[language];
  const words = {
    id: {
      title: `Berhenti menerima ${what}?`,
      text: `Anda tidak akan dikirimi ${what} lagi. Berlaku seketika, hanya untuk alamat yang menerima tautan ini.`,
      button: 'Ya, berhenti',
    },
    en: {
      title: `Stop receiving ${what}?`,
      text: `You will get no more ${what}. It takes effect at once, only for the address that received this link.`,
      button: 'Yes, stop',
    },
  }[language];
  return {
    status: 200,
    title: words.title,
    body: html`
      <h1>${words.title}</h1>
      <p>${words.text}</p>
      <form method="post" action="/unsubscribe/${token}?bahasa=${language}">
        <input type="hidden" name="List-Unsubscribe" value="One-Click" />
        <button>${words.button}</button>
      </form>
    `,
  };
}

/**
 * Shown once a person has left, also when repeated.
 * @param offer the way to return; null if there is none
 */
export function leftPage(
  channel: ChannelName | null,
  language: PageLanguage,
  offer: Html | null = null,
): Page {
  const what = leaves(channel)[language];
  const page = notice(200, language, {
    id: [
      `Anda berhenti menerima ${what}`,
      'Tidak ada lagi yang dikirim ke alamat ini, juga dari siaran yang sedang berjalan.',
    ],
    en: [
      `You no longer receive ${what}`,
      'Nothing more goes to this address, not even from a broadcast under way.',
    ],
  });
  return { ...page, body: html`${page.body} ${offer}` };
}

/** Leaving was requested while the registrar is unavailable: it is stored, and applied soon. */
export function leaveNotedPage(language: PageLanguage): Page {
  return notice(202, language, {
    id: [
      'Permintaan berhenti Anda sudah kami terima',
      'Permintaan ini dijalankan dalam beberapa menit, begitu sistem kami pulih. Anda tidak perlu mengulanginya.',
    ],
    en: [
      'We have your request to stop',
      'It will be done within minutes, as soon as our system is back. You need not ask again.',
    ],
  });
}

/** The page for an unknown address. */
export function lostPage(language: PageLanguage): Page {
  return notice(404, language, {
    id: [
      'Halaman ini tidak ada',
      'Periksa alamatnya, atau buka tautan langsung dari pesan yang Anda terima.',
    ],
    en: [
      'There is no such page',
      'See whether the address is right, or open the link in the message you received.',
    ],
  });
}

/** The page for an unknown code. Calm: most are typing errors. @param code as typed */
export function unknownCodePage(code: string, language: PageLanguage, { commission }: Names): Page {
  const page = notice(404, language, {
    id: [
      'Kode ini tidak dikenali',
      `Periksa apakah kodenya diketik dengan benar. Bila sudah benar, jangan percayai dan jangan teruskan pesan itu sebelum Anda menanyakannya kepada kantor ${commission} setempat.`,
    ],
    en: [
      'This code is not known',
      `See whether it was typed correctly. If it was, do not trust or forward the message before you have asked the local office of ${commission}.`,
    ],
  });
  return { ...page, body: html`${page.body} ${codeForm(language, code, false)}` };
}

/** An unsubscribe link that is forged or incomplete. */
export function unknownLinkPage(language: PageLanguage): Page {
  return notice(404, language, {
    id: [
      'Tautan ini tidak lengkap',
      'Buka tautan langsung dari pesan yang Anda terima, atau salin seluruhnya. Tidak ada yang diubah.',
    ],
    en: [
      'This link is not complete',
      'Open it from the message you received, or copy all of it. Nothing was changed.',
    ],
  });
}

/** A recording that does not exist or belongs to no approved broadcast. */
export function unknownRecordingPage(language: PageLanguage): Page {
  return notice(404, language, {
    id: ['Rekaman ini tidak ada', 'Buka rekaman dari halaman pesan yang memuatnya.'],
    en: ['There is no such recording', 'Open it from the page of the message it belongs to.'],
  });
}

/** Too many wrong codes from one network. */
export function tooManyPage(language: PageLanguage): Page {
  return notice(429, language, {
    id: ['Terlalu banyak kode yang salah', 'Coba lagi satu menit lagi.'],
    en: ['Too many wrong codes', 'Try again in a minute.'],
  });
}

/** The request exceeds the size of every form. */
export function tooLongPage(language: PageLanguage): Page {
  return notice(413, language, {
    id: [
      'Isian ini terlalu panjang',
      'Kembali, persingkat isiannya, lalu kirim lagi. Tidak ada yang diubah.',
    ],
    en: ['This is too long', 'Go back, shorten what you typed, and send it again. Nothing was changed.'],
  });
}

/** An internal error. @param uncertain whether the requested change may have been made */
export function brokenPage(language: PageLanguage, uncertain = false): Page {
  return notice(503, language, {
    id: [
      'Halaman ini sedang tidak dapat dibuka',
      uncertain
        ? 'Permintaan Anda mungkin sudah dijalankan. Buka lagi satu menit lagi untuk memeriksanya.'
        : 'Tidak ada yang diubah. Coba lagi satu menit lagi.',
    ],
    en: [
      'This page cannot be shown just now',
      uncertain
        ? 'What you asked for may have been done. Open it again in a minute to see.'
        : 'Nothing was changed. Try again in a minute.',
    ],
  });
}

function notice(
  status: number,
  language: PageLanguage,
  said: Record<PageLanguage, [title: string, text: string]>,
): Page {
  const [title, text] = said[language];
  return notePage(status, title, text);
}
