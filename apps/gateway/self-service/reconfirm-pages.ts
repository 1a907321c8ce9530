import { PURPOSES, type Wording } from '#audience/joining';
import type { Reconfirmation } from '#audience/rights';
import { html } from '#platform/http';
import type { PageLanguage } from '../pages/page-language.rules.js';
import { notePage, type Page } from '../pages/layout.js';

const WORDS = {
  id: {
    title: 'Masih mau SMS dari kami?',
    why: (ending: string) =>
      `Nomor yang berakhir ${ending} mendaftar lebih dari setahun lalu. Karena nomor dapat berpindah tangan, kami bertanya sekali setahun.`,
    lapsed: 'SMS ke nomor ini sudah berhenti karena belum ditegaskan. Tegaskan untuk menerimanya lagi.',
    agree: 'Dengan menegaskan, Anda menyetujui lagi:',
    yes: 'Ya, tetap kirim SMS',
    no: 'Tidak, berhenti',
    doneTitle: 'Terima kasih, sudah ditegaskan',
    done: 'SMS tetap datang ke nomor ini. Setiap pesan memuat cara berhenti.',
    unknownTitle: 'Kode ini tidak berlaku lagi',
    unknown: 'Kode berlaku 90 hari, untuk nomor yang menerimanya. Tidak ada yang diubah.',
    join: 'Daftar lagi',
  },
  en: {
    title: 'Still want SMS from us?',
    why: (ending: string) =>
      `The number ending in ${ending} signed up more than a year ago. Since numbers change hands, we ask once a year.`,
    lapsed: 'SMS to this number have stopped, since nobody said yes. Say so to get them again.',
    agree: 'By saying yes you agree again:',
    yes: 'Yes, keep sending SMS',
    no: 'No, stop',
    doneTitle: 'Thank you, it holds again',
    done: 'SMS go on to this number. Every message carries a way to leave.',
    unknownTitle: 'This code no longer holds',
    unknown: 'A code holds for 90 days, for the number that got it. Nothing was changed.',
    join: 'Sign up again',
  },
} as const;

/** Asks whether a consent is still valid, in the words of the consent. */
export function reconfirmPage(
  code: string,
  { ending, state }: Pick<Reconfirmation, 'ending' | 'state'>,
  { purposes }: Wording,
  language: PageLanguage,
): Page {
  const words = WORDS[language];
  const action = `/masih/${code}?bahasa=${language}`;
  return {
    status: 200,
    title: words.title,
    body: html`<h1>${words.title}</h1>
      ${state === 'lapsed' ? html`<div class="standing doubt"><p>${words.lapsed}</p></div>` : null}
      <p>${words.why(`…${ending}`)}</p>
      <p>${words.agree}</p>
      <ul>
        ${PURPOSES.map((purpose) => html`<li>${purposes[purpose]}</li>`)}
      </ul>
      <form method="post" action="${action}">
        <button name="jawaban" value="ya">${words.yes}</button>
        <button class="plain" name="jawaban" value="berhenti">${words.no}</button>
      </form>`,
  };
}

/** Shown once it is reconfirmed, also when repeated. */
export function reconfirmedPage(language: PageLanguage): Page {
  return notePage(200, WORDS[language].doneTitle, WORDS[language].done);
}

/** A code that is unknown or expired. */
export function unknownReconfirmationPage(language: PageLanguage): Page {
  const words = WORDS[language];
  const join = html`<p><a class="button" href="/?bahasa=${language}#daftar">${words.join}</a></p>`;
  return notePage(404, words.unknownTitle, words.unknown, join);
}
