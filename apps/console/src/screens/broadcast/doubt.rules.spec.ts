import { liftWords } from './doubt.rules.js';

describe('the effect of lifting a doubt', () => {
  const correction = (state: string) => ({
    corrections: [{ publicCode: '1', state, approvedAt: null, updatedAt: '2026-11-28T14:00:00.000Z' }],
    correctedBy: null,
  });

  it.each([
    ['that its text is approved', 'running', null, 'liftDoubt.what'],
    ['that nothing is resumed, where it has ended', 'completed', correction('draft'), 'resume.doubtEnded'],
    [
      'no end of the warning during the review of its correction',
      'completed',
      correction('in_review'),
      'liftDoubt.inReview',
    ],
  ])('is %s', (_, state, chain, expected) => expect(liftWords({ state, doubt: {}, chain })).toBe(expected));
});
