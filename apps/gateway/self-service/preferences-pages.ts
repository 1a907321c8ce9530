import type { Place, Wording } from '#audience/joining';
import type { LiveLanguages } from '#audience/languages';
import { ADDRESS_STATES } from '#audience/rights';
import type { MembershipView } from '#audience/citizens';
import type { ChannelName } from '#channels';
import type { Faults, Filled } from './choices.rules.js';
import { CHANNEL_NAMES } from '#contract';
import {
  choice,
  consentField,
  faultSummary,
  mainNow,
  preferredField,
  regionField,
  wishFields,
} from './choice-fields.js';
import { html, type Html } from '#platform/http';
import { channelFields } from './join-page.js';
import type { PageLanguage } from '../pages/page-language.rules.js';
import { notePage, type Page } from '../pages/layout.js';

const WORDS = {
  id: {
    askTitle: 'Pilihan Anda',
    ask: 'Ketik alamat e-mail atau nomor ponsel yang terdaftar. Kami kirim tautan ke sana; di halamannya Anda mengubah wilayah, bahasa, topik, dan saluran, atau berhenti.',
    telegram: 'Di Telegram, kirim /bantuan kepada bot kami.',
    address: 'Alamat e-mail atau nomor ponsel',
    wrong: 'Ini bukan alamat e-mail atau nomor ponsel yang lengkap.',
    askButton: 'Kirim tautan',
    sentTitle: 'Periksa pesan Anda',
    waitsTitle: 'Tautannya menyusul',
    waits: (channel: string) =>
      `Pengiriman lewat ${channel} sedang terganggu. Bila alamat itu terdaftar, tautannya menyusul begitu pengiriman berjalan lagi; tidak perlu meminta lagi.`,
    sent: 'Bila alamat itu terdaftar, tautannya sedang dikirim ke sana. Tidak datang setelah beberapa menit? Alamat itu mungkin belum terdaftar atau sudah berhenti: daftarlah lagi.',
    join: 'Daftar',
    title: 'Pilihan Anda',
    saved: 'Tersimpan.',
    mine: 'Alamat Anda',
    data: 'Lihat, unduh, betulkan, atau hapus semua data saya',
    leave: (channel: string) => `Berhenti di ${channel}`,
    add: 'Tambah atau ganti alamat',
    consent: 'Persetujuan untuk alamat baru',
    consentHint: 'Hanya bila Anda menambah alamat.',
    button: 'Simpan',
    unknownTitle: 'Tautan ini tidak berlaku lagi',
    unknown: 'Tautan ke pilihan Anda berlaku 7 hari. Tidak ada yang diubah.',
    anew: 'Minta tautan baru',
  },
  en: {
    askTitle: 'Your choices',
    ask: 'Type the e-mail address or mobile number that is signed up. We send a link there; on its page you change region, language, topics and channels, or leave.',
    telegram: 'In Telegram, send /bantuan to our bot.',
    address: 'E-mail address or mobile number',
    wrong: 'This is no complete e-mail address or mobile number.',
    askButton: 'Send the link',
    sentTitle: 'Look at your messages',
    waitsTitle: 'The link follows later',
    waits: (channel: string) =>
      `Sending by ${channel} is interrupted at the moment. If that address is signed up, its link follows once sending goes on; there is no need to ask again.`,
    sent: 'If that address is signed up, its link is on the way there. Not there after a few minutes? The address may not be signed up, or has left: sign up again.',
    join: 'Sign up',
    title: 'Your choices',
    saved: 'Saved.',
    mine: 'Your addresses',
    data: 'See, download, put right or erase all my data',
    leave: (channel: string) => `Leave ${channel}`,
    add: 'Add or replace an address',
    consent: 'Consent for the new address',
    consentHint: 'Only if you add an address.',
    button: 'Save',
    unknownTitle: 'This link no longer holds',
    unknown: 'A link to your choices holds for 7 days. Nothing was changed.',
    anew: 'Ask for a new link',
  },
} as const;

