import fc from 'fast-check';
import type { Outcome } from '#channels';
import { DELIVERY_STATES, type DeliveryState } from '#contract';
import { DELIVERY_TRANSITIONS } from './delivery.states.js';
import { settle } from './outcome.rules.js';

const now = new Date('2026-11-24T00:00:00Z');
const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.constant<Outcome>({ kind: 'accepted', providerId: 'x' }),
  fc
    .constantFrom('dead', 'opted_out', 'failed', 'sender_at_fault', 'own_fault', 'away', 'unknown')
    .map((kind) => ({ kind, reason: 'r' }) as Outcome),
  fc.record({
    kind: fc.constant('retry' as const),
    reason: fc.constant('r'),
    afterMs: fc.integer({ min: 0, max: 7_200_000 }),
  }),
  fc.record({
    kind: fc.constant('slow_down' as const),
    reason: fc.constant('r'),
    afterMs: fc.integer({ min: 0, max: 600_000 }),
  }),
  fc.record({
    kind: fc.constant('slow_down' as const),
    reason: fc.constant('r'),
    afterMs: fc.integer({ min: 0, max: 600_000 }),
    alone: fc.constantFrom('sender_at_fault' as const, 'own_fault' as const),
  }),
  fc.constant<Outcome>({ kind: 'moved', to: '1', reason: 'r' }),
);

describe('settling an outcome', () => {
  it('takes only steps that the state table allows, and never plans a try at or after expiry', () => {
    fc.assert(
      fc.property(
        outcome,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 86_400_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.boolean(),
        fc.boolean(),
        (given, attempts, lifeMs, random, elsewhere, refusesAll) => {
          const expiresAt = new Date(now.getTime() + lifeMs);
          const settled = settle(given, { attempts, now, expiresAt, random, elsewhere, refusesAll });
          expect(DELIVERY_TRANSITIONS.claimed).toContain(settled.state);
          if (!elsewhere) expect(settled.nextAttemptAt === null).toBe(settled.state !== 'pending');
          if (settled.nextAttemptAt) {
            expect(settled.nextAttemptAt.getTime()).toBeLessThan(expiresAt.getTime());
            expect(settled.nextAttemptAt.getTime()).toBeGreaterThanOrEqual(now.getTime());
          }
        },
      ),
    );
  });

  it('waits longer each time, and at least as long as the provider asks', () => {
    const expiresAt = new Date(now.getTime() + 86_400_000);
    const wait = (attempts: number, afterMs?: number): number =>
      settle(
        { kind: 'retry', reason: 'r', ...(afterMs === undefined ? {} : { afterMs }) },
        { attempts, now, expiresAt, random: 0, elsewhere: false, refusesAll: false },
      ).nextAttemptAt!.getTime() - now.getTime();
    expect([1, 2, 3].map((n) => wait(n))).toEqual([5_000, 10_000, 20_000]);
    expect(wait(1, 1_800_000)).toBe(1_800_000);
  });

  it('does not count a refusal that is not about the person, and never suppresses for it', () => {
    const at = {
      attempts: 1,
      now,
      expiresAt: new Date(now.getTime() + 3_600_000),
      random: 0,
      elsewhere: false,
      refusesAll: false,
    };
    for (const given of [
      { kind: 'own_fault', reason: 'r' },
      { kind: 'away', reason: 'r' },
    ] as Outcome[]) {
      expect(settle(given, at)).toMatchObject({ counts: false, suppress: null, state: 'pending' });
    }
    expect(settle({ kind: 'own_fault', reason: 'r' }, at).brake).toBe('pull');
    expect(settle({ kind: 'dead', reason: 'r' }, at)).toMatchObject({
      state: 'failed',
      suppress: 'dead-address',
      brake: 'dead',
    });
  });

  it('lets one copy slow the account down three times, and then delays only that copy until its expiry', () => {
    const expiresAt = new Date(now.getTime() + 86_400_000);
    const said = [1, 2, 3, 4, 4].map((attempts) =>
      settle(
        { kind: 'slow_down', reason: 'r', afterMs: 10_000 },
        { attempts, now, expiresAt, random: 0, elsewhere: false, refusesAll: false },
      ),
    );
    expect(said.map(({ slowDownMs }) => slowDownMs)).toEqual([10_000, 10_000, 10_000, 0, 0]);
    expect(said.map(({ counts }) => counts)).toEqual([true, true, true, false, false]);
    expect(said.map(({ nextAttemptAt }) => nextAttemptAt!.getTime() - now.getTime())).toEqual([
      10_000, 10_000, 10_000, 40_000, 40_000,
    ]);
    for (const one of said) expect(one).toMatchObject({ state: 'pending', suppress: null, soft: false });
  });

  describe('of an account that is slowed down because of what it sends', () => {
    const at = (attempts: number, elsewhere: boolean) => ({
      attempts,
      now,
      expiresAt: new Date(now.getTime() + 3_600_000),
      random: 0,
      elsewhere,
      refusesAll: false,
    });
    const throttled = (alone: 'sender_at_fault' | 'own_fault') =>
      ({ kind: 'slow_down', reason: 'smtp 4.7.0', afterMs: 10_000, alone }) as const;

    it.each(['sender_at_fault', 'own_fault'] as const)(
      'sends the copy elsewhere at once, slows that account, and is no sign for the brake: %s',
      (alone) => {
        for (const attempts of [1, 2, 3])
          expect(settle(throttled(alone), at(attempts, true))).toMatchObject({
            state: 'pending',
            nextAttemptAt: null,
            slowDownMs: 10_000,
            brake: null,
            suppress: null,
            soft: false,
          });
      },
    );

    it.each(['sender_at_fault', 'own_fault'] as const)(
      'counts for the brake where no other account takes copies: %s',
      (alone) => {
        expect(settle(throttled(alone), at(1, false))).toEqual(
          settle({ kind: alone, reason: 'smtp 4.7.0' }, at(1, false)),
        );
      },
    );

    it('counts for the brake once the accounts have all said so, and the copy waits', () => {
      const settled = settle(throttled('own_fault'), at(4, true));
      expect(settled).toMatchObject({ state: 'pending', brake: 'fault', slowDownMs: 0, counts: false });
      expect(settled.nextAttemptAt).not.toBeNull();
    });
  });

  it('retries a refused sender twice, because it may be fixed, and then fails the copy', () => {
    const expiresAt = new Date(now.getTime() + 3_600_000);
    const tried = [1, 2, 3].map((attempts) =>
      settle(
        { kind: 'sender_at_fault', reason: 'smtp 5.7.1' },
        { attempts, now, expiresAt, random: 0, elsewhere: false, refusesAll: false },
      ),
    );
    expect(tried.map(({ state }) => state)).toEqual(['pending', 'pending', 'failed']);
    expect(
      tried.map(({ nextAttemptAt }) => nextAttemptAt && nextAttemptAt.getTime() - now.getTime()),
    ).toEqual([60_000, 600_000, null]);
    for (const one of tried) expect(one).toMatchObject({ brake: 'fault', suppress: null, soft: false });
  });
});

