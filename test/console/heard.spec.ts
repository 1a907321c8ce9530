import { gravest, heardOf } from '../../apps/console/src/screens/helpdesk/heard.rules.js';

type Compared = Parameters<typeof heardOf>[0];
type Piece = Parameters<typeof gravest>[0][number];
const altered = (
  standing: NonNullable<Compared['record']>['standing'],
  kinds: readonly Piece['kind'][],
  strangeCode = false,
): Compared => ({
  answer: 'altered',
  record: { standing },
  match: { pieces: kinds.map((kind) => ({ kind, text: 'kata', grave: null })) },
  strangeCode,
});

const withComma = (comma: [Piece['kind']], rest: readonly Piece['kind'][]): Compared => {
  const piece = (kind: Piece['kind'], text: string): Piece => ({ kind, text, grave: null });
  const pieces = [piece('same', 'kata'), piece(comma[0], ','), ...rest.map((kind) => piece(kind, 'kata'))];
  return { ...altered('sent', []), match: { pieces } };
};

describe('what is said of a text that a caller reads out', () => {
  it.each<[string, Compared, string]>([
    ['nothing is like it', { answer: null, record: null, match: null, strangeCode: false }, 'none'],
    ['it is the same', { ...altered('sent', []), answer: 'same' }, 'same'],
    ['it was corrected', { ...altered('corrected', []), answer: 'corrected' }, 'corrected'],
    ['its end was not read out', altered('sent', ['same', 'slot', 'same', 'missing', 'missing']), 'partly'],
    ['its greeting was not read out', altered('sent', ['missing', 'same', 'same']), 'partly'],
    ['part of a corrected one was read out', altered('corrected', ['same', 'missing']), 'corrected'],
    ['a word between others is missing', altered('sent', ['same', 'missing', 'same']), 'altered'],
    ['something was added', altered('sent', ['same', 'added', 'missing']), 'altered'],
    ['it carries the code of another', altered('sent', ['same', 'missing'], true), 'altered'],
    ['nothing of it was read out', altered('sent', ['missing']), 'altered'],
    ['it carries a code and says something else', { ...altered('sent', []), match: null }, 'altered'],
    ['it is incomplete', { ...altered('sent', ['same', 'missing']), answer: 'incomplete' }, 'partly'],
    ['only a comma was not heard', withComma(['missing'], ['same']), 'same'],
    ['a comma and its end were not heard', withComma(['added'], ['same', 'missing']), 'partly'],
  ])('where %s', (_, compared, expected) => expect(heardOf(compared)).toBe(expected));

  it('names what people are deceived with, where that was changed', () => {
    const pieces = [
      { kind: 'same', text: 'Rabu', grave: 'date' },
      { kind: 'missing', text: '07.00', grave: 'number' },
      { kind: 'missing', text: 'kpu.go.id', grave: 'link' },
      { kind: 'added', text: 'kpu-go.id', grave: 'link' },
    ] as const;
    expect(gravest(pieces)).toEqual(['grave.link', 'gone.number']);
  });
});
