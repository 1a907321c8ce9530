import { dueNow, slowUntil } from './pace.rules.js';

const slow = { waiting: 1700, scheduled: 100, paused: 100, pace: 3, rate: 500 };

describe('how fast a channel goes', () => {
  it('counts what may go out now', () => {
    expect(dueNow(slow)).toBe(1500);
    expect(dueNow({ waiting: 5, scheduled: 4, paused: 4 })).toBe(0);
  });

  it('is slow far below its limit, with much to go', () => {
    expect(slowUntil(slow, 1_000)).toBe(501_000);
  });

  it.each([
    ['near its limit', { pace: 50 }],
    ['without a limit', { rate: null }],
    ['soon over', { waiting: 500 }],
    ['not going at all, which other signs tell', { pace: 0 }],
    ['with nothing due', { waiting: 200 }],
  ])('is not called slow %s', (_, other) => {
    expect(slowUntil({ ...slow, ...other }, 1_000)).toBeNull();
  });
});
