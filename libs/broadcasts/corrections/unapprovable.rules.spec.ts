import { type CorrectionFacts, isNever, isUnsubmittable, whyUnapprovable } from './unapprovable.rules.js';

describe('why a companion cannot be approved', () => {
  const of = (state: CorrectionFacts['state'], more: Partial<CorrectionFacts> = {}) =>
    whyUnapprovable({ state, corrected: false, beingCorrected: false, doubted: false, ...more });

  it.each(['approved', 'running', 'paused', 'completed', 'expired'] as const)(
    'is nothing while its correction holds (%s), else what is decided on it first',
    (state) => {
      expect(of(state)).toBeNull();
      expect(of(state, { doubted: true })).toBe('correction-in-doubt');
      // The review comes first, whether or not it cast the doubt.
      expect(of(state, { beingCorrected: true })).toBe('correction-being-corrected');
      expect(of(state, { beingCorrected: true, doubted: true })).toBe('correction-being-corrected');
      // The doubt of the review stays on a correction that was corrected.
      expect(of(state, { corrected: true, doubted: true })).toBe('correction-corrected');
    },
  );

  it.each([
    ['draft', 'correction-draft'],
    ['in_review', 'correction-first'],
    ['cancelled', 'correction-cancelled'],
    ['withdrawn', 'correction-withdrawn'],
    ['rejected', 'correction-rejected'],
  ] as const)('is the state of its correction: %s', (state, why) => {
    expect(of(state)).toBe(why);
    expect(of(state, { beingCorrected: true, doubted: true })).toBe(why);
    expect(of(state, { corrected: true })).toBe('correction-corrected');
  });

  it('is nothing of any other broadcast', () => expect(whyUnapprovable(null)).toBeNull());

  it('is for good where the text of its correction ended, and forbids a submission of it alone', () => {
    expect(
      (
        [
          'correction-corrected',
          'correction-cancelled',
          'correction-withdrawn',
          'correction-rejected',
        ] as const
      ).map((why) => [isNever(why), isUnsubmittable(why)]),
    ).toEqual(Array.from({ length: 4 }, () => [true, true]));
    expect(
      (['correction-first', 'correction-being-corrected', 'correction-in-doubt'] as const).map((why) => [
        isNever(why),
        isUnsubmittable(why),
      ]),
    ).toEqual(Array.from({ length: 3 }, () => [false, false]));
    // Its correction takes it along when it is submitted again.
    expect([isNever('correction-draft'), isUnsubmittable('correction-draft')]).toEqual([false, true]);
  });
});
