import fc from 'fast-check';
import { APART_MS, moveOf, QUIET_MS, type Seen, signOf } from './weight.rules.js';

const WELL: Seen = {
  weight: 1,
  away: false,
  throttled: false,
  answerMs: 100,
  othersMs: [100],
  movedMs: null,
  signMs: null,
};
const weight = fc.constantFrom(1, 0.5, 0.25, 0.125);
const ms = fc.option(fc.double({ min: 0, max: 1e7, noNaN: true }));
const seen: fc.Arbitrary<Seen> = fc.record({
  weight,
  away: fc.boolean(),
  throttled: fc.boolean(),
  answerMs: ms,
  othersMs: fc.array(fc.double({ min: 0, max: 1e5, noNaN: true }), { maxLength: 4 }),
  movedMs: ms,
  signMs: ms,
});

it.each([
  ['one that asked to slow down', { throttled: true }, { to: 0.5, reason: 'slow-down' }],
  [
    'one much slower than the others',
    { answerMs: 2_000, othersMs: [400, 100] },
    { to: 0.5, reason: 'slow-answers' },
  ],
  ['one that is away', { away: true }, { to: 0.125, reason: 'away' }],
  ['one that is away, at once', { away: true, weight: 0.5, movedMs: 1 }, { to: 0.125, reason: 'away' }],
  ['one of which nothing is heard', { answerMs: null, othersMs: [] }, null],
  ['one that is slower, but quick', { answerMs: 900, othersMs: [10] }, null],
  ['one that is slow, as all are', { answerMs: 9_000, othersMs: [8_000] }, null],
  ['one that is slow, and nothing is known of the others', { answerMs: 9_000, othersMs: [] }, null],
  [
    'one back after a quiet time',
    { weight: 0.125, movedMs: APART_MS, signMs: QUIET_MS },
    { to: 0.25, reason: 'quiet' },
  ],
  ['one not quiet for long enough', { weight: 0.125, movedMs: APART_MS, signMs: QUIET_MS - 1 }, null],
  ['one that has moved just now', { weight: 0.5, throttled: true, movedMs: APART_MS - 1 }, null],
])('moves %s', (_, differently, move) => {
  expect(moveOf({ ...WELL, ...differently })).toEqual(move);
});

it('moves to another step, down by a sign and up without one', () => {
  fc.assert(
    fc.property(seen, (one) => {
      const move = moveOf(one);
      if (!move) return;
      expect([1, 0.5, 0.25, 0.125]).toContain(move.to);
      expect(move.to < one.weight).toBe(signOf(one) !== null);
      expect(move.reason).toBe(signOf(one) ?? 'quiet');
      if (move.reason !== 'away') expect([one.weight * 2, one.weight / 2]).toContain(move.to);
    }),
  );
});

it('never moves twice within five minutes, but for one that is away', () => {
  fc.assert(
    fc.property(seen, fc.double({ min: 0, max: APART_MS - 1, noNaN: true }), (one, movedMs) => {
      const move = moveOf({ ...one, movedMs });
      expect(move === null || move.reason === 'away').toBe(true);
    }),
  );
});

it('reaches the whole share again when nothing speaks against an account any more, from wherever', () => {
  fc.assert(
    fc.property(weight, (from) => {
      let now: number = from;
      for (let n = 0; n < 3; n++)
        now = moveOf({ ...WELL, weight: now, movedMs: APART_MS, signMs: QUIET_MS })?.to ?? now;
      expect(now).toBe(1);
    }),
  );
});
