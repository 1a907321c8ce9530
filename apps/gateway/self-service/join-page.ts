import type { Place, Wording } from '#audience/joining';
import type { LiveLanguages } from '#audience/languages';
import { BLANK, type Faults, type Filled } from './choices.rules.js';
import {
  consentField,
  described,
  faultOf,
  faultSummary,
  preferredField,
  regionField,
  wishFields,
} from './choice-fields.js';
import { html, type Html } from '#platform/http';
import type { PageLanguage } from '../pages/page-language.rules.js';

const WORDS = {
  id: {
    title: 'Daftar',
    what: 'Terima informasi pemilu yang disahkan, untuk wilayah dan topik pilihan Anda. Gratis, dan Anda dapat berhenti kapan saja.',
    channels: 'Saluran',
    channelsHint:
      'Isi satu atau lebih. Setiap saluran Anda konfirmasi sendiri; sebelum itu tidak ada yang dikirim.',
    email: 'Alamat e-mail',
    emailHint: 'Kami kirim tautan untuk konfirmasi.',
    sms: 'Nomor ponsel untuk SMS',
    smsHint: 'Kami kirim kode untuk diketik di halaman berikut. Contoh: 0812 3456 7890.',
    telegram: 'Telegram',
    telegramHint: 'Anda konfirmasi di aplikasi Telegram, pada halaman berikut.',
    readIn: 'Persetujuan dalam:',
    consent: 'Persetujuan Anda',
    consentHint:
      'Anda dapat menarik persetujuan kapan saja: data Anda tidak dipakai lagi dan pengiriman berhenti seketika. Yang tidak dikonfirmasi terhapus setelah 48 jam.',
    button: 'Daftar',
  },
  en: {
    title: 'Sign up',
    what: 'Get approved election information for the region and topics you choose. It is free, and you can leave at any time.',
    channels: 'Channels',
    channelsHint: 'Fill in one or more. You confirm each one yourself; before that nothing is sent.',
    email: 'E-mail address',
    emailHint: 'We send a link to confirm it.',
    sms: 'Mobile number for SMS',
    smsHint: 'We send a code to type on the next page. For example 0812 3456 7890.',
    telegram: 'Telegram',
    telegramHint: 'You confirm it in the Telegram app, on the next page.',
    readIn: 'The consent in:',
    consent: 'Your consent',
    consentHint:
      'You can withdraw it at any time: your data is used no more and nothing more is sent, at once. What is not confirmed is deleted after 48 hours.',
    button: 'Sign up',
  },
} as const;

/** Data of the sign-up form. */
export interface JoinForm {
  places: readonly Place[];
  wording: Wording;
  /** Regional languages of messages. */
  live: LiveLanguages;
  /** Whether a bot is configured. */
  telegram: boolean;
  filled?: Filled;
  faults?: Faults;
}

/** The sign-up form, as a section of the front page. */
export function joinSection(
  { places, wording, live, telegram, filled = BLANK, faults = {} }: JoinForm,
  language: PageLanguage,
): Html {
  const words = WORDS[language];
  return html`<section id="daftar">
    <h2>${words.title}</h2>
    <p>${words.what}</p>
    ${readIn(live, wording, language)} ${faultSummary(faults, language)}
    <form method="post" action="/?bahasa=${language}#daftar" novalidate>
      ${regionField(filled, faults, places, language)} ${wishFields(filled, live, language)}
      ${channelFields(filled, faults, telegram, language)}
      ${preferredField(filled, faults, language, telegram ? undefined : ['email', 'sms'])}
      ${consentField(filled, faults, wording, words.consent, words.consentHint, language)}
      <button>${words.button}</button>
    </form>
  </section>`;
}

/** Links to the form with the consent in another language. */
function readIn(live: LiveLanguages, wording: Wording, language: PageLanguage): Html | null {
  if (live.size === 0) return null;
  const builtIn = { code: '', ownName: language === 'id' ? 'Bahasa Indonesia' : 'English', lang: language };
  const all = [builtIn, ...[...live.values()].map(({ code, ownName }) => ({ code, ownName, lang: code }))];
  const shown = live.has(wording.language) ? wording.language : '';
  return html`<p>
    ${WORDS[language].readIn}
    ${all.map(
      ({ code, ownName, lang }, at) =>
        html`${at > 0 ? ' · ' : null}${
          code === shown
            ? html`<span aria-current="true" lang="${lang}">${ownName}</span>`
            : html`<a href="/?bahasa=${language}${code === '' ? '' : `&isi=${code}`}#daftar" lang="${lang}"
                >${ownName}</a
              >`
        }`,
    )}
  </p>`;
}

/** Fields for the typed addresses, and for Telegram, where opening the chat identifies it. */
export function channelFields(
  filled: Filled,
  faults: Faults,
  telegram: boolean,
  language: PageLanguage,
  legend: string = WORDS[language].channels,
): Html {
  const words = WORDS[language];
  return html`<fieldset>
    <legend>${legend}</legend>
    <p class="hint">${words.channelsHint}</p>
    ${typedAddress('email', 'email', 254, filled, faults, language)}
    ${typedAddress('sms', 'tel', 40, filled, faults, language)}
    ${
      telegram
        ? html`<div class="choice">
            <input
              type="checkbox"
              id="telegram"
              name="telegram"
              value="ya"
              aria-describedby="telegram-petunjuk"
              ${filled.telegram ? html`checked` : null}
            />
            <label for="telegram">${words.telegram}</label>
            <p class="hint" id="telegram-petunjuk">${words.telegramHint}</p>
          </div>`
        : null
    }
  </fieldset>`;
}

/** @param kind the input's type and its `autocomplete` value */
function typedAddress(
  channel: 'email' | 'sms',
  kind: 'email' | 'tel',
  longest: number,
  filled: Filled,
  faults: Faults,
  language: PageLanguage,
): Html {
  const words = WORDS[language];
  return html`<div class="field">
    <label for="${channel}">${words[channel]}</label>
    <input
      id="${channel}"
      name="${channel}"
      type="${kind}"
      maxlength="${longest}"
      autocomplete="${kind}"
      value="${filled[channel]}"
      ${described(faults, channel)}
    />
    ${faultOf(faults, channel, language)}
    <p class="hint" id="${channel}-petunjuk">${words[`${channel}Hint`]}</p>
  </div>`;
}
