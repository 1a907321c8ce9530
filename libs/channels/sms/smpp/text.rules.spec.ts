import fc from 'fast-check';
import { smsSegments } from '../segments.js';
import { decodeText, encodeText, validityPeriod } from './text.rules.js';

const gsm = { alphabet: 'gsm', dataCoding: 0, long: 'udh' } as const;
const longs = fc.constantFrom('udh', 'sar', 'payload');
const alphabets = fc.constantFrom('gsm', 'latin1', 'ucs2');
const texts = fc
  .tuple(
    fc.oneof(
      fc.string({ maxLength: 100 }),
      fc.string({ unit: fc.constantFrom(...Array.from('aZ0 @£_é{}€Δ^~\n')), maxLength: 100 }),
      fc.string({ unit: fc.constantFrom('a', 'ê', '😀', '’', '漢'), maxLength: 100 }),
    ),
    fc.integer({ min: 1, max: 8 }),
  )
  .map(([text, times]) => text.repeat(times));
const longTexts = fc.string({ unit: fc.constantFrom('a', '€', '😀'), minLength: 161, maxLength: 500 });

/** The text as a phone puts it together from the parts. */
function together(text: string, settings: Parameters<typeof encodeText>[1]): string {
  const { dataCoding, parts } = encodeText(text, settings, 7);
  return parts
    .map(({ esmClass, message, parameters }) => {
      const payload = parameters['message_payload'];
      return decodeText(Buffer.isBuffer(payload) ? payload : message, {
        esmClass,
        dataCoding,
        alphabet: settings.alphabet,
      });
    })
    .join('');
}

describe('encodeText', () => {
  it.each([
    ['@', '00'],
    ['a£', '6101'],
    ['€', '1b65'],
    ['[~]', '1b3c1b3d1b3e'],
    ['ÄÖÑÜ§¿äöñüà', '5b5c5d5e5f607b7c7d7e7f'],
  ])('writes %s in GSM 03.38 as %s', (text, hex) => {
    const { dataCoding, parts } = encodeText(text, gsm, 0);
    expect({ dataCoding, hex: parts[0]?.message.toString('hex') }).toEqual({ dataCoding: 0, hex });
  });

  it('writes UCS-2 in network order', () => {
    const { dataCoding, parts } = encodeText('’😀', gsm, 0);
    expect({ dataCoding, hex: parts[0]?.message.toString('hex') }).toEqual({
      dataCoding: 8,
      hex: '2019d83dde00',
    });
  });

  it('writes Latin-1 where GSM 03.38 has the characters too, and UCS-2 otherwise', () => {
    const latin1 = { ...gsm, alphabet: 'latin1', dataCoding: 3 } as const;
    expect(encodeText('é@', latin1, 0)).toMatchObject({
      dataCoding: 3,
      parts: [{ message: Buffer.from('e940', 'hex') }],
    });
    for (const other of ['€', 'ê', 'Δ']) expect(encodeText(other, latin1, 0).dataCoding).toBe(8);
  });

  it('arrives as it was, in each form', () => {
    fc.assert(
      fc.property(texts, alphabets, longs, (text, alphabet, long) => {
        expect(together(text, { alphabet, dataCoding: 0, long })).toBe(text);
      }),
    );
  });

  it('sends as many parts as are counted', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom('udh', 'sar'), (text, long) => {
        const { dataCoding, parts } = encodeText(text, { ...gsm, long }, 0);
        const { segments, encoding } = smsSegments(text);
        expect({ parts: parts.length, dataCoding }).toEqual({
          parts: segments,
          dataCoding: encoding === 'GSM-7' ? 0 : 8,
        });
      }),
    );
  });

  it('numbers the parts from 1 under one reference, each within 140 octets', () => {
    fc.assert(
      fc.property(longTexts, alphabets, fc.nat(1000), (text, alphabet, reference) => {
        const { parts, dataCoding } = encodeText(text, { ...gsm, alphabet }, reference);
        expect(parts.length).toBeGreaterThan(1);
        for (const [index, { message, esmClass }] of parts.entries()) {
          expect(esmClass).toBe(0x40);
          expect([...message.subarray(0, 6)]).toEqual([5, 0, 3, reference & 0xff, parts.length, index + 1]);
          const octets = dataCoding === 8 ? message.length : 6 + Math.ceil(((message.length - 6) * 7) / 8);
          expect(octets).toBeLessThanOrEqual(140);
        }
      }),
    );
  });

  it('puts a long text into one message_payload, or into parts with sar_ parameters', () => {
    const text = 'a'.repeat(400);
    expect(encodeText(text, { ...gsm, long: 'payload' }, 0).parts).toEqual([
      { esmClass: 0, message: Buffer.alloc(0), parameters: { message_payload: Buffer.from(text) } },
    ]);
    const { parts } = encodeText(text, { ...gsm, long: 'sar' }, 300);
    expect(parts.map(({ parameters }) => parameters)).toEqual(
      [1, 2, 3].map((part) => ({ sar_msg_ref_num: 44, sar_total_segments: 3, sar_segment_seqnum: part })),
    );
  });
});

it('decodeText reads any bytes', () => {
  fc.assert(
    fc.property(
      fc.uint8Array(),
      fc.nat(255),
      fc.nat(255),
      alphabets,
      (bytes, esmClass, dataCoding, alphabet) => {
        expect(typeof decodeText(Buffer.from(bytes), { esmClass, dataCoding, alphabet })).toBe('string');
      },
    ),
  );
});

it.each([
  [1, '000000000001000R'],
  [3_661, '000000010101000R'],
  [48 * 3600, '000002000000000R'],
])('validityPeriod of %i s is %s', (seconds, text) => expect(validityPeriod(seconds)).toBe(text));
