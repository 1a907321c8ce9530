import fc from 'fast-check';
import { everyone, reached, STANDINGS, sumOf } from '../../parts/sending/account.rules';
import { bandsOf, endOf, leftOver } from './wall.rules';

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

describe('the end on the wall', () => {
  it.each([
    ['is calm where everybody got something', { accepted: 9, failed: 3 }, 0, 'calm', null],
    ['is calm where nothing went wrong, before the people are counted', { accepted: 9 }, null, 'calm', null],
    ['counts the people that got nothing', { accepted: 9, failed: 15 }, 12, 'notice', ['people', 12]],
    ['counts the messages until the people are counted', { failed: 15 }, null, 'notice', ['copies', 15]],
    ['is not calm while copies are uncertain', { unknown: 60 }, 0, 'notice', null],
  ] as const)('%s', (_, total, gotNothing, tone, without) =>
    expect(endOf({ ...none, ...total }, gotNothing)).toEqual({ tone, without }),
  );
});

describe('the bands across the wall', () => {
  const held = (kind: 'stopped' | 'braked' | 'paused' | 'slowed', cause: string, waves = 2) => ({
    kind,
    cause,
    waves,
    of: 4,
  });

  it('are none while nothing holds it up', () => {
    expect(bandsOf([])).toEqual({ bands: [], more: 0 });
  });

  it.each([
    ['stopped', 'emergency', 'alarm'],
    ['braked', 'brake', 'alarm'],
    ['slowed', 'away', 'alarm'],
    ['slowed', 'unserved', 'alarm'],
    ['slowed', 'stall', 'alarm'],
    ['paused', 'broadcast', 'notice'],
    ['paused', 'channel', 'notice'],
    ['slowed', 'slow-down', 'notice'],
  ] as const)('are as loud as their cause: %s, %s', (kind, cause, tone) => {
    expect(bandsOf([held(kind, cause)]).bands).toMatchObject([{ tone }]);
  });

  it('begin with an alarm, leave out what something else holds, and count the rest', () => {
    const { bands, more } = bandsOf([
      held('paused', 'broadcast'),
      held('braked', 'brake', 0),
      held('paused', 'channel'),
      held('slowed', 'away'),
    ]);
    expect(bands.map(({ of }) => of.cause)).toEqual(['away', 'broadcast']);
    expect(more).toBe(1);
  });

  it('tell of a carrier that refuses: an alarm where nothing of its channel goes out', () => {
    const refused = (waiting: number | null) => ({ carriers: ['telkomsel'], waiting });
    expect(bandsOf([], [refused(96)]).bands).toEqual([{ of: refused(96), tone: 'alarm' }]);
    expect(bandsOf([], [refused(null)]).bands).toMatchObject([{ tone: 'notice' }]);
    expect(bandsOf([held('stopped', 'emergency'), held('braked', 'brake')], [refused(96)]).more).toBe(1);
  });

  it('say what ends nothing by itself where nothing else is said', () => {
    expect(bandsOf([held('braked', 'brake', 0)]).bands).toHaveLength(1);
  });
});