/** The form that requests a preferences link. @param wrong input that is no address */
export function askLinkPage(language: PageLanguage, telegram: boolean, wrong: string | null = null): Page {
  const words = WORDS[language];
  return {
    status: wrong === null ? 200 : 422,
    title: words.askTitle,
    body: html`<h1>${words.askTitle}</h1>
      <p>${words.ask} ${telegram ? words.telegram : null}</p>
      <form method="post" action="/preferences?bahasa=${language}">
        <label for="alamat">${words.address}</label>
        <input
          id="alamat"
          name="alamat"
          required
          maxlength="254"
          autocomplete="email"
          ${
            wrong === null
              ? null
              : html`value="${wrong}" aria-invalid="true" aria-describedby="alamat-salah" autofocus`
          }
        />
        ${wrong === null ? null : html`<p class="fault" id="alamat-salah">${words.wrong}</p>`}
        <button>${words.askButton}</button>
      </form>`,
  };
}

/** The same whether the address is known or not. */
export function linkSentPage(interrupted: ChannelName | null, language: PageLanguage): Page {
  const words = WORDS[language];
  const join = html`<p><a href="/?bahasa=${language}#daftar">${words.join}</a></p>`;
  return interrupted === null
    ? notePage(200, words.sentTitle, words.sent, join)
    : notePage(200, words.waitsTitle, words.waits(CHANNEL_NAMES[interrupted].heading), join);
}

/** A link that never existed or has expired. */
export function expiredLinkPage(language: PageLanguage): Page {
  const words = WORDS[language];
  const anew = html`<p><a class="button" href="/preferences?bahasa=${language}">${words.anew}</a></p>`;
  return notePage(404, words.unknownTitle, words.unknown, anew);
}

/** Data of the preferences page. */
export interface PreferencesForm {
  token: string;
  membership: MembershipView;
  places: readonly Place[];
  wording: Wording;
  /** Regional languages of messages. */
  live: LiveLanguages;
  telegram: boolean;
  filled: Filled;
  faults: Faults;
  /** Set once saved, with the channel that became the main one. */
  saved: { mainInstead: ChannelName | null } | null;
}

/** The preferences form. */
export function preferencesPage(form: PreferencesForm, language: PageLanguage): Page {
  const words = WORDS[language];
  const { token, membership, places, wording, live, telegram, filled, faults, saved } = form;
  const failed = Object.keys(faults).length > 0;
  return {
    status: failed ? 422 : 200,
    title: words.title,
    body: html`<h1>${words.title}</h1>
      ${
        saved
          ? html`<div class="standing good" role="status">
              <p>
                ${words.saved}${saved.mainInstead === null ? null : ` ${mainNow(saved.mainInstead, language)}`}
              </p>
            </div>`
          : null
      }
      ${faultSummary(faults, language)}
      <form method="post" action="/preferences/${token}?bahasa=${language}" novalidate>
        ${regionField(filled, faults, places, language)} ${wishFields(filled, live, language)}
        <fieldset>
          <legend>${words.mine}</legend>
          ${membership.addresses.map((address) => addressRow(address, language))}
        </fieldset>
        ${preferredField(filled, faults, language, telegram ? undefined : channelsOf(membership))}
        <details ${filled.email || filled.sms || filled.telegram ? html`open` : null}>
          <summary>${words.add}</summary>
          ${channelFields(filled, faults, telegram, language, words.add)}
          ${consentField(filled, faults, wording, words.consent, words.consentHint, language)}
        </details>
        <button>${words.button}</button>
      </form>
      <p class="apart"><a href="/preferences/${token}/data?bahasa=${language}">${words.data}</a></p>`,
  };
}

const channelsOf = ({ addresses }: MembershipView): ChannelName[] => [
  ...new Set<ChannelName>(['email', 'sms', ...addresses.map(({ channel }) => channel)]),
];

function addressRow(
  { channel, state, shown }: MembershipView['addresses'][number],
  language: PageLanguage,
): Html {
  const words = WORDS[language];
  const name = CHANNEL_NAMES[channel].heading;
  return html`<p>
      <strong>${name}</strong>: ${shown}
      <span class="hint">(${ADDRESS_STATES[language][state]})</span>
    </p>
    ${state === 'active' ? choice('checkbox', 'berhenti', channel, words.leave(name), false) : null}`;
}
