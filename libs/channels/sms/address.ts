import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/**
 * The one spelling (E.164) of a number that can take an SMS; null when it is none. Without a country code it is read as
 * Indonesian. The full metadata are needed: the smaller ones cannot tell mobile from fixed under +62.
 */
export function normalisePhone(text: string): string | null {
  const number = parsePhoneNumberFromString(text, 'ID');
  if (!number?.isValid() || number.ext) return null;
  const type = number.getType();
  return type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE' ? number.number : null;
}
