import fc from 'fast-check';
import { smsSegments } from './segments.js';

describe('smsSegments', () => {
  it.each([
    ['', 'GSM-7', 1, 0, 160],
    ['a'.repeat(160), 'GSM-7', 1, 160, 0],
    ['a'.repeat(161), 'GSM-7', 2, 161, 145],
    ['€'.repeat(80), 'GSM-7', 1, 160, 0],
    ['’', 'UCS-2', 1, 1, 69],
    ['a'.repeat(70) + '’', 'UCS-2', 2, 71, 63],
    ['😀'.repeat(35), 'UCS-2', 1, 70, 0],
    ['`', 'UCS-2', 1, 1, 69],
  ])('%j', (text, encoding, segments, characters, left) => {
    expect(smsSegments(text)).toEqual({ encoding, segments, characters, left });
  });

  it('agrees with the standard: 160 or 153 septets, 70 or 67 units', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const { encoding, segments, characters, left } = smsSegments(text);
        const [single, part] = encoding === 'GSM-7' ? [160, 153] : [70, 67];
        expect(segments === 1).toBe(characters <= single);
        // A character of two units is never split, so that a segment may hold one or two fewer.
        expect(segments).toBeGreaterThanOrEqual(characters <= single ? 1 : Math.ceil(characters / part));
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left).toBeLessThanOrEqual(single);
      }),
    );
  });
});
