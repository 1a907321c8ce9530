import type { LanguageWords } from '#contract/language.rules';

/** Languages of the consent form that need no approval of their own; a live regional language has a wording too. */
export const CONSENT_LANGUAGES = ['id', 'en'] as const;
export type ConsentLanguage = (typeof CONSENT_LANGUAGES)[number];

/** Purposes of a consent. Each is agreed to separately; a subscription needs all of them. */
export const PURPOSES = ['data', 'messages'] as const;
type Purpose = (typeof PURPOSES)[number];

/**
 * Consent texts by version. A published version never changes, because it is part of the proof: another text is a new
 * version (the spec beside this file checks each digest). `{ministry}` and `{commission}` are settings.
 */
const WORDINGS = {
  '2026-1': {
    id: {
      data: '{ministry} boleh menyimpan alamat, wilayah, bahasa, dan topik yang saya pilih, di Indonesia, selama saya terdaftar.',
      messages:
        '{ministry} boleh mengirimi saya informasi pemilu yang disahkan {commission} ke alamat yang saya konfirmasi.',
    },
    en: {
      data: '{ministry} may keep the address, region, language and topics I choose, in Indonesia, for as long as I am signed up.',
      messages:
        '{ministry} may send me election information approved by {commission} at the addresses I confirm.',
    },
  },
} as const satisfies Record<string, Record<ConsentLanguage, Record<Purpose, string>>>;

/** The version shown now. */
const CURRENT = '2026-1' satisfies keyof typeof WORDINGS;

/** The consent text shown to a citizen. */
export interface Wording {
  /** Stored with the consent: version and language, such as `2026-1/id`. */
  id: string;
  purposes: Record<Purpose, string>;
  /** The language of the text: its code, and its direction. */
  language: string;
  direction: 'ltr' | 'rtl';
}

/**
 * The current consent text.
 * @param names the ministry, which controls the data and sends; the commission, which approves
 */
export function consentWording(
  language: ConsentLanguage,
  names: { ministry: string; commission: string },
): Wording {
  const words = WORDINGS[CURRENT][language];
  return {
    id: `${CURRENT}/${language}`,
    purposes: { data: filled(words.data, names), messages: filled(words.messages, names) },
    language,
    direction: 'ltr',
  };
}

/** The consent text of a regional language. Its id, such as `v3/jv`, names the version, which never changes. */
export function regionalWording(
  {
    code,
    version,
    consent,
    direction,
  }: Pick<LanguageWords, 'consent' | 'direction'> & { code: string; version: number },
  names: { ministry: string; commission: string },
): Wording {
  return {
    id: `v${version}/${code}`,
    purposes: { data: filled(consent.data, names), messages: filled(consent.messages, names) },
    language: code,
    direction,
  };
}

/** The wording ids of regional languages. */
export const REGIONAL_WORDING = /^v([1-9]\d{0,5})\/([a-z]{2,3})$/;

/**
 * The text of a stored consent, by its wording id; null if the wording is not Siar's, such as an import's. It contains
 * today's names.
 * @param regional the texts of a regional language's wording
 */
export function consentTexts(
  id: string,
  names: { ministry: string; commission: string },
  regional: readonly string[] | null = null,
): string[] | null {
  if (regional) return regional.map((text) => filled(text, names));
  const [version, language] = id.split('/');
  const versions: Record<string, Record<string, string | Record<Purpose, string>>> = {
    ...WORDINGS,
    ...RETURNS,
  };
  const words = versions[version ?? '']?.[language ?? ''];
  if (words === undefined) return null;
  return (typeof words === 'string' ? [words] : PURPOSES.map((purpose) => words[purpose])).map((text) =>
    filled(text, names),
  );
}

const filled = (text: string, { ministry, commission }: { ministry: string; commission: string }): string =>
  text.replaceAll('{ministry}', ministry).replaceAll('{commission}', commission);

/** Consent text of a citizen who returns after leaving; versioned like those above. */
const RETURNS = {
  '2026-1-kembali': {
    id: 'Kembalikan: persetujuan yang saya berikan sebelum berhenti berlaku lagi.',
    en: 'Take it back: the consent I gave before leaving holds again.',
  },
} as const satisfies Record<string, Record<ConsentLanguage, string>>;
const CURRENT_RETURN = '2026-1-kembali' satisfies keyof typeof RETURNS;

/** The current consent text of a return. */
export function returnWording(language: ConsentLanguage): { id: string; text: string } {
  return { id: `${CURRENT_RETURN}/${language}`, text: RETURNS[CURRENT_RETURN][language] };
}
