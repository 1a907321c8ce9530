import fc from 'fast-check';
import type { Outcome } from '#channels';
import { settle } from './notice-outcome.rules.js';

const at = { attempts: 1, leftMs: 3_600_000, random: 0 };

describe('settle', () => {
  it.each<[Outcome, string]>([
    [{ kind: 'accepted' }, 'accepted'],
    [{ kind: 'unknown', reason: 'x' }, 'unknown'],
    [{ kind: 'dead', reason: 'x' }, 'failed'],
    [{ kind: 'opted_out', reason: 'x' }, 'failed'],
    [{ kind: 'failed', reason: 'x' }, 'failed'],
    [{ kind: 'retry', reason: 'x' }, 'pending'],
    [{ kind: 'away', reason: 'x' }, 'pending'],
    [{ kind: 'slow_down', reason: 'x', afterMs: 5000 }, 'pending'],
    [{ kind: 'sender_at_fault', reason: 'x' }, 'pending'],
    [{ kind: 'moved', reason: 'x', to: '-100' }, 'pending'],
  ])('maps %j to %s', (outcome, state) => {
    expect(settle(outcome, at).state).toBe(state);
  });

  it('waits longer each time, never past the expiry, and never shorter than the provider asked', () => {
    const circumstances = fc.record({
      attempts: fc.integer({ min: 1, max: 100 }),
      leftMs: fc.integer({ max: 1e7 }),
      random: fc.double({ min: 0, max: 0.999, noNaN: true }),
    });
    fc.assert(
      fc.property(circumstances, fc.option(fc.nat(1e7), { nil: undefined }), (now, afterMs) => {
        const settled = settle(
          { kind: 'retry', reason: 'x', ...(afterMs === undefined ? {} : { afterMs }) },
          now,
        );
        if (settled.state === 'expired') return;
        expect(settled.afterMs).toBeLessThan(now.leftMs);
        expect(settled.afterMs).toBeGreaterThanOrEqual(Math.max(afterMs ?? 0, 1000));
      }),
    );
    const waits = [1, 2, 3, 4].map(
      (attempts) => settle({ kind: 'retry', reason: 'x' }, { ...at, attempts }).afterMs,
    );
    expect(waits).toEqual([1000, 2000, 4000, 8000]);
    const slowed = [1, 4, 9].map(
      (attempts) => settle({ kind: 'slow_down', reason: 'x', afterMs: 5000 }, { ...at, attempts }).afterMs,
    );
    expect(slowed).toEqual([5000, 8000, 150_000]);
  });
});
