import { inPlaceOf, type Standing, worstOf } from './verdict.rules.js';

const broadcast = (
  publicCode: string,
  standing: Standing,
  correctedBy: string | null = null,
  sameText: string | null = null,
) => ({ record: { publicCode, standing, correctedBy, sameText } });

describe('broadcasts with the same text', () => {
  const holds = broadcast('A', 'sent');
  const wrong = broadcast('B', 'corrected', 'C');

  it.each([[[holds, wrong]], [[wrong, holds]]])(
    'are answered about the one in which it no longer holds, in any order',
    (alike) => expect(worstOf(alike)).toEqual([wrong, holds]),
  );

  it('are answered as holding where only its own correction repeats the text', () => {
    const correction = broadcast('C', 'sending');
    expect(worstOf([wrong, correction])).toEqual([correction, undefined]);
    expect(worstOf([wrong, correction, broadcast('D', 'withdrawn')])).toMatchObject([
      { record: { publicCode: 'D' } },
      correction,
    ]);
  });

  it('are answered as holding where a correction and its companion have it, and one of them holds', () => {
    const correction = broadcast('C', 'sent', null, 'K');
    const companion = broadcast('K', 'withdrawn', null, 'C');
    expect(worstOf([companion, correction])).toEqual([correction, undefined]);
    const doubted = broadcast('C', 'doubted', null, 'K');
    expect(worstOf([companion, doubted])).toEqual([companion, undefined]);
  });

  it('are answered about the likeliest one where all hold or none does', () => {
    expect(worstOf([holds, broadcast('E', 'sending')])).toEqual([holds, undefined]);
    expect(worstOf([wrong, broadcast('D', 'withdrawn')])).toEqual([wrong, undefined]);
    expect(worstOf([])).toEqual([undefined, undefined]);
  });
});

describe('what is in force in place of a text', () => {
  const text = { sameText: 'K', corrects: 'A' };
  it.each<[Parameters<typeof inPlaceOf>[0], string | null, string | null]>([
    [{ ...text, standing: 'sent' }, 'C', null],
    [{ ...text, standing: 'doubted' }, null, null],
    [{ ...text, standing: 'corrected' }, 'D', null],
    [{ ...text, standing: 'corrected' }, null, 'unsettled'],
    [{ ...text, standing: 'wrong' }, null, null],
    [{ ...text, standing: 'wrong' }, 'K', 'again'],
    [{ ...text, standing: 'withdrawn' }, 'K', 'same'],
    [{ ...text, standing: 'withdrawn' }, 'D', 'newer'],
    [{ ...text, standing: 'withdrawn' }, null, 'none'],
    [{ sameText: 'C', corrects: null, standing: 'withdrawn' }, null, 'none'],
    [{ sameText: 'C', corrects: null, standing: 'stopped' }, 'C', 'same'],
    [{ sameText: null, corrects: null, standing: 'stopped' }, null, null],
    // It corrects nothing and has no text of a correction: nothing was to hold in its place.
    [{ sameText: null, corrects: null, standing: 'withdrawn' }, null, null],
  ])('of %j, with %s in force: %s', (record, code, expected) =>
    expect(inPlaceOf(record, code === null ? null : { publicCode: code })).toBe(expected),
  );
});
