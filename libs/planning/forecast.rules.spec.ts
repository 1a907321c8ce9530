import fc from 'fast-check';
import { forecast, type Lot } from './forecast.rules.js';

const WINDOW = { from: '08:00', to: '20:00' };
/** 2026-12-01 08:00 in Jakarta. */
const MORNING = Date.UTC(2026, 11, 1, 1);
const HOUR = 3_600_000;

const lot = (more: Partial<Lot>): Lot => ({
  timeZone: 'Asia/Jakarta',
  dueAt: MORNING,
  expiresAt: MORNING + 24 * HOUR,
  window: WINDOW,
  messages: 0,
  ...more,
});

const anyLots = fc.array(
  fc
    .record({
      timeZone: fc.constantFrom('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura', 'Europe/Berlin'),
      dueAt: fc.integer({ min: 0, max: 5_000 }).map((minutes) => MORNING + minutes * 60_000),
      life: fc.integer({ min: 1, max: 5_000 }),
      window: fc.constantFrom(null, WINDOW, { from: '09:30', to: '09:45' }),
      messages: fc.nat(500_000),
    })
    .map(({ life, ...rest }): Lot => ({ ...rest, expiresAt: rest.dueAt + life * 60_000 })),
  { minLength: 1, maxLength: 6 },
);
const anyRate = fc.constantFrom(null, 3, 30, 97.5, 500);

describe('the forecast', () => {
  it('stops when the window closes and continues when it opens', () => {
    // 12 h at 10/s are 432,000; the other 36,000 take an hour of the next morning.
    const found = forecast([lot({ messages: 468_000 })], 10);
    expect(found).toMatchObject({ messages: 468_000, late: true, lateMessages: 36_000 });
    expect(found?.finishesAt).toEqual(new Date(MORNING + 25 * HOUR));
    expect(forecast([lot({ messages: 468_000, window: null })], 10)).toMatchObject({ late: false });
  });

  it('gives the west the whole rate while the window of the east is closed', () => {
    const papua = lot({
      timeZone: 'Asia/Jayapura',
      dueAt: MORNING + 9 * HOUR,
      messages: 72_000,
      expiresAt: MORNING + 48 * HOUR,
    });
    const java = lot({ dueAt: MORNING + 9 * HOUR, messages: 36_000, expiresAt: MORNING + 48 * HOUR });
    // Papua has an hour until 20:00 WIT, then Java has one, then Papua continues at 08:00 WIT, 06:00 WIB.
    expect(forecast([papua, java], 10)?.finishesAt).toEqual(new Date(MORNING + 23 * HOUR));
  });

  it('starts at the first opening, and without messages ends there', () => {
    const found = forecast([lot({ dueAt: MORNING - 3 * HOUR })], 10);
    expect(found?.startsAt).toEqual(new Date(MORNING));
    expect(found?.finishesAt).toEqual(new Date(MORNING));
    expect(forecast([], 10)).toBeNull();
  });

  it('ends a zone with its last message, even when a later lot has none', () => {
    const found = forecast([lot({ messages: 36_000 }), lot({ dueAt: MORNING + 9 * HOUR })], 10);
    expect(found?.finishesAt).toEqual(new Date(MORNING + HOUR));
    expect(found?.zones).toMatchObject([{ finishesAt: new Date(MORNING + HOUR) }]);
  });

  it('looks a year ahead at most', () => {
    const found = forecast([lot({ messages: 2_000_000_000, window: { from: '08:00', to: '08:01' } })], 0.001);
    expect(found?.finishesAt).toEqual(new Date(MORNING + 366 * 24 * HOUR));
    expect(found?.lateMessages).toBe(2_000_000_000);
  });

  it('never finishes before its start or faster than the full rate allows', () => {
    fc.assert(
      fc.property(anyLots, anyRate, (lots, rate) => {
        const found = forecast(lots, rate);
        const took = Number(found?.finishesAt) - Number(found?.startsAt);
        expect(took).toBeGreaterThanOrEqual(
          rate === null ? 0 : Math.floor(((found?.messages ?? 0) / rate) * 1000),
        );
        expect(found?.lateMessages).toBeLessThanOrEqual(found?.messages ?? 0);
      }),
    );
  });

  it('is the sum of its zones, and begins and ends with them', () => {
    fc.assert(
      fc.property(anyLots, anyRate, (lots, rate) => {
        const found = forecast(lots, rate);
        const zones = found?.zones ?? [];
        expect(zones.map(({ timeZone }) => timeZone).toSorted()).toEqual(
          [...new Set(lots.map(({ timeZone }) => timeZone))].toSorted(),
        );
        expect(zones.reduce((sum, { messages }) => sum + messages, 0)).toBe(found?.messages);
        expect(Math.min(...zones.map(({ startsAt }) => Number(startsAt)))).toBe(Number(found?.startsAt));
        if (found?.messages)
          expect(
            Math.max(...zones.flatMap(({ messages, finishesAt }) => (messages ? [Number(finishesAt)] : []))),
          ).toBe(Number(found.finishesAt));
      }),
      { numRuns: 1_000 },
    );
  });

  it('finishes no earlier and has no fewer late messages when there is more to send', () => {
    fc.assert(
      fc.property(
        anyLots,
        anyRate,
        fc.nat(5),
        fc.integer({ min: 1, max: 100_000 }),
        (lots, rate, which, more) => {
          const grown = lots.map((one, i) =>
            i === which % lots.length ? { ...one, messages: one.messages + more } : one,
          );
          const before = forecast(lots, rate);
          const after = forecast(grown, rate);
          expect(Number(after?.finishesAt)).toBeGreaterThanOrEqual(Number(before?.finishesAt));
          // Rounding may differ by one message.
          expect((after?.lateMessages ?? 0) + 1).toBeGreaterThanOrEqual(before?.lateMessages ?? 0);
        },
      ),
    );
  });
});
