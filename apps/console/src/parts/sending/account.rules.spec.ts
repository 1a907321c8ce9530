import fc from 'fast-check';
import { percent, percentShown, plannedOf, sumOf, flawsOf } from './account.rules';

const NOTHING = sumOf([]);

describe('percent', () => {
  it('is a whole number that is never more than was reached, and 100 of all alone', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), (got, missed) => {
        const of = percent({ ...NOTHING, targeted: got + missed, delivered: got, failed: missed });
        const all = got + missed;
        expect(of * all).toBeLessThanOrEqual(got * 100);
        expect(all === 0 ? 0 : (of + 1) * all).toBeGreaterThan(all === 0 ? -1 : got * 100);
        expect(of === 100).toBe(all > 0 && missed === 0);
      }),
    );
  });

  it('has a tenth in words, rounded down too', () => {
    const shown = (got: number, all: number) =>
      percentShown({ ...NOTHING, targeted: all, delivered: got, failed: all - got });
    expect([shown(1979, 2000), shown(1999, 2000), shown(2000, 2000), shown(29, 100), shown(0, 0)]).toEqual([
      98.9, 99.9, 100, 29, 0,
    ]);
  });

  it('loses none to the way in which a processor divides', () => {
    expect(percent({ ...NOTHING, targeted: 100, delivered: 29, failed: 71 })).toBe(29);
  });
});

describe('all copies, while they are being listed', () => {
  const counts = { ...NOTHING, expected: 1000, targeted: 400, unlisted: 650, accepted: 300, pending: 100 };

  it('are those that were approved, whatever the lists that are done came to', () => {
    expect(plannedOf(counts)).toBe(1000);
    expect(percent(counts)).toBe(30);
    expect(plannedOf({ ...counts, targeted: 1100 })).toBe(1101);
  });

  it('are those that were listed, once the list is complete', () =>
    expect(plannedOf({ ...counts, targeted: 1030, unlisted: 0 })).toBe(1030));
});

describe('what did not go well', () => {
  it('is what nobody knows, what failed and what ended unsent, and nothing where all went out', () => {
    expect(flawsOf({ ...sumOf([]), accepted: 9, suppressed: 2 })).toEqual([]);
    expect(
      flawsOf({ ...sumOf([]), unknown: 1, failed: 2, expired: 3, cancelled: 4, neverListed: 5 }).map(
        ({ kind, sign, copies }) => `${sign} ${kind} ${copies}`,
      ),
    ).toEqual(['? unknown 1', '! failed 2', '× unsent 12']);
  });
});
