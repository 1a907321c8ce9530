import { TOPICS } from '#audience';
import { consentTexts } from '#audience/joining';
import {
  actWord,
  ADDRESS_STATES,
  deliveryWord,
  type Held,
  type HeldAddress,
  type HeldMessage,
  noticeWord,
  sourceWord,
  suppressionWord,
} from '#audience/rights';
import { CHANNEL_NAMES } from '#contract';
import { localDate } from '../pages/dates.js';
import { html, type Html } from '#platform/http';
import type { PageLanguage } from '../pages/page-language.rules.js';
import type { Names, Page } from '../pages/layout.js';

/** Maximum messages and trail entries on the page; the file has all. */
const MOST_SHOWN = 100;

const WORDS = {
  id: {
    title: 'Data Anda di Siar',
    what: 'Inilah semua yang kami simpan tentang Anda. Halaman ini dan berkasnya memuat alamat Anda selengkapnya: jangan diteruskan.',
    download: 'Unduh semuanya (JSON)',
    choices: 'Ubah wilayah, bahasa, topik, saluran, atau alamat',
    erase: 'Hapus data saya',
    saved: 'Tersimpan.',
    you: 'Diri Anda',
    name: 'Nama',
    nameHint: 'Hanya untuk menyapa Anda di dalam pesan. Boleh dikosongkan.',
    nameWrong:
      'Nama ini tidak dapat dipakai: tulis nama orang dengan huruf, paling banyak tujuh kata selain gelar, tanpa angka, tautan, atau kata seperti “pemilu”.',
    save: 'Simpan nama',
    region: 'Wilayah',
    language: 'Bahasa pesan',
    topics: 'Topik',
    none: 'tidak ada',
    preferred: 'Saluran utama',
    since: 'Disimpan sejak',
    restricted: 'Pengiriman dibatasi sejak',
    addresses: 'Alamat dan persetujuan',
    created: 'Disimpan sejak',
    state: 'Keadaan',
    failures: 'Kegagalan berturut-turut',
    suppressed: 'Tidak dikirimi sejak',
    imported: 'Dari berkas kementerian',
    consent: 'Persetujuan',
    given: (at: string, source: string) => `Diberikan ${at} (cara: ${source}).`,
    ended: (at: string) => `Berakhir ${at}.`,
    messages: 'Siaran yang ditulis untuk Anda',
    noMessages: 'Belum ada.',
    approved: (office: string, at: string) => `Disahkan ${office}, ${at}.`,
    read: 'Lihat teksnya',
    handed: (at: string) => `diserahkan ${at}`,
    notices: 'Pesan sistem kepada Anda, disimpan dua hari',
    signUps: 'Pendaftaran alamat, disimpan dua hari',
    confirmed: (at: string) => `dikonfirmasi ${at}`,
    waiting: (at: string) => `menunggu konfirmasi sampai ${at}`,
    registered: 'tidak menunggu konfirmasi lagi: alamat ini sudah terdaftar',
    replaced: 'diganti oleh pendaftaran yang lebih baru',
    links: (count: number) => `Tautan ke pilihan Anda yang masih berlaku: ${count}.`,
    requests: 'Permintaan kepada Pejabat Pelindungan Data Pribadi',
    received: (at: string) => `diterima ${at}`,
    trail: 'Jejak pemrosesan',
    self: 'oleh Anda atau sistem',
    more: (count: number) => `dan ${count} lagi di dalam berkas.`,
    receipts: (count: number) => `Laporan penyedia tentang kiriman Anda: ${count}, di dalam berkas.`,
    wants: { access: 'salinan', restriction: 'pembatasan', lifting: 'cabut pembatasan', erasure: 'hapus' },
  },
  en: {
    title: 'Your data at Siar',
    what: 'This is everything we hold about you. This page and its file contain your addresses in full: do not pass them on.',
    download: 'Download all of it (JSON)',
    choices: 'Change region, language, topics, channels or an address',
    erase: 'Erase my data',
    saved: 'Saved.',
    you: 'Yourself',
    name: 'Name',
    nameHint: 'Only to greet you in messages. May be left empty.',
    nameWrong:
      'This name cannot be used: write a person’s name in letters, at most seven words besides degrees, with no number, link or word such as “pemilu”.',
    save: 'Save the name',
    region: 'Region',
    language: 'Language of messages',
    topics: 'Topics',
    none: 'none',
    preferred: 'Preferred channel',
    since: 'Held since',
    restricted: 'Sending restricted since',
    addresses: 'Addresses and consents',
    created: 'Held since',
    state: 'State',
    failures: 'Failures in a row',
    suppressed: 'Not written to since',
    imported: 'From a file of the ministry',
    consent: 'Consent',
    given: (at: string, source: string) => `Given ${at} (by: ${source}).`,
    ended: (at: string) => `Ended ${at}.`,
    messages: 'Broadcasts written for you',
    noMessages: 'None so far.',
    approved: (office: string, at: string) => `Approved by ${office}, ${at}.`,
    read: 'Read the text',
    handed: (at: string) => `handed over ${at}`,
    notices: 'System messages to you, kept for two days',
    signUps: 'Addresses signed up, kept for two days',
    confirmed: (at: string) => `confirmed ${at}`,
    waiting: (at: string) => `waiting to be confirmed until ${at}`,
    registered: 'no longer waiting to be confirmed: this address is signed up',
    replaced: 'replaced by a newer sign-up',
    links: (count: number) => `Links to your choices that still hold: ${count}.`,
    requests: 'Requests to the data protection officer',
    received: (at: string) => `received ${at}`,
    trail: 'Processing trail',
    self: 'by you or the system',
    more: (count: number) => `and ${count} more in the file.`,
    receipts: (count: number) => `Providers' reports on your copies: ${count}, in the file.`,
    wants: {
      access: 'a copy',
      restriction: 'restriction',
      lifting: 'lift the restriction',
      erasure: 'erasure',
    },
  },
} as const;

