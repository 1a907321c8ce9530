import fc from 'fast-check';
import { changes } from '../../apps/console/src/parts/texts/changes.rules.js';

const told = (before: string, after: string): string =>
  changes(before, after)
    .map(({ text, was }) => (was === 'same' ? text : was === 'added' ? `[+${text}]` : `[-${text}]`))
    .join('');

describe('the changes between two texts', () => {
  it.each([
    ['TPS buka 08.00 besok', 'TPS buka 07.00 besok', 'TPS buka [-08.00][+07.00] besok'],
    ['', 'Halo', '[+Halo]'],
    ['Halo', '', '[-Halo]'],
    ['sama saja', 'sama saja', 'sama saja'],
    ['a b', 'a b c', 'a b[+ c]'],
  ])('%j to %j', (before, after, expected) => expect(told(before, after)).toBe(expected));

  it('leave both texts complete, and find no change where there is none', () => {
    const text = fc
      .array(fc.constantFrom('satu', 'dua', ' ', '\n', 'tiga ', '{{name}}'))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const pieces = changes(before, after);
        const without = (kind: string): string =>
          pieces
            .filter(({ was }) => was !== kind)
            .map((piece) => piece.text)
            .join('');
        expect(without('removed')).toBe(after);
        expect(without('added')).toBe(before);
        if (before === after) expect(pieces.every(({ was }) => was === 'same')).toBe(true);
      }),
    );
  });
});
