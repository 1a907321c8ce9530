import fc from 'fast-check';
import { AHEAD_MS, batchSize, chunkSize, delayMs, rateOf, slotsToReserve, stepMs } from './pace.rules.js';

const rate = fc.double({ min: 0.1, max: 20_000, noNaN: true });

describe('pacing', () => {
  it('takes a rate of 0 for no limit', () => {
    const config = { EMAIL_RATE: 0, TELEGRAM_RATE: 30, SMS_RATE: 0.5 };
    expect([rateOf('email', config), rateOf('telegram', config), rateOf('sms', config)]).toEqual([
      null,
      30,
      0.5,
    ]);
  });

  it('puts slots so that no sliding second holds more than the rate, and uses at least 95 % of it', () => {
    fc.assert(
      fc.property(rate, (perSecond) => {
        const step = stepMs(perSecond);
        // So many slots can share a second, both ends counted.
        expect(Math.ceil(1000 / step)).toBeLessThanOrEqual(Math.ceil(perSecond));
        expect(1000 / step).toBeGreaterThanOrEqual(perSecond * 0.95);
      }),
    );
  });

  it('reserves at least one slot, never more than wanted or than what is near', () => {
    fc.assert(
      fc.property(rate, fc.integer({ min: 1, max: 1000 }), (perSecond, wanted) => {
        const slots = slotsToReserve(perSecond, wanted);
        expect(slots).toBeGreaterThanOrEqual(1);
        expect(slots).toBeLessThanOrEqual(wanted);
        expect(slots === 1 || slots * stepMs(perSecond) <= 250).toBe(true);
      }),
    );
  });

  it('claims no more at once than a batch holds, or than may be claimed at all', () => {
    fc.assert(
      fc.property(
        fc.option(rate, { nil: null }),
        fc.integer({ min: 1, max: 10_000 }),
        (perSecond, claimWindow) => {
          const chunk = chunkSize(perSecond, claimWindow);
          expect(chunk).toBeGreaterThanOrEqual(1);
          expect(chunk).toBeLessThanOrEqual(Math.min(batchSize(perSecond), claimWindow));
        },
      ),
    );
  });

  it('makes a batch of a slow account no more than a second or two of it', () => {
    fc.assert(
      fc.property(fc.double({ min: 5, max: 20_000, noNaN: true }), (perSecond) => {
        expect(batchSize(perSecond) / perSecond).toBeLessThanOrEqual(2);
      }),
    );
    expect(batchSize(null)).toBe(1000);
  });

  it('moves slots on only for what came later than usual, and never when it would help nobody', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 5000, noNaN: true }),
        fc.double({ min: 0, max: 500, noNaN: true }),
        (late, usual) => {
          const delay = delayMs(late, usual);
          expect(delay).toBeGreaterThanOrEqual(0);
          expect(delay).toBeLessThanOrEqual(Math.max(0, late - usual));
          if (late > 1000 - AHEAD_MS) expect(delay).toBe(0);
        },
      ),
    );
  });
});