/** Data of the page with everything held about a person. */
export interface HeldView {
  token: string;
  held: Held;
  names: Names;
  saved?: boolean;
  /** The rejected input for a name. */
  wrongName?: string | null;
}

/** Shows a person everything held about them; from here they correct, download or erase it. */
export function heldPage(view: HeldView, language: PageLanguage): Page {
  const words = WORDS[language];
  const { token, held, names, saved = false, wrongName = null } = view;
  const { notices, confirmations, links, requests, receipts, trail, messages, addresses } = held;
  const at = (instant: string): string => localDate(new Date(instant), language, held.contact.timeZone);
  const path = (rest: string): string => `/preferences/${token}${rest}?bahasa=${language}`;
  return {
    status: wrongName === null ? 200 : 422,
    title: words.title,
    body: html`<h1>${words.title}</h1>
      ${saved ? html`<div class="standing good" role="status"><p>${words.saved}</p></div>` : null}
      <p>${words.what}</p>
      <ul class="acts">
        <li><a class="button" href="${path('/data.json')}" download>${words.download}</a></li>
        <li><a class="button plain" href="${path('')}">${words.choices}</a></li>
        <li><a class="button plain" href="${path('/erase')}">${words.erase}</a></li>
      </ul>
      <h2>${words.you}</h2>
      ${nameForm(view, path('/data'), language)} ${aboutList(held, language, at)}
      <h2>${words.addresses}</h2>
      ${addresses.map((address) => addressPart(address, names, language, at))}
      <p>${words.links(links.length)}</p>
      <h2>${words.messages}</h2>
      ${
        messages.length === 0
          ? html`<p>${words.noMessages}</p>`
          : html`<ol class="records">
              ${messages.slice(0, MOST_SHOWN).map((message) => messageItem(message, language, at))}
            </ol>`
      }
      ${rest(messages.length, language)}
      ${receipts.length > 0 ? html`<p>${words.receipts(receipts.length)}</p>` : null}
      ${listPart(
        words.notices,
        notices.map(
          ({ kind, channel, state, createdAt }) =>
            `${noticeWord(kind, language)}, ${CHANNEL_NAMES[channel].heading}, ${at(createdAt)}: ${deliveryWord(state, language)}`,
        ),
        language,
      )}
      ${listPart(
        words.signUps,
        confirmations.map(
          (one, index) =>
            `${CHANNEL_NAMES[one.channel].heading}${one.to === null ? '' : ` ${one.to}`}: ${signUpState(one, confirmations.slice(index + 1), addresses, language, at)}`,
        ),
        language,
      )}
      ${listPart(
        words.requests,
        requests.map(
          ({ id, wants, receivedAt, outcome }) =>
            `${id}: ${wantWord(wants, language)}, ${words.received(at(receivedAt))}${outcome === null ? '' : `, ${outcome}`}`,
        ),
        language,
      )}
      ${listPart(
        words.trail,
        trail.map(({ at: when, act, by }) => `${at(when)}: ${actWord(act, language)} (${by ?? words.self})`),
        language,
      )}`,
  };
}

function nameForm({ held, wrongName = null }: HeldView, action: string, language: PageLanguage): Html {
  const words = WORDS[language];
  return html`<form method="post" action="${action}">
    <label for="nama">${words.name}</label>
    <input
      id="nama"
      name="nama"
      maxlength="200"
      autocomplete="name"
      value="${wrongName ?? held.contact.name}"
      ${
        wrongName === null
          ? html`aria-describedby="nama-petunjuk"`
          : html`aria-invalid="true" aria-describedby="nama-salah nama-petunjuk" autofocus`
      }
    />
    ${wrongName === null ? null : html`<p class="fault" id="nama-salah">${words.nameWrong}</p>`}
    <p class="hint" id="nama-petunjuk">${words.nameHint}</p>
    <button class="plain">${words.save}</button>
  </form>`;
}

