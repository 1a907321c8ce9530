import { TOPICS } from '#audience';
import { type Place, PURPOSES, REGIONAL_WORDING, type Wording } from '#audience/joining';
import type { LiveLanguages } from '#audience/languages';
import { CHANNELS, type ChannelName } from '#channels';
import { CHANNEL_NAMES } from '#contract';
import { type FaultKind, type Faults, type Field, type Filled, WORDING } from './choices.rules.js';
import { html, type Html } from '#platform/http';
import type { PageLanguage } from '../pages/page-language.rules.js';

const WORDS = {
  id: {
    region: 'Wilayah tempat Anda terdaftar memilih',
    regionHint:
      'Ketik nama kabupaten, kota, atau wilayah luar negeri, lalu pilih. Contoh: Kota Bandung, Jawa Barat.',
    several: 'Yang mana?',
    language: 'Bahasa pesan',
    languageHint: 'Bila sebuah pesan belum ada dalam bahasa itu, Anda menerimanya dalam bahasa Indonesia.',
    notLive: (name: string) => `Bahasa ${name} (belum dipakai)`,
    topics: 'Topik',
    topicsHint: 'Boleh lebih dari satu. Pesan umum tetap Anda terima.',
    preferred: 'Saluran utama',
    preferredHint:
      'Pesan biasa dikirim lewat saluran ini saja; pesan mendesak dan ralat lewat semua saluran Anda.',
    mainNow: (channel: string) => `Saluran utama Anda sekarang ${channel}.`,
    wrong: 'Ada yang perlu diperbaiki',
  },
  en: {
    region: 'Where you are registered to vote',
    regionHint:
      'Type the name of the regency, city or overseas area and choose. For example Kota Bandung, Jawa Barat.',
    several: 'Which one?',
    language: 'Language of messages',
    languageHint: 'Where there is no text in it, a message comes in Indonesian.',
    notLive: (name: string) => `${name} (not in use yet)`,
    topics: 'Topics',
    topicsHint: 'As many as you like. You get general messages anyway.',
    preferred: 'Preferred channel',
    preferredHint:
      'Ordinary messages come by this one only; urgent ones and corrections by all of your channels.',
    mainNow: (channel: string) => `Your preferred channel is now ${channel}.`,
    wrong: 'Something has to be put right',
  },
} as const;

/** Shown when another channel became the main one because the previous one was left. */
export const mainNow = (channel: ChannelName, language: PageLanguage): string =>
  WORDS[language].mainNow(CHANNEL_NAMES[channel].heading);

const FAULTS: Record<FaultKind, Record<PageLanguage, string>> = {
  'region-missing': { id: 'Isi wilayah tempat Anda terdaftar.', en: 'Say where you are registered.' },
  'region-unknown': {
    id: 'Wilayah ini tidak ditemukan. Ketik nama kabupaten atau kota, misalnya Kabupaten Sleman.',
    en: 'There is no such place. Type the name of a regency or city, such as Kabupaten Sleman.',
  },
  'region-several': {
    id: 'Beberapa wilayah cocok. Pilih salah satu.',
    en: 'Several places fit. Choose one.',
  },
  'channel-missing': {
    id: 'Isi atau pilih paling sedikit satu saluran.',
    en: 'Fill in or choose at least one channel.',
  },
  'email-wrong': {
    id: 'Alamat e-mail ini tidak lengkap. Contoh: nama@example.id.',
    en: 'This e-mail address is not complete. For example name@example.id.',
  },
  'sms-wrong': {
    id: 'Ini bukan nomor ponsel. Contoh: 0812 3456 7890.',
    en: 'This is no mobile number. For example 0812 3456 7890.',
  },
  'preferred-missing': { id: 'Pilih saluran utama.', en: 'Choose the preferred channel.' },
  'preferred-not-chosen': {
    id: 'Saluran utama harus salah satu saluran yang Anda isi.',
    en: 'The preferred channel must be one of those you filled in.',
  },
  'consent-missing': {
    id: 'Kami hanya boleh mengirimi Anda pesan bila keduanya Anda setujui.',
    en: 'We may write to you only if you agree to both.',
  },
};

/** The first control of a field, as the target of its fault. */
const CONTROL: Partial<Record<Field, string>> = { utama: 'utama-email', setuju: 'setuju-data' };

/** Summary of the faults, each with a link to its field; null if there is none. */
export function faultSummary(faults: Faults, language: PageLanguage): Html | null {
  const all = Object.entries(faults) as [Field, FaultKind][];
  if (all.length === 0) return null;
  return html`<div class="standing bad" role="alert">
    <p>${WORDS[language].wrong}</p>
    <ul>
      ${all.map(([field, kind]) => html`<li><a href="#${CONTROL[field] ?? field}">${FAULTS[kind][language]}</a></li>`)}
    </ul>
  </div>`;
}

/** The same for a group of controls, which itself cannot have `aria-invalid`. */
const groupDescribed = (faults: Faults, field: Field): Html =>
  html`aria-describedby="${faults[field] ? `${field}-salah ` : ''}${field}-petunjuk"`;

/** The fault of a field, beside it. */
export function faultOf(faults: Faults, field: Field, language: PageLanguage): Html | null {
  const kind = faults[field];
  return kind ? html`<p class="fault" id="${field}-salah">${FAULTS[kind][language]}</p>` : null;
}

