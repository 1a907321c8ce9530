import fc from 'fast-check';
import { AHEAD_MS, batchSize, chunkSize, delayMs, marginOf, slotsToReserve, stepMs } from './pace.rules.js';

const rate = fc.double({ min: 0.1, max: 20_000, noNaN: true });

describe('pacing', () => {
  it('lets no sliding second exceed a rate of segments, whatever lengths the texts have', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 300 }),
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 700 }),
        (perSecond, texts) => {
          const step = stepMs(perSecond - marginOf('segments'));
          let slot = -1;
          // A text leaves at the last of its slots, whole.
          const sent = texts.map((segments) => ({ at: (slot += segments) * step, segments }));
          let first = 0;
          let inSecond = 0;
          for (const { at, segments } of sent) {
            inSecond += segments;
            for (let gone = sent[first]; gone && gone.at < at - 1000; gone = sent[++first])
              inSecond -= gone.segments;
            expect(inSecond).toBeLessThanOrEqual(perSecond);
          }
        },
      ),
    );
  });

  it('places slots so that no sliding second exceeds the rate, using at least 95 % of it', () => {
    fc.assert(
      fc.property(rate, (perSecond) => {
        const step = stepMs(perSecond);
        // The most slots that one second can contain, both ends included.
        expect(Math.ceil(1000 / step)).toBeLessThanOrEqual(Math.ceil(perSecond));
        expect(1000 / step).toBeGreaterThanOrEqual(perSecond * 0.95);
      }),
    );
  });

  it('reserves at least one slot, never more than wanted or than are near', () => {
    fc.assert(
      fc.property(rate, fc.integer({ min: 1, max: 1000 }), (perSecond, wanted) => {
        const slots = slotsToReserve(perSecond, wanted);
        expect(slots).toBeGreaterThanOrEqual(1);
        expect(slots).toBeLessThanOrEqual(wanted);
        expect(slots === 1 || slots * stepMs(perSecond) <= 250).toBe(true);
      }),
    );
  });

  it('claims no more at once than a batch holds or the claim window allows', () => {
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

  it('limits a batch of a slow account to a second or two of its rate', () => {
    fc.assert(
      fc.property(fc.double({ min: 5, max: 20_000, noNaN: true }), (perSecond) => {
        expect(batchSize(perSecond) / perSecond).toBeLessThanOrEqual(2);
      }),
    );
    expect(batchSize(null)).toBe(1000);
  });

  it('moves slots only for messages later than usual, and never when it cannot help', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 5000, noNaN: true }),
        fc.double({ min: 0, max: 500, noNaN: true }),
        (late, usual) => {
          const delay = delayMs(late, usual);
          expect(delay).toBeGreaterThanOrEqual(0);
          expect(delay).toBeLessThanOrEqual(Math.max(0, late - usual));
          expect(delay).toBeLessThanOrEqual(1000 - AHEAD_MS);
        },
      ),
    );
  });
});
