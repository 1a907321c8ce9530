import type { Held } from '#audience/rights';
import { CHANNEL_NAMES } from '#contract';
import { html } from '#platform/http';
import type { PageLanguage } from '../pages/page-language.rules.js';
import { notePage, type Page } from '../pages/layout.js';

const WORDS = {
  id: {
    title: 'Hapus data Anda?',
    intro: 'Ini tidak dapat diurungkan.',
    gone: 'Yang dihapus seketika',
    addresses: (count: number, names: string) => `${count} alamat (${names}), dengan persetujuannya`,
    choices: 'nama, wilayah, bahasa, topik, dan saluran Anda',
    waiting: 'semua tautan kepada Anda, dan apa pun yang masih menunggu dikirim atau dikonfirmasi',
    stays: 'Yang tersisa',
    ledger: (count: number) =>
      `${count} kiriman tetap terhitung dalam jumlah siaran, tanpa menunjuk kepada siapa pun`,
    hash: 'sidik rahasia dari setiap alamat, yang tidak dapat dibaca kembali: hanya agar berkas impor tidak memasukkan Anda lagi',
    trail: 'catatan bahwa data telah dihapus, tanpa nama dan alamat',
    running:
      'Siaran yang sedang berjalan tidak dikirim lagi kepada Anda; hanya pesan yang tepat sedang diserahkan yang mungkin masih sampai.',
    instead: 'Hanya ingin berhenti menerima pesan? Anda cukup berhenti di',
    choicesLink: 'halaman pilihan Anda',
    again: 'Anda dapat mendaftar lagi kapan saja.',
    button: 'Ya, hapus data saya',
    doneTitle: 'Data Anda sudah dihapus',
    done: 'Nama, alamat, persetujuan, dan tautan Anda sudah tidak ada, dan tidak ada lagi yang dikirim. Anda dapat mendaftar lagi kapan saja.',
  },
  en: {
    title: 'Erase your data?',
    intro: 'This cannot be undone.',
    gone: 'Gone at once',
    addresses: (count: number, names: string) =>
      `${count} ${count === 1 ? 'address' : 'addresses'} (${names}), with the consents`,
    choices: 'your name, region, language, topics and channels',
    waiting: 'every link to you, and whatever still waits to be sent or confirmed',
    stays: 'What stays',
    ledger: (count: number) =>
      `${count} ${count === 1 ? 'copy' : 'copies'} counted in the numbers of broadcasts, leading to nobody`,
    hash: 'a secret fingerprint of each address, which cannot be read back: only so that an imported file does not bring you back',
    trail: 'a note that data was erased, without name or address',
    running:
      'A broadcast under way is not sent to you any more; only a message that is being handed over at this moment may still arrive.',
    instead: 'Only want no more messages? You can leave on',
    choicesLink: 'the page of your choices',
    again: 'You can sign up again at any time.',
    button: 'Yes, erase my data',
    doneTitle: 'Your data has been erased',
    done: 'Your name, addresses, consents and links are gone, and nothing more is sent. You can sign up again at any time.',
  },
} as const;

/** Describes what an erasure will delete, with numbers, before it is done. */
export function erasePage(token: string, held: Held, language: PageLanguage): Page {
  const words = WORDS[language];
  const { addresses, messages } = held;
  const names = addresses.map(({ channel }) => CHANNEL_NAMES[channel].heading).join(', ');
  return {
    status: 200,
    title: words.title,
    body: html`<h1>${words.title}</h1>
      <div class="standing bad"><p>${words.intro}</p></div>
      <h2>${words.gone}</h2>
      <ul>
        <li>${words.addresses(addresses.length, names)}</li>
        <li>${words.choices}</li>
        <li>${words.waiting}</li>
      </ul>
      <h2>${words.stays}</h2>
      <ul>
        <li>${words.ledger(messages.length)}</li>
        <li>${words.hash}</li>
        <li>${words.trail}</li>
      </ul>
      <p>${words.running}</p>
      <p>
        ${words.instead} <a href="/preferences/${token}?bahasa=${language}">${words.choicesLink}</a>.
        ${words.again}
      </p>
      <form method="post" action="/preferences/${token}/erase?bahasa=${language}">
        <button class="danger">${words.button}</button>
      </form>`,
  };
}

/** Shown once it is done: the law requires that the person is told (UU 27/2022 art. 45). */
export function erasedPage(language: PageLanguage): Page {
  return notePage(200, WORDS[language].doneTitle, WORDS[language].done);
}
