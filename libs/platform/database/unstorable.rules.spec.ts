import fc from 'fast-check';
import { unstorableIn } from './unstorable.rules.js';

const fine = fc.string({ unit: 'grapheme', minLength: 0 }).filter((text) => !text.includes('\0'));
const path = fc.array(fc.oneof(fine, fc.nat(3)), { maxLength: 5 });
const wrong = fc.constantFrom('\0', 'a\0b', '\uD800', 'a\uDC00', '\uDC00\uD800');

describe('unstorableIn', () => {
  it('returns the path of a string that cannot be stored', () => {
    fc.assert(
      fc.property(path, wrong, (at, text) => {
        const value = at.reduceRight<unknown>(
          (inner, step) =>
            typeof step === 'number'
              ? [...Array<string>(step).fill('x'), inner]
              : Object.fromEntries([[step, inner]]),
          text,
        );
        expect(unstorableIn(value)).toEqual([at]);
      }),
    );
  });

  it('finds keys that cannot be stored, and accepts all other JSON', () => {
    expect(unstorableIn({ a: { 'b\0': 1 } })).toEqual([['a']]);
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        fc.pre(!JSON.stringify(value).includes(String.raw`\u0000`));
        expect(unstorableIn(value)).toEqual([]);
      }),
    );
  });

  it('stops at its deepest level', () => {
    let deep: unknown = '\0';
    for (let n = 0; n < 100_000; n++) deep = [deep];
    expect(unstorableIn(deep)).toEqual([]);
  });
});
