import { liftWords, pauseWhat } from './doubt.rules.js';

describe('the effect of lifting a doubt', () => {
  const correction = (state: string) => ({
    corrections: [{ publicCode: '1', state, approvedAt: null, updatedAt: '2026-11-28T14:00:00.000Z' }],
    correctedBy: null,
  });

  it.each([
    ['that its text is approved', 'running', 1, null, 'liftDoubt.what'],
    ['that nothing is resumed, where nothing is paused', 'running', 0, null, 'resume.doubtEnded'],
    ['that nothing is resumed, where it has ended', 'completed', 0, correction('draft'), 'resume.doubtEnded'],
    [
      'no end of the warning during the review of its correction',
      'completed',
      0,
      correction('in_review'),
      'liftDoubt.inReview',
    ],
  ])('is %s', (_, state, pausedWaves, chain, expected) =>
    expect(liftWords({ state, pausedWaves, doubt: {}, chain })).toBe(expected),
  );
});

describe('what a pause says of its end', () =>
  it.each([
    ['KPU first, where KPU doubts the content', true, true, 'pause.whatKpu'],
    ['an operator, where the reason is technical', false, true, 'pause.what'],
    ['an operator, where others doubt the content', true, false, 'pause.what'],
    ['an operator, before an answer', null, true, 'pause.what'],
  ] as const)('names %s', (_, doubt, reviewer, words) => expect(pauseWhat(doubt, reviewer)).toBe(words)));
