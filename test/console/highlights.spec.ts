import fc from 'fast-check';
import { paragraphs, pieces } from '../../apps/console/src/parts/texts/highlights.rules.js';

describe('a text with highlights', () => {
  const highlights = fc.array(fc.record({ start: fc.nat(40), length: fc.integer({ min: 1, max: 20 }) }), {
    maxLength: 6,
  });

  it('keeps the text, however the highlights overlap', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), highlights, (text, given) => {
        const numbered = given.map((one, at) => ({ ...one, no: at + 1 }));
        const cut = pieces(text, numbered);
        expect(cut.map((piece) => piece.text).join('')).toBe(text);
        for (const { no, start, length } of numbered) {
          const under = cut.filter((piece) => piece.highlights.includes(no)).map((piece) => piece.text);
          // A highlight that extends past the end covers nothing beyond it.
          if (start + length <= text.length) expect(under.join('')).toBe(text.slice(start, start + length));
        }
      }),
    );
  });

  it('shows each number once, where its highlight ends', () => {
    expect(
      pieces('07.00–13.00', [
        { no: 1, start: 0, length: 5 },
        { no: 2, start: 3, length: 8 },
      ]),
    ).toEqual([
      { text: '07.', highlights: [1], ends: [] },
      { text: '00', highlights: [1, 2], ends: [1] },
      { text: '–13.00', highlights: [2], ends: [2] },
    ]);
  });

  it('has paragraphs at the positions they name', () => {
    const text = 'Halo,\n\n  \nTPS buka.\n--\nSiar';
    expect(paragraphs(text).map(({ quote }) => quote)).toEqual(['Halo,', 'TPS buka.', '--', 'Siar']);
    for (const { start, quote } of paragraphs(text)) expect(text.startsWith(quote, start)).toBe(true);
  });
});
