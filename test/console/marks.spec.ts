import fc from 'fast-check';
import { paragraphs, pieces } from '../../apps/console/src/parts/texts/marks.rules.js';

describe('a text with marked places', () => {
  const marks = fc.array(fc.record({ start: fc.nat(40), length: fc.integer({ min: 1, max: 20 }) }), {
    maxLength: 6,
  });

  it('keeps the text, however the marks overlap', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), marks, (text, given) => {
        const numbered = given.map((mark, at) => ({ ...mark, no: at + 1 }));
        const cut = pieces(text, numbered);
        expect(cut.map((piece) => piece.text).join('')).toBe(text);
        for (const { no, start, length } of numbered) {
          const under = cut.filter((piece) => piece.marks.includes(no)).map((piece) => piece.text);
          // A mark that extends past the end marks nothing beyond it.
          if (start + length <= text.length) expect(under.join('')).toBe(text.slice(start, start + length));
        }
      }),
    );
  });

  it('shows each number once, where its mark ends', () => {
    expect(
      pieces('07.00–13.00', [
        { no: 1, start: 0, length: 5 },
        { no: 2, start: 3, length: 8 },
      ]),
    ).toEqual([
      { text: '07.', marks: [1], ends: [] },
      { text: '00', marks: [1, 2], ends: [1] },
      { text: '–13.00', marks: [2], ends: [2] },
    ]);
  });

  it('has paragraphs at the positions they name', () => {
    const text = 'Halo,\n\n  \nTPS buka.\n--\nSiar';
    expect(paragraphs(text).map(({ quote }) => quote)).toEqual(['Halo,', 'TPS buka.', '--', 'Siar']);
    for (const { start, quote } of paragraphs(text)) expect(text.startsWith(quote, start)).toBe(true);
  });
});
