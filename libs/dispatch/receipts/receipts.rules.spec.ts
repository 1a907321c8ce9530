import fc from 'fast-check';
import { DELIVERY_STATES, type DeliveryState } from '#contract';
import { DELIVERY_TRANSITIONS } from '../ledger/delivery.states.js';
import { fingerprintOf, judge, type Known, mustWait, type Said, type Verdict } from './receipts.rules.js';

const VERDICTS: Verdict[] = ['delivered', 'failed', 'dead', 'opted_out', 'complaint', 'sender_at_fault'];
const HANDED = new Date('2026-12-01T00:00:00Z');

const said = (verdict: Verdict, hours = 1): Said => ({
  verdict,
  reason: `test ${verdict}`,
  receivedAt: new Date(HANDED.getTime() + hours * 3600_000),
});
const known = (state: DeliveryState, channel: Known['channel'] = 'email'): Known => ({
  channel,
  state,
  handedAt: HANDED,
});

const delivery = fc.record({
  channel: fc.constantFrom('email' as const, 'telegram' as const, 'sms' as const),
  state: fc.constantFrom(...DELIVERY_STATES),
  handedAt: fc.constantFrom(HANDED, null),
});
const receipts = fc.array(
  fc
    .tuple(fc.constantFrom(...VERDICTS), fc.integer({ min: 0, max: 100 }))
    .map(([verdict, hours]) => said(verdict, hours)),
  { maxLength: 6 },
);

/** Applies the receipts one at a time, each in a drain of its own. */
const oneByOne = (start: Known, all: readonly Said[]): DeliveryState =>
  all.reduce((state, receipt) => judge({ ...start, state }, [receipt]).state, start.state);

describe('receipts', () => {
  it('reach the same state in any order, number and grouping', () => {
    fc.assert(
      fc.property(
        delivery,
        receipts.chain((all) =>
          fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2, maxLength: all.length * 2 }),
          ),
        ),
        (start, [all, mixed]) => {
          const together = judge(start, all);
          expect(oneByOne(start, mixed)).toBe(together.state);
          expect(judge(start, mixed).suppress?.why).toBe(together.suppress?.why);
        },
      ),
    );
  });

  it('take only transitions that the ledger allows, and never go back', () => {
    fc.assert(
      fc.property(delivery, receipts, (start, all) => {
        const { state } = judge(start, all);
        expect([start.state, ...DELIVERY_TRANSITIONS[start.state]]).toContain(state);
      }),
    );
  });

  it.each<[DeliveryState, Verdict, DeliveryState]>([
    ['accepted', 'delivered', 'delivered'],
    ['accepted', 'dead', 'failed'],
    ['accepted', 'sender_at_fault', 'failed'],
    ['claimed', 'delivered', 'delivered'],
    ['claimed', 'failed', 'failed'],
    ['unknown', 'delivered', 'delivered'],
    ['unknown', 'opted_out', 'failed'],
    ['failed', 'delivered', 'delivered'],
    ['delivered', 'dead', 'delivered'],
    ['accepted', 'complaint', 'accepted'],
    // To be sent again: proof of arrival prevents that, a failure of the earlier try does not.
    ['pending', 'delivered', 'delivered'],
    ['pending', 'failed', 'pending'],
    ['cancelled', 'failed', 'cancelled'],
    ['cancelled', 'delivered', 'delivered'],
  ])('turn %s with %s into %s', (from, verdict, to) => {
    expect(judge(known(from), [said(verdict)]).state).toBe(to);
  });

  it('suppress for the strongest reason, in any state', () => {
    expect(judge(known('delivered'), [said('dead'), said('complaint')]).suppress?.why).toBe('complaint');
    expect(judge(known('accepted'), [said('dead'), said('opted_out')]).suppress?.why).toBe(
      'provider-opt-out',
    );
    expect(judge(known('accepted'), [said('dead')]).suppress).toEqual({
      why: 'dead-address',
      detail: 'test dead',
    });
    expect(judge(known('accepted'), [said('failed'), said('delivered')]).suppress).toBeNull();
  });

  it('count for 72 hours on SMS, and without limit on e-mail', () => {
    expect(judge(known('accepted', 'sms'), [said('delivered', 72)]).state).toBe('delivered');
    expect(judge(known('accepted', 'sms'), [said('delivered', 73)]).state).toBe('accepted');
    expect(judge(known('accepted', 'email'), [said('failed', 500)]).state).toBe('failed');
  });

  it('record why a copy failed, and blame no recipient when the sender is at fault', () => {
    expect(judge(known('accepted'), [said('sender_at_fault')])).toEqual({
      state: 'failed',
      reason: 'test sender_at_fault',
      suppress: null,
      sign: 'fault',
    });
  });

  it('are a sign against the broadcast once, when they make a copy fail', () => {
    expect(judge(known('accepted'), [said('dead'), said('sender_at_fault')]).sign).toBe('dead');
    expect(judge(known('accepted'), [said('failed'), said('sender_at_fault')]).sign).toBe('fault');
    expect(judge(known('accepted'), [said('failed')]).sign).toBe('refused');
    expect(judge(known('accepted'), [said('soft')]).sign).toBeNull();
    expect(judge(known('accepted'), [said('failed'), said('opted_out')]).sign).toBeNull();
    fc.assert(
      fc.property(delivery, receipts, receipts, (start, first, later) => {
        const once = judge(start, first);
        if (once.sign !== null) {
          expect(once.state).toBe('failed');
          expect(judge({ ...start, state: once.state }, later).sign).toBeNull();
        }
      }),
    );
  });

  it('of a failure wait while the copy is to be sent again, and only then', () => {
    fc.assert(
      fc.property(delivery, receipts, ({ state }, all) => {
        const verdicts = all.map(({ verdict }) => verdict);
        const fails = verdicts.some((verdict) => verdict !== 'delivered' && verdict !== 'complaint');
        expect(mustWait(state, all)).toBe(state === 'pending' && fails && !verdicts.includes('delivered'));
      }),
    );
  });

  it('are identical on e-mail by copy and verdict, whatever else the report contains', () => {
    const receipt = { token: '1-2-ab', verdict: 'sender_at_fault' as const };
    const of = (channel: Known['channel'], providerId: string, token = '1-2-ab'): string =>
      fingerprintOf({ ...receipt, channel, token, providerId }).toString('hex');
    expect(of('email', 'one')).toBe(of('email', 'another', '1-2-AB'));
    expect(of('sms', 'SM1')).not.toBe(of('sms', 'SM2'));
    expect(of('email', '')).not.toBe(of('sms', ''));
  });
});
