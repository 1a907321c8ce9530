import fc from 'fast-check';
import { costOf, fullnessOf, loads, showsShare } from './load.rules.js';

const DAYS = ['2029-02-14', '2029-02-15', '2029-02-16'];

describe('what days ask of a channel', () => {
  it('is its share of the send hours, and goes on the next day', () => {
    // 10 a second in 12 hours are 432,000.
    const found = loads(DAYS, [{ day: '2029-02-14', channel: 'sms', copies: 648_000 }], { sms: 10 }, 12);
    expect(found.get('2029-02-14')).toEqual({ sms: { copies: 648_000, share: 1.5, carried: 0 } });
    expect(found.get('2029-02-15')).toEqual({ sms: { copies: 216_000, share: 0.5, carried: 216_000 } });
    expect(found.get('2029-02-16')).toEqual({});
  });

  it('ends with the next day', () => {
    const found = loads(DAYS, [{ day: '2029-02-14', channel: 'sms', copies: 9_000_000 }], { sms: 10 }, 12);
    expect(found.get('2029-02-15')?.sms?.share).toBeGreaterThan(1);
    expect(found.get('2029-02-16')).toEqual({});
  });

  it('is nothing of a channel without a limit', () => {
    const lots = [{ day: '2029-02-14', channel: 'sms' as const, copies: 5 }];
    expect(loads(DAYS, lots, { sms: null }, 12).get('2029-02-14')).toEqual({});
  });

  it('never grows when there is less to send', () => {
    const lot = fc.record({
      day: fc.constantFrom(...DAYS),
      channel: fc.constantFrom('sms' as const, 'email' as const),
      copies: fc.nat(2_000_000),
    });
    fc.assert(
      fc.property(fc.array(lot, { minLength: 1 }), ([first, ...rest]) => {
        const rates = { sms: 10, email: 20 };
        const more = loads(DAYS, first ? [first, ...rest] : rest, rates, 12);
        const less = loads(DAYS, rest, rates, 12);
        for (const day of DAYS)
          for (const channel of ['sms', 'email'] as const)
            expect(less.get(day)?.[channel]?.copies ?? 0).toBeLessThanOrEqual(
              more.get(day)?.[channel]?.copies ?? 0,
            );
      }),
    );
  });
});

it.each([
  [['2029-02-14'], true],
  [['2029-02-15'], false],
])('a share is shown on %j: %j', (days, expected) => {
  const load = { copies: 1, share: 0.001, carried: 0 };
  expect(showsShare(new Map([['2029-02-14', { sms: load }]]), days)).toBe(expected);
});

it('adds up what copies cost, and says nothing where nothing does', () => {
  expect(
    costOf([
      { copies: 20, each: 400 },
      { copies: 8, each: 800 },
      { copies: 5, each: null },
    ]),
  ).toEqual({ copies: 28, rupiah: 14_400 });
  expect(costOf([{ copies: 5, each: null }])).toBeNull();
  expect(costOf([{ copies: 0, each: 400 }])).toBeNull();
});

it.each([
  [0.004, 'free'],
  [0.49, 'free'],
  [0.5, 'more'],
  [0.8, 'more'],
  [0.81, 'nearly'],
  [1, 'nearly'],
  [1.01, 'over'],
])('says how full a day is: %d', (share, word) => expect(fullnessOf(share)).toBe(word));
