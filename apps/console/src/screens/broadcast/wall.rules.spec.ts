import fc from 'fast-check';
import { everyone, reached, STANDINGS, sumOf } from '../../parts/sending/account.rules';
import { leftOver } from './wall.rules';

const none = sumOf([]);

describe('the standings on the wall', () => {
  it.each([
    ['names what may come while it runs', none, false, ['pending', 'claimed', 'failed', 'unknown']],
    ['drops what waits once it has ended', none, true, ['failed', 'unknown']],
    [
      'names what was cancelled or never listed',
      { ...none, cancelled: 1_556, neverListed: 2, suppressed: 20 },
      true,
      ['failed', 'suppressed', 'cancelled', 'unknown', 'neverListed'],
    ],
  ])('%s', (_, total, over, standings) => expect(leftOver(total, over)).toEqual(standings));

  it('add up to all copies with those that were reached', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(999), { minLength: 11, maxLength: 11 }), fc.boolean(), (counts, over) => {
        const by = Object.fromEntries(STANDINGS.map((one, at) => [one, counts[at] ?? 0]));
        const listed = STANDINGS.filter((one) => one !== 'unlisted' && one !== 'neverListed');
        const total = { ...none, ...by, targeted: listed.reduce((sum, one) => sum + (by[one] ?? 0), 0) };
        const shown = leftOver(total, over).reduce((sum, one) => sum + total[one], 0);
        expect(shown + reached(total)).toBe(everyone(total));
      }),
    ));
});
