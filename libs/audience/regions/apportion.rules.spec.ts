import fc from 'fast-check';
import { apportion } from './apportion.rules.js';

const weights = fc.array(fc.integer({ min: 1, max: 40_000_000 }), { minLength: 1, maxLength: 60 });
const total = fc.integer({ min: 0, max: 5_000_000 });
const sum = (numbers: number[]): number => numbers.reduce((so, number) => so + number, 0);

describe('apportion', () => {
  it('shares out the whole total', () => {
    fc.assert(fc.property(total, weights, fc.nat(3), (n, w, least) => sum(apportion(n, w, least)) === n));
  });

  it('rounds each exact quota down or up', () => {
    fc.assert(
      fc.property(total, weights, (n, w) => {
        const all = sum(w);
        apportion(n, w).forEach((share, index) => {
          expect(Math.abs(share - ((w[index] ?? 0) * n) / all)).toBeLessThan(1 + 1e-6);
        });
      }),
    );
  });

  it('gives each share at least one if the total suffices', () => {
    fc.assert(
      fc.property(total, weights, (n, w) => {
        fc.pre(n >= w.length);
        expect(Math.min(...apportion(n, w, 1))).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  it('never gives a lighter weight more than a heavier one', () => {
    fc.assert(
      fc.property(total, weights, (n, w) => {
        const shares = apportion(n, w, 1);
        const byWeight = w
          .map((weight, index) => ({ weight, share: shares[index] ?? 0 }))
          .sort((a, b) => a.weight - b.weight);
        byWeight.slice(1).forEach(({ weight, share }, index) => {
          const lighter = byWeight[index];
          if (lighter && lighter.weight < weight) expect(lighter.share).toBeLessThanOrEqual(share);
        });
      }),
    );
  });

  it('shares by largest remainder', () => {
    expect(apportion(10, [6, 6, 2])).toEqual([4, 4, 2]);
    expect(apportion(3, [100, 1, 1], 1)).toEqual([1, 1, 1]);
    expect(apportion(5, [100, 1, 1], 1)).toEqual([3, 1, 1]);
    expect(apportion(2, [100, 1, 1], 1)).toEqual([2, 0, 0]);
  });
});
