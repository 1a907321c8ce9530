import fc from 'fast-check';
import { deadlineAfter, elapsedMs, isOver, type Moment } from './moment.rules.js';

const AT: Moment = { steady: 5_000, wall: 1_700_000_000_000 };
const later = (steady: number, wall: number): Moment => ({
  steady: AT.steady + steady,
  wall: AT.wall + wall,
});

describe('a deadline on two clocks', () => {
  it('passes when both clocks have reached it, and not before', () => {
    expect(isOver(deadlineAfter(AT, 100), later(99, 99))).toBe(false);
    expect(isOver(deadlineAfter(AT, 100), later(100, 100))).toBe(true);
  });

  it('passes after a suspension that stops the steady clock', () => {
    expect(isOver(deadlineAfter(AT, 60_000), later(10, 180_000))).toBe(true);
  });

  it('is not delayed by a wall clock that was set back', () => {
    expect(isOver(deadlineAfter(AT, 60_000), later(60_000, -3_600_000))).toBe(true);
  });

  it('agrees with the elapsed time for any clock readings', () => {
    const ms = fc.integer({ min: -10_000_000, max: 10_000_000 });
    fc.assert(
      fc.property(ms, ms, fc.nat(10_000_000), (steady, wall, limit) => {
        const now = later(steady, wall);
        expect(isOver(deadlineAfter(AT, limit), now)).toBe(elapsedMs(AT, now) >= limit);
      }),
    );
  });
});