/** Attributes that link a control to its hint and its fault. */
export function described(faults: Faults, field: Field): Html {
  return faults[field]
    ? html`aria-invalid="true" aria-describedby="${field}-salah ${field}-petunjuk"`
    : html`aria-describedby="${field}-petunjuk"`;
}

/** The region: a text field with suggestions, and a choice if several match. */
export function regionField(
  filled: Filled,
  faults: Faults,
  places: readonly Place[],
  language: PageLanguage,
): Html {
  const words = WORDS[language];
  const several = faults.wilayah === 'region-several';
  return html`<div class="field">
    <label for="wilayah">${words.region}</label>
    <input
      id="wilayah"
      name="wilayah"
      list="daftar-wilayah"
      required
      maxlength="100"
      autocomplete="off"
      spellcheck="false"
      value="${filled.region}"
      ${described(faults, 'wilayah')}
    />
    ${faultOf(faults, 'wilayah', language)}
    <p class="hint" id="wilayah-petunjuk">${words.regionHint}</p>
    ${
      several
        ? html`<fieldset>
            <legend>${words.several}</legend>
            ${filled.places.map(({ code, label }) => choice('radio', 'pilih', code, label, filled.picked === code))}
          </fieldset>`
        : null
    }
    <datalist id="daftar-wilayah">${suggestions(places)}</datalist>
  </div>`;
}

const written = new WeakMap<readonly Place[], Html>();

/** Five hundred options: written once, as short as HTML allows. */
function suggestions(places: readonly Place[]): Html {
  const kept = written.get(places) ?? html`${places.map(({ label }) => html`<option>${label}</option>`)}`;
  written.set(places, kept);
  return kept;
}

/** Languages that need no approval of their own, by their own names. */
const BUILT_IN = [
  ['id', 'Bahasa Indonesia', 'ltr'],
  ['en', 'English', 'ltr'],
] as const;

/** Language and topics. A language that the citizen has and that is not live stays among the choices. */
export function wishFields(filled: Filled, live: LiveLanguages, language: PageLanguage): Html {
  const words = WORDS[language];
  const chosen = filled.language || language;
  const known = [
    ...BUILT_IN,
    ...[...live.values()].map(({ code, ownName, direction }) => [code, ownName, direction] as const),
  ];
  const isKnown = known.some(([code]) => code === chosen);
  const named = new Intl.DisplayNames([language], { type: 'language' }).of(chosen) ?? chosen;
  return html`<fieldset aria-describedby="isi-petunjuk">
      <legend>${words.language}</legend>
      <p class="hint" id="isi-petunjuk">${words.languageHint}</p>
      ${known.map(([code, name, direction]) =>
        choice(
          'radio',
          'isi',
          code,
          html`<span lang="${code}" dir="${direction}">${name}</span>`,
          chosen === code,
        ),
      )}
      ${isKnown ? null : choice('radio', 'isi', chosen, words.notLive(named), true)}
    </fieldset>
    <fieldset aria-describedby="topik-petunjuk">
      <legend>${words.topics}</legend>
      <p class="hint" id="topik-petunjuk">${words.topicsHint}</p>
      ${TOPICS.map(({ id, name }) => choice('checkbox', 'topik', id, name[language], filled.topics.includes(id)))}
    </fieldset>`;
}

/** The preferred channel, of those available. */
export function preferredField(
  filled: Filled,
  faults: Faults,
  language: PageLanguage,
  channels: readonly ChannelName[] = CHANNELS,
): Html {
  const words = WORDS[language];
  return html`<fieldset ${groupDescribed(faults, 'utama')}>
    <legend>${words.preferred}</legend>
    <p class="hint" id="utama-petunjuk">${words.preferredHint}</p>
    ${faultOf(faults, 'utama', language)}
    ${channels.map((channel) =>
      choice('radio', 'utama', channel, CHANNEL_NAMES[channel].heading, filled.preferred === channel),
    )}
  </fieldset>`;
}

/** Consent: each purpose separately, none ticked in advance. */
export function consentField(
  filled: Filled,
  faults: Faults,
  wording: Wording,
  legend: string,
  hint: string,
  language: PageLanguage,
): Html {
  return html`<fieldset ${groupDescribed(faults, 'setuju')}>
    <legend>${legend}</legend>
    <p class="hint" id="setuju-petunjuk">${hint}</p>
    ${faultOf(faults, 'setuju', language)}
    ${PURPOSES.map((purpose) =>
      choice(
        'checkbox',
        'setuju',
        purpose,
        html`<span lang="${wording.language}" dir="${wording.direction}">${wording.purposes[purpose]}</span>`,
        filled.agreed.includes(purpose),
      ),
    )}
    ${REGIONAL_WORDING.test(wording.id) ? html`<input type="hidden" name="${WORDING}" value="${wording.id}" />` : null}
  </fieldset>`;
}

/** A checkbox or radio button with its label; both are clickable. */
export function choice(
  type: 'radio' | 'checkbox',
  name: string,
  value: string,
  label: string | Html,
  chosen: boolean,
): Html {
  return html`<div class="choice">
    <input
      type="${type}"
      id="${name}-${value}"
      name="${name}"
      value="${value}"
      ${chosen ? html`checked` : null}
    />
    <label for="${name}-${value}">${label}</label>
  </div>`;
}
