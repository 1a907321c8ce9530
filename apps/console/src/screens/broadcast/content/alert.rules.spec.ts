import { areLeaving } from './alert.rules.js';

describe('calls of an alert', () => {
  const CALLED = '2026-11-27T22:00:00.000Z';
  const after = (seconds: number): number => Date.parse(CALLED) + seconds * 1000;
  const waiting = { state: 'waiting', reason: null };

  it('are leaving while they are new and no attempt failed', () => {
    expect(areLeaving([waiting, waiting], CALLED, after(1))).toBe(true);
    expect(areLeaving([waiting], CALLED, after(31))).toBe(false);
    expect(areLeaving([waiting, { state: 'waiting', reason: 'smtp 421' }], CALLED, after(1))).toBe(false);
    expect(areLeaving([{ state: 'failed', reason: 'smtp 5.1.1' }], CALLED, after(1))).toBe(false);
    expect(areLeaving([waiting], null, after(1))).toBe(false);
  });
});
