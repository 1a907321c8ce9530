import { type Standing, worstOf } from './verdict.rules.js';

const broadcast = (publicCode: string, standing: Standing, correctedBy: string | null = null) => ({
  record: { publicCode, standing, correctedBy },
});

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

  it('are answered about the likeliest one where all hold or none does', () => {
    expect(worstOf([holds, broadcast('E', 'sending')])).toEqual([holds, undefined]);
    expect(worstOf([wrong, broadcast('D', 'withdrawn')])).toEqual([wrong, undefined]);
    expect(worstOf([])).toEqual([undefined, undefined]);
  });
});
