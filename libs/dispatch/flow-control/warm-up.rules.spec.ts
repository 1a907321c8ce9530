import fc from 'fast-check';
import { dailyCeiling, nextDay } from './warm-up.rules.js';

const warmUp = { from: '2026-12-01', daily: [500, 1000, 5000] };

describe('a warm-up', () => {
  it.each([
    ['2026-11-20T00:00:00Z', 500],
    ['2026-11-30T16:59:59Z', 500],
    ['2026-11-30T17:00:00Z', 500],
    ['2026-12-01T16:59:59Z', 500],
    ['2026-12-01T17:00:00Z', 1000],
    ['2026-12-03T16:59:59Z', 5000],
    ['2026-12-03T17:00:00Z', null],
  ])('has at %s the ceiling %s: days are those of Jakarta', (at, ceiling) =>
    expect(dailyCeiling(warmUp, new Date(at))).toBe(ceiling),
  );

  it('changes its ceiling at the beginning of a day alone', () => {
    const instant = fc.date({
      min: new Date('2026-11-01'),
      max: new Date('2027-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, (now) => {
        const next = nextDay(now);
        expect(next.getTime()).toBeGreaterThan(now.getTime());
        expect(next.getTime() - now.getTime()).toBeLessThanOrEqual(86_400_000);
        expect(next.toISOString()).toMatch(/T17:00:00\.000Z$/);
        expect(dailyCeiling(warmUp, new Date(next.getTime() - 1))).toBe(dailyCeiling(warmUp, now));
      }),
    );
  });
});
