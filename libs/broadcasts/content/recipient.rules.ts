import type { ChannelName } from '#channels';

// GSM 03.38 basic alphabet (3GPP TS 23.038 §6.2.1), less its line breaks. The extension table is left out on purpose:
// its characters count double.
const GSM =
  '@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const IN_GSM = new Set(GSM);
/** Letters that do not decompose into a base letter and a mark. */
const SPELT: Record<string, string> = {
  '‘': "'",
  '’': "'",
  ʼ: "'",
  ʻ: "'",
  '`': "'",
  '´': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '‐': '-',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  ł: 'l',
  Ł: 'L',
  ı: 'i',
  œ: 'oe',
  Œ: 'OE',
  þ: 'th',
  Þ: 'Th',
  ħ: 'h',
  Ħ: 'H',
};

/** Maximum number of characters of a name, so that one odd name cannot push a message over its channel's limit. */
export const NAME_LIMIT: Record<ChannelName, number> = { email: 100, telegram: 100, sms: 20 };

/**
 * A name or region in the form of a channel: one line; in an SMS only GSM-7 letters, so that it cannot change the
 * encoding to UCS-2.
 * @param limit maximum number of UTF-16 units, which Telegram counts; no character is cut in half
 */
export function fitting(channel: ChannelName, value: string, limit: number): string {
  const spaced = value.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  const letters = channel === 'sms' ? toGsm(spaced) : spaced;
  if (letters.length <= limit) return letters;
  let cut = '';
  for (const letter of letters) {
    if (cut.length + letter.length > limit) break;
    cut += letter;
  }
  return cut.trimEnd();
}

/** A text in GSM-7's basic letters: removes marks, and leaves out characters without an equivalent. */
function toGsm(text: string): string {
  let out = '';
  for (const letter of text.normalize('NFC')) {
    if (IN_GSM.has(letter)) out += letter;
    else {
      const bare = (SPELT[letter] ?? letter).normalize('NFKD').replace(/\p{M}/gu, '');
      for (const part of bare) if (IN_GSM.has(part)) out += part;
    }
  }
  return out.replace(/ {2,}/g, ' ').trim();
}
