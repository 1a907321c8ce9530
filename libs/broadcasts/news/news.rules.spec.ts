import fc from 'fast-check';
import { isNear, NEWS_TOPICS, topicsFor } from './news.rules.js';

const MINUTE = 60_000;
const at = (minutes: number): Date => new Date(Date.UTC(2026, 10, 30, 6) + minutes * MINUTE);

describe('a deadline that is near', () => {
  it('is reported from an hour before it until it has passed', () => {
    const submitted = { submittedAt: at(-600) };
    const near = (minutes: number): boolean =>
      isNear({ before: at(0), why: 'due' }, { ...submitted, now: at(minutes) });
    expect([-61, -60, -1, 0, 1].map(near)).toEqual([false, true, true, false, false]);
  });

  it('is not reported for a submission made in its last hour, nor for one without a deadline', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          'call' as const,
          'due' as const,
          'expiry' as const,
          'at-once' as const,
          'expired' as const,
        ),
        fc.integer({ min: -3000, max: 3000 }),
        fc.integer({ min: -3000, max: 3000 }),
        (why, before, submitted) => {
          const now = at(Math.max(0, submitted));
          if (!isNear({ before: at(before), why }, { submittedAt: at(submitted), now })) return;
          expect(['call', 'due', 'expiry']).toContain(why);
          expect(before - submitted).toBeGreaterThan(60);
          expect(at(before) > now).toBe(true);
        },
      ),
    );
  });
});

it('every role has its topics, and every topic has a role', () => {
  expect(topicsFor(['auditor'])).toEqual([]);
  expect(topicsFor(['author'])).toEqual(['decisions', 'results']);
  expect(topicsFor(['author', 'reviewer', 'operator'])).toEqual([...NEWS_TOPICS]);
});
