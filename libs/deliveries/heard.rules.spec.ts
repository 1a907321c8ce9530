import fc from 'fast-check';
import { heardOf } from './heard.rules.js';

type Checked = Parameters<typeof heardOf>[0];
type Piece = NonNullable<Checked['match']>['pieces'][number];
const piece = (kind: Piece['kind'], text: string, grave: Piece['grave'] = null): Piece => ({
  kind,
  text,
  grave,
  gap: ' ',
  variables: [],
});
const altered = (
  standing: Checked['record']['standing'],
  kinds: readonly Piece['kind'][],
  strangeCode = false,
): Checked => ({
  answer: 'altered',
  record: { standing },
  match: { pieces: kinds.map((kind, n) => piece(kind, `kata${'x'.repeat(n)}`)) },
  strangeCode,
});

const withComma = (comma: [Piece['kind']], rest: readonly Piece['kind'][]): Checked => {
  const pieces = [piece('same', 'kata'), piece(comma[0], ','), ...rest.map((kind) => piece(kind, 'kata'))];
  return { ...altered('sent', []), match: { pieces } };
};

describe('what is said of a text that a caller reads out', () => {
  it.each<[string, Checked, string]>([
    ['it is the same', { ...altered('sent', []), answer: 'same' }, 'same'],
    ['it was corrected', { ...altered('corrected', []), answer: 'corrected' }, 'corrected'],
    [
      'its end was not read out',
      altered('sent', ['same', 'slot', 'same', 'missing', 'missing']),
      'incomplete',
    ],
    ['its greeting was not read out', altered('sent', ['missing', 'same', 'same']), 'incomplete'],
    ['part of a corrected one was read out', altered('corrected', ['same', 'missing']), 'corrected'],
    ['a word between others is missing', altered('sent', ['same', 'missing', 'same']), 'altered'],
    ['something was added', altered('sent', ['same', 'added', 'missing']), 'altered'],
    ['it carries the code of another', altered('sent', ['same', 'missing'], true), 'altered'],
    ['nothing of it was read out', altered('sent', ['missing']), 'altered'],
    ['it carries a code and says something else', { ...altered('sent', []), match: null }, 'altered'],
    ['it is incomplete', { ...altered('sent', ['same', 'missing']), answer: 'incomplete' }, 'incomplete'],
    ['only a comma was not heard', withComma(['missing'], ['same']), 'same'],
    ['a comma and its end were not heard', withComma(['added'], ['same', 'missing']), 'incomplete'],
  ])('where %s', (_, compared, expected) => expect(heardOf(compared)).toBe(expected));

  const differing = (missing: string[], added: string[], grave: Piece['grave'] = null): Checked => ({
    ...altered('sent', []),
    match: {
      pieces: [
        piece('same', 'bawa'),
        ...missing.map((word) => piece('missing', word, grave)),
        ...added.map((word) => piece('added', word, grave)),
        piece('same', 'Anda'),
      ],
    },
  });

  it('does not hear how a word is joined or written', () => {
    expect(heardOf(differing(['KTP-el'], ['ktp', 'el']))).toBe('same');
    expect(heardOf(differing(['KTP-el'], ['KK']))).toBe('altered');
    expect(heardOf(differing(['Anda'], []))).toBe('altered');
    expect(heardOf(differing(['kpu.go.id'], ['kpu-go.id'], 'link'))).toBe('altered');
    expect(heardOf(differing(['1.000'], ['10.00'], 'number'))).toBe('altered');
  });

  it('never calls a text the same whose letters differ', () => {
    const words = fc.array(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 });
    const letters = (all: string[]): string =>
      all
        .join('')
        .normalize('NFKC')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}]/gu, '');
    fc.assert(
      fc.property(words, words, (missing, added) => {
        fc.pre(letters(missing) !== letters(added));
        expect(heardOf(differing(missing, added))).not.toBe('same');
      }),
    );
  });
});
