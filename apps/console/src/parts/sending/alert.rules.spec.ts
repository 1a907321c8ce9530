import { areLeaving, handling } from './alert.rules.js';

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

describe('an alert', () => {
  const CALLED = '2026-11-27T22:00:00.000Z';
  const LATER = '2026-11-27T22:20:00.000Z';
  const open = { open: true, answer: null, answeredAt: null, answeredBy: null, escalatedAt: null };
  const taken = { ...open, answer: 'taken', answeredAt: CALLED, answeredBy: { name: 'Operator' } };

  it.each([
    ['nobody handles', open, null],
    ['somebody handles', taken, 'taken'],
    ['somebody took after others were called', { ...taken, answeredAt: LATER, escalatedAt: CALLED }, 'taken'],
    ['somebody took and left', { ...taken, escalatedAt: LATER }, 'lapsed'],
    ['is closed', { ...taken, open: false }, null],
  ])('that %s', (_, alert, found) => expect(handling(alert)).toBe(found));
});