describe('a failed copy', () => {
  const at = (attempts: number, lifeMs = 3_600_000) => ({
    attempts,
    now,
    expiresAt: new Date(now.getTime() + lifeMs),
    random: 0,
    elsewhere: false,
    refusesAll: false,
  });
  it.each<[string, Outcome, number, number, boolean]>([
    ['for a full mailbox, after the last try', { kind: 'retry', reason: 'smtp 5.2.2' }, 10, 3_600_000, true],
    ['for a full mailbox, when its time is up', { kind: 'retry', reason: 'smtp 5.2.2' }, 3, 5_000, true],
    ['not yet', { kind: 'retry', reason: 'smtp 5.2.2' }, 3, 3_600_000, false],
    ['while the provider is away', { kind: 'away', reason: 'smtp 421' }, 3, 5_000, false],
    ['for its sender', { kind: 'sender_at_fault', reason: 'smtp 5.7.1' }, 10, 5_000, false],
    ['for a reason nobody knows', { kind: 'failed', reason: 'smtp 550' }, 1, 3_600_000, false],
    ['since there is no such address', { kind: 'dead', reason: 'smtp 5.1.1' }, 1, 3_600_000, false],
  ])('%s: soft %#', (_, given, attempts, lifeMs, soft) => {
    expect(settle(given, at(attempts, lifeMs)).soft).toBe(soft);
  });
});

describe('the states of a delivery', () => {
  it('are all reachable from pending, or from the fan-out itself', () => {
    const reached = new Set<DeliveryState>(['pending', 'suppressed']);
    for (const state of reached) for (const next of DELIVERY_TRANSITIONS[state]) reached.add(next);
    expect([...reached].sort()).toEqual([...DELIVERY_STATES].sort());
  });

  it('never leave delivered, and leave unknown only by a result or a resend', () => {
    expect(DELIVERY_TRANSITIONS.delivered).toEqual([]);
    expect([...DELIVERY_TRANSITIONS.unknown].sort()).toEqual(['accepted', 'delivered', 'failed', 'pending']);
  });
});
