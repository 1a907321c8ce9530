import { type UnderReview, urgencyOf } from './urgency.rules.js';

const at = (hour: number): Date => new Date(Date.UTC(2026, 10, 30, hour));
const HOUR = 3_600_000;
const urgency = (more: Partial<UnderReview>, hour = 6): string => {
  const times = [
    { dueAt: at(10), expiresAt: at(20) },
    { dueAt: at(8), expiresAt: at(18) },
  ];
  const given = { submittedAt: at(1), callBy: null, atOnce: false, times, takesMs: 3 * HOUR, ...more };
  const { before, why } = urgencyOf(given, at(hour));
  return `${why} ${before.getUTCHours()}`;
};

describe('decide before', () => {
  it('is the first region’s hour while none has passed', () => {
    expect(urgency({})).toBe('due 8');
  });

  it('is the last moment at which all of it can still go out before an expiry, once an hour has passed', () => {
    expect(urgency({}, 9)).toBe('expiry 15');
    expect(urgency({}, 19)).toBe('expiry 17');
    expect(urgency({}, 21)).toBe('expired 18');
  });

  it('is the time of the submission when it goes out at once', () => {
    expect(urgency({ atOnce: true })).toBe('at-once 1');
    expect(urgency({ atOnce: true }, 21)).toBe('expired 18');
  });

  it('is the deadline given to the people on call when that comes first', () => {
    expect(urgency({ callBy: at(7) })).toBe('call 7');
    expect(urgency({ callBy: at(9) })).toBe('due 8');
  });
});
