import fc from 'fast-check';
import {
  DAY_MS,
  hoursOn,
  lanes,
  MARK_SHARE,
  placeOn,
  stripStart,
} from '../../apps/console/src/screens/home/strip.rules.js';

const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('the strip of a day', () => {
  it('begins within the two hours before the present in the west, on a full hour', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (now) => {
        const start = stripStart(now);
        expect(Number.isInteger(start / 3_600_000)).toBe(true);
        expect(now - start).toBeGreaterThanOrEqual(3_600_000);
        expect(now - start).toBeLessThan(2 * 3_600_000);
      }),
    );
  });

  it('places marks within a day, and no others', () => {
    expect(placeOn(0, 0)).toBe(0);
    expect(placeOn(0, DAY_MS / 2)).toBe(0.5);
    expect(placeOn(0, DAY_MS)).toBe(1);
    expect([placeOn(0, -1), placeOn(0, DAY_MS + 1)]).toEqual([null, null]);
    expect(hoursOn(3_600_000).map(({ wall }) => wall / 3_600_000)).toEqual([3, 6, 9, 12, 15, 18, 21, 24]);
  });

  it('overlaps no marks, and opens no lane without need', () => {
    fc.assert(
      fc.property(fc.array(share, { maxLength: 40 }), (unsorted) => {
        const places = unsorted.toSorted((a, b) => a - b);
        const from = places.map((place) => Math.min(place, 1 - MARK_SHARE));
        const lane = lanes(places);
        for (const [i, one] of from.entries())
          for (const [j, other] of from.entries())
            if (i < j && lane[i] === lane[j]) expect(other - one).toBeGreaterThanOrEqual(MARK_SHARE - 1e-9);
        for (const [i, number] of lane.entries())
          for (let above = 0; above < number; above++)
            expect(
              from.some((one, j) => j < i && lane[j] === above && (from[i] ?? 0) - one < MARK_SHARE),
            ).toBe(true);
      }),
    );
  });
});
