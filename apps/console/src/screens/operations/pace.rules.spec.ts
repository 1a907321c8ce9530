import { dueNow, isSluggish, slowUntil } from './pace.rules.js';

const slow = { waiting: 3200, scheduled: 100, paused: 100, unlisted: 0, pace: 30, rate: 500 };

describe('how fast a channel goes', () => {
  it('counts what may go out now', () => {
    expect(dueNow(slow)).toBe(3000);
    expect(dueNow({ waiting: 5, scheduled: 4, paused: 4 })).toBe(0);
  });

  it('is slow far below its limit, with much to go', () => {
    expect(slowUntil(slow, 1_000)).toBe(101_000);
    expect(slowUntil({ ...slow, waiting: 1000, rate: 100, pace: 8 }, 0)).toBe(100_000);
  });

  it('is slow below half its limit once that has stood for minutes', () => {
    const half = { ...slow, waiting: 32_000, pace: 240 };
    expect([slowUntil(half, 0), isSluggish(half)]).toEqual([null, true]);
    expect(slowUntil({ ...half, sluggish: true }, 0)).not.toBeNull();
    expect(slowUntil({ ...half, pace: 260, sluggish: true }, 0)).toBeNull();
  });

  it.each([
    ['near its limit', { pace: 130 }],
    ['without a limit', { rate: null }],
    ['with little work', { waiting: 240, pace: 0.1 }],
    ['soon over', { pace: 60 }],
    ['while most is still being listed', { unlisted: 2500, pace: 10 }],
    ['not going at all, which other signs tell', { pace: 0 }],
    ['with nothing due', { waiting: 200 }],
  ])('is not called slow %s', (_, other) => {
    expect(slowUntil({ ...slow, ...other }, 1_000)).toBeNull();
  });
});
