import type { SmppSettings } from './settings.js';

/** What a text becomes: one submit_sm for each part. */
export interface EncodedText {
  dataCoding: number;
  parts: EncodedPart[];
}

/** The fields of one submit_sm that depend on the text. */
export interface EncodedPart {
  esmClass: number;
  /** short_message, or nothing beside message_payload. */
  message: Buffer;
  /** Optional parameters by their names in the standard. */
  parameters: Record<string, number | Buffer>;
}

/** data_coding of UCS-2 (SMPP 3.4 §5.2.19). */
const UCS2 = 8;
/** esm_class: the text begins with a user data header (SMPP 3.4 §5.2.12). */
const HAS_HEADER = 0x40;
const ESCAPE = 0x1b;

/** GSM 03.38 §6.2.1 in the order of its codes; the escape at 0x1b represents no character. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** GSM 03.38 §6.2.1.1: characters that follow an escape, with their codes. */
const EXTENDED: Readonly<Record<string, number>> = {
  '\f': 0x0a,
  '^': 0x14,
  '{': 0x28,
  '}': 0x29,
  '\\': 0x2f,
  '[': 0x3c,
  '~': 0x3d,
  ']': 0x3e,
  '|': 0x40,
  '€': 0x65,
};
const GSM = new Map<string, readonly number[]>([
  ...Array.from(BASIC).flatMap((character, code): [string, number[]][] =>
    code === ESCAPE ? [] : [[character, [code]]],
  ),
  ...Object.entries(EXTENDED).map(([character, code]): [string, number[]] => [character, [ESCAPE, code]]),
]);

/** A character as it travels: its bytes, and the room it takes in a part, in units of the part's size. */
interface Unit {
  bytes: readonly number[];
  room: number;
}

/** Units of a text that travels in one piece, and of each part of a longer one: 140 octets less the header's seven. */
const SIZES = { gsm: { whole: 160, part: 153 }, ucs2: { whole: 70, part: 67 } };

/**
 * Encodes a text and splits it as the operators bill it: into as many parts as `smsSegments` counts. A part never ends
 * within a character.
 *
 * Latin-1 accounts convert to GSM 03.38 on their side, so that only what both alphabets have travels so. The other
 * characters, such as €, make a text UCS-2 there, which may then take more parts than are counted.
 * @param reference the same in all parts of this text, and another one in the next text to this number
 */
export function encodeText(
  text: string,
  { alphabet, dataCoding, long }: Pick<SmppSettings, 'alphabet' | 'dataCoding' | 'long'>,
  reference: number,
): EncodedText {
  const units = alphabet === 'ucs2' ? null : unitsOf(text, alphabet);
  const { whole, part } = units === null ? SIZES.ucs2 : SIZES.gsm;
  const pieces = split(units ?? ucs2Of(text), whole, part);
  return {
    dataCoding: units === null ? UCS2 : dataCoding,
    parts: partsOf(pieces, long, reference),
  };
}

/** The characters of a text in the account's alphabet; null when one is not in it. */
function unitsOf(text: string, alphabet: 'gsm' | 'latin1'): Unit[] | null {
  const units: Unit[] = [];
  for (const character of text) {
    const septets = GSM.get(character);
    const code = character.charCodeAt(0);
    if (septets === undefined || (alphabet === 'latin1' && code > 0xff)) return null;
    units.push({ bytes: alphabet === 'latin1' ? [code] : septets, room: septets.length });
  }
  return units;
}

/** UTF-16 big-endian; both halves of a character beyond the first plane stay in one part. */
function ucs2Of(text: string): Unit[] {
  return Array.from(text, (character) => ({
    bytes: [...Buffer.from(character, 'utf16le').swap16()],
    room: character.length,
  }));
}

function split(units: readonly Unit[], whole: number, part: number): Buffer[] {
  const total = units.reduce((sum, { room }) => sum + room, 0);
  const most = total <= whole ? whole : part;
  const pieces: number[][] = [[]];
  let left = most;
  for (const { bytes, room } of units) {
    if (room > left) {
      pieces.push([]);
      left = most;
    }
    pieces.at(-1)?.push(...bytes);
    left -= room;
  }
  return pieces.map((piece) => Buffer.from(piece));
}

function partsOf(pieces: readonly Buffer[], long: SmppSettings['long'], reference: number): EncodedPart[] {
  const [only] = pieces;
  if (pieces.length === 1 && only) return [{ esmClass: 0, message: only, parameters: {} }];
  switch (long) {
    case 'payload':
      return [
        { esmClass: 0, message: Buffer.alloc(0), parameters: { message_payload: Buffer.concat(pieces) } },
      ];
    case 'sar':
      return pieces.map((message, index) => ({
        esmClass: 0,
        message,
        parameters: {
          sar_msg_ref_num: reference & 0xff,
          sar_total_segments: pieces.length,
          sar_segment_seqnum: index + 1,
        },
      }));
    case 'udh':
      return pieces.map((piece, index) => ({
        esmClass: HAS_HEADER,
        // GSM 03.40 §9.2.3.24.1: concatenated short messages, 8-bit reference.
        message: Buffer.concat([Buffer.from([5, 0, 3, reference & 0xff, pieces.length, index + 1]), piece]),
        parameters: {},
      }));
  }
}

/** Returns the text of a deliver_sm, of which a header is left out. */
export function decodeText(
  message: Buffer,
  {
    esmClass,
    dataCoding,
    alphabet,
  }: { esmClass: number; dataCoding: number; alphabet: SmppSettings['alphabet'] },
): string {
  const text = esmClass & HAS_HEADER ? message.subarray(1 + (message[0] ?? 0)) : message;
  if (dataCoding === UCS2)
    return Buffer.from(text.subarray(0, text.length & ~1))
      .swap16()
      .toString('utf16le');
  // Of what else there is, only the default alphabet is not a part of Latin-1.
  if (dataCoding !== 0 || alphabet === 'latin1') return text.toString('latin1');
  let decoded = '';
  for (let index = 0; index < text.length; index++) {
    const code = text[index] ?? 0;
    decoded += code === ESCAPE ? (EXTENDED_BY_CODE.get(text[++index] ?? 0) ?? ' ') : (BASIC[code] ?? '?');
  }
  return decoded;
}

const EXTENDED_BY_CODE: ReadonlyMap<number, string> = new Map(
  Object.entries(EXTENDED).map(([character, code]) => [code, character]),
);

/** validity_period relative to the SMSC's clock (SMPP 3.4 §7.1.1): years, months, days, hours, minutes, seconds. */
export function validityPeriod(seconds: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `0000${two(seconds / 86_400)}${two((seconds / 3600) % 24)}${two((seconds / 60) % 60)}${two(seconds % 60)}000R`;
}
