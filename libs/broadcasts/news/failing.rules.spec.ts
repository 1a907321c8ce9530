import fc from 'fast-check';
import { isFailing } from './failing.rules.js';

describe('copies that fail on a channel', () => {
  it.each([
    [19, 19, false],
    [20, 20, true],
    [20, 100, true],
    [20, 101, false],
    [1602, 1602, true],
  ])('%i of %i: reported %s', (failed, handed, told) => {
    expect(isFailing({ failed, handed })).toBe(told);
  });

  it('stay reported when more copies of the same number fail', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(1e6), fc.nat(1e6), (failed, more, rest) => {
        const handed = failed + more + rest;
        if (isFailing({ failed, handed })) expect(isFailing({ failed: failed + more, handed })).toBe(true);
        // Delivered copies never cause a report.
        if (!isFailing({ failed, handed })) expect(isFailing({ failed, handed: handed + rest })).toBe(false);
      }),
    );
  });
});