function aboutList({ contact }: Held, language: PageLanguage, at: (instant: string) => string): Html {
  const words = WORDS[language];
  const topics = TOPICS.filter(({ id }) => contact.topics.includes(id)).map(({ name }) => name[language]);
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(contact.language);
  return html`<dl>
    <dt>${words.region}</dt>
    <dd>${contact.region} (${contact.regionCode})</dd>
    <dt>${words.language}</dt>
    <dd>${name ?? contact.language}</dd>
    <dt>${words.topics}</dt>
    <dd>${topics.length > 0 ? topics.join(', ') : words.none}</dd>
    <dt>${words.preferred}</dt>
    <dd>${CHANNEL_NAMES[contact.preferredChannel].heading}</dd>
    <dt>${words.since}</dt>
    <dd>${at(contact.createdAt)}</dd>
    ${
      contact.restrictedAt === null
        ? null
        : html`<dt>${words.restricted}</dt>
            <dd>${at(contact.restrictedAt)}</dd>`
    }
  </dl>`;
}

function addressPart(
  address: HeldAddress,
  names: Names,
  language: PageLanguage,
  at: (instant: string) => string,
): Html {
  const words = WORDS[language];
  const { channel, to, state, createdAt, softFailures, suppression, imports, consents } = address;
  return html`<h3>${CHANNEL_NAMES[channel].heading}: ${to}</h3>
    <dl>
      <dt>${words.state}</dt>
      <dd>${ADDRESS_STATES[language][state]}</dd>
      <dt>${words.created}</dt>
      <dd>${at(createdAt)}</dd>
      ${
        softFailures > 0
          ? html`<dt>${words.failures}</dt>
              <dd>${softFailures}</dd>`
          : null
      }
      ${
        suppression
          ? html`<dt>${words.suppressed}</dt>
              <dd>${at(suppression.createdAt)}: ${suppressionWord(suppression.reason, language)}</dd>`
          : null
      }
      ${imports.map(
        ({ id, startedAt, by }) =>
          html`<dt>${words.imported}</dt>
            <dd>${id}, ${at(startedAt)}, ${by}</dd>`,
      )}
      ${consents.map(
        ({ source, wording, texts, givenAt, withdrawnAt }) =>
          html`<dt>${words.consent}</dt>
            <dd>
              ${words.given(at(givenAt), sourceWord(source, channel, language))}
              ${withdrawnAt === null ? null : words.ended(at(withdrawnAt))}
              <span class="hint">${(consentTexts(wording, names, texts) ?? [wording]).join(' ')}</span>
            </dd>`,
      )}
    </dl>`;
}

/**
 * The state of one confirmation.
 * @param later confirmations requested after it
 */
function signUpState(
  { channel, to, expiresAt, confirmedAt }: Held['confirmations'][number],
  later: Held['confirmations'],
  addresses: readonly HeldAddress[],
  language: PageLanguage,
  at: (instant: string) => string,
): string {
  const words = WORDS[language];
  if (confirmedAt !== null) return words.confirmed(at(confirmedAt));
  // A Telegram chat is known only once it is confirmed; a person has one chat.
  const isSame = (other: { channel: string; to: string | null }): boolean =>
    other.channel === channel && (to === null || other.to === to);
  if (addresses.some((one) => one.state === 'active' && isSame(one))) return words.registered;
  return later.some(isSame) ? words.replaced : words.waiting(at(expiresAt));
}

function messageItem(message: HeldMessage, language: PageLanguage, at: (instant: string) => string): Html {
  const words = WORDS[language];
  const { channel, state, handedAt, approvedBy, approvedAt, publicCode } = message;
  return html`<li>
    <strong>${CHANNEL_NAMES[channel].heading}</strong>:
    ${deliveryWord(state, language)}${handedAt === null ? null : `, ${words.handed(at(handedAt))}`}.
    ${approvedBy !== null && approvedAt !== null ? words.approved(approvedBy, at(approvedAt)) : null}
    <a href="/verify/${publicCode}?bahasa=${language}">${words.read} (${publicCode})</a>
  </li>`;
}

function listPart(title: string, lines: readonly string[], language: PageLanguage): Html | null {
  if (lines.length === 0) return null;
  return html`<h2>${title}</h2>
    <ol class="records">
      ${lines.slice(-MOST_SHOWN).map((line) => html`<li>${line}</li>`)}
    </ol>
    ${rest(lines.length, language)}`;
}

const rest = (count: number, language: PageLanguage): Html | null =>
  count > MOST_SHOWN ? html`<p>${WORDS[language].more(count - MOST_SHOWN)}</p>` : null;

const wantWord = (wants: string, language: PageLanguage): string =>
  Object.entries(WORDS[language].wants).find(([each]) => each === wants)?.[1] ?? wants;
