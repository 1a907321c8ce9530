/** The languages in which a citizen can be asked. */
export const CONSENT_LANGUAGES = ['id', 'en'] as const;
export type ConsentLanguage = (typeof CONSENT_LANGUAGES)[number];

/** What somebody agrees to, each purpose apart; none without the other makes a subscription. */
export const PURPOSES = ['data', 'messages'] as const;
type Purpose = (typeof PURPOSES)[number];

/**
 * The words somebody agrees to, by version. A version that was ever shown stays as it is, for it is part of the proof: other
 * words are a new version (the test beside this holds each to its digest). `{ministry}` and `{commission}` are settings.
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

/** The version that is shown now. */
const CURRENT = '2026-1' satisfies keyof typeof WORDINGS;

/** What is shown to somebody who is asked to agree. */
export interface Wording {
  /** What is stored of it with a consent: version and language, such as `2026-1/id`. */
  id: string;
  purposes: Record<Purpose, string>;
}

/** The wording in force. @param names who keeps the data and sends, and who approves */
export function consentWording(
  language: ConsentLanguage,
  names: { ministry: string; commission: string },
): Wording {
  const words = WORDINGS[CURRENT][language];
  return {
    id: `${CURRENT}/${language}`,
    purposes: { data: filled(words.data, names), messages: filled(words.messages, names) },
  };
}

/**
 * The words somebody agreed to, by what is stored with a consent; null where they are none of ours, such as an import's.
 * Names are those of today.
 */
export function consentTexts(id: string, names: { ministry: string; commission: string }): string[] | null {
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

/** What somebody agrees to who takes a leaving back; kept like those above. */
const RETURNS = {
  '2026-1-kembali': {
    id: 'Kembalikan: persetujuan yang saya berikan sebelum berhenti berlaku lagi.',
    en: 'Take it back: the consent I gave before leaving holds again.',
  },
} as const satisfies Record<string, Record<ConsentLanguage, string>>;
const CURRENT_RETURN = '2026-1-kembali' satisfies keyof typeof RETURNS;

/** The words by which a leaving is taken back. */
export function returnWording(language: ConsentLanguage): { id: string; text: string } {
  return { id: `${CURRENT_RETURN}/${language}`, text: RETURNS[CURRENT_RETURN][language] };
}
