import fc from 'fast-check';
import { APART_MS, moveOf, QUIET_MS, type ReceiptTimes, type Seen, signOf } from './weight.rules.js';

const WELL: Seen = {
  weight: 1,
  away: false,
  throttled: false,
  answerMs: 100,
  othersMs: [100],
  receipts: null,
  othersReceipts: [],
  movedMs: null,
  signMs: null,
};
const weight = fc.constantFrom(1, 0.5, 0.25, 0.125);
const ms = fc.option(fc.double({ min: 0, max: 1e7, noNaN: true }));
const receipts = fc.record({
  copies: fc.integer({ min: 1, max: 2_000 }),
  quarterMs: fc.double({ min: 0, max: 3e5, noNaN: true }),
  halfMs: fc.double({ min: 0, max: 3e5, noNaN: true }),
});
const times = (quarterMs: number, halfMs: number, copies = 200): ReceiptTimes => ({
  copies,
  quarterMs,
  halfMs,
});
const seen: fc.Arbitrary<Seen> = fc.record({
  weight,
  away: fc.boolean(),
  throttled: fc.boolean(),
  answerMs: ms,
  othersMs: fc.array(fc.double({ min: 0, max: 1e5, noNaN: true }), { maxLength: 4 }),
  receipts: fc.option(receipts),
  othersReceipts: fc.array(receipts, { maxLength: 3 }),
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
  [
    "one whose receipts come much later than the others'",
    { receipts: times(60_000, 90_000), othersReceipts: [times(2_000, 5_000), times(4_000, 9_000)] },
    { to: 0.5, reason: 'slow-receipts' },
  ],
  [
    'one whose receipts do not come, when they are two minutes old',
    { receipts: times(130_000, 150_000), othersReceipts: [times(8_000, 20_000)] },
    { to: 0.5, reason: 'slow-receipts' },
  ],
  [
    'one of which a quarter of the receipts came as early',
    { receipts: times(8_000, 150_000), othersReceipts: [times(3_000, 8_000)] },
    null,
  ],
  [
    'one whose receipts come later, but soon',
    { receipts: times(14_000, 20_000), othersReceipts: [times(100, 500)] },
    null,
  ],
  [
    'one whose receipts are late, as all are',
    { receipts: times(130_000, 150_000), othersReceipts: [times(90_000, 150_000)] },
    null,
  ],
  ['one whose receipts are late, and no other reports', { receipts: times(130_000, 150_000) }, null],
  [
    'one of too few copies to judge by',
    { receipts: times(130_000, 150_000, 49), othersReceipts: [times(2_000, 5_000)] },
    null,
  ],
  [
    'one beside another of too few copies to judge by',
    { receipts: times(130_000, 150_000), othersReceipts: [times(2_000, 5_000, 49)] },
    null,
  ],
  ['one that reports nothing', { othersReceipts: [times(2_000, 5_000)] }, null],
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
