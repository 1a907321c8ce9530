import fc from 'fast-check';
import { everyone, reached, STANDINGS, sumOf } from '../../../parts/sending/account.rules';
import { bandsOf, endOf, foremost, goneOutAt, isAbout, leftOver, todoOf } from './wall.rules';

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
    [
      'is calm where all went out, with dead addresses among them',
      'completed',
      { accepted: 98, failed: 2 },
      'calm',
    ],
    ['is neither good nor bad where somebody ended it', 'cancelled', { accepted: 9, cancelled: 15 }, 'over'],
    ['is to be looked at while copies are uncertain', 'completed', { accepted: 9, unknown: 60 }, 'notice'],
    [
      'is to be looked at while copies of a cancelled one are uncertain',
      'cancelled',
      { unknown: 1 },
      'notice',
    ],
    ['is to be looked at where its time was over first', 'expired', { expired: 15 }, 'notice'],
    [
      'is to be looked at where the time of a part was over first',
      'completed',
      { expired: 1, accepted: 9 },
      'notice',
    ],
  ] as const)('%s', (_, state, total, tone) => expect(endOf(state, { ...none, ...total })).toBe(tone));
});

describe('the estimated end on the wall', () => {
  const left = (finish: number | null, held = false, endless = false) => ({ finish, held, endless });

  it.each([
    ['is that of the last channel', [left(5), left(9)], { at: 9, whole: true }],
    ['is not known while a pace is being measured', [left(5), left(null)], null],
    ['is that of the rest where a part is held', [left(5, true), left(3)], { at: 5, whole: false }],
    [
      'is that of the others where a channel is held',
      [left(5), left(null, true, true)],
      { at: 5, whole: false },
    ],
    ['is none where nothing goes on', [left(null, true, true)], null],
    ['is none where nothing is left', [], null],
  ])('%s', (_, channels, end) => expect(goneOutAt(channels)).toEqual(end));
});

describe('the bands across the wall', () => {
  const held = (kind: 'stopped' | 'braked' | 'paused' | 'slowed', cause: string, waves = 2) => ({
    kind,
    cause,
    waves,
    of: 4,
  });

  it('are none while nothing holds it up', () => {
    expect(bandsOf([])).toEqual([]);
    expect(foremost([])).toEqual({ shown: [], more: 0 });
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
    expect(bandsOf([held(kind, cause)])).toMatchObject([{ tone }]);
  });

  it('begin with an alarm, leave out what something else holds, and count the rest', () => {
    const { shown, more } = foremost(
      bandsOf([
        held('paused', 'broadcast'),
        held('braked', 'brake', 0),
        held('paused', 'channel'),
        held('slowed', 'away'),
      ]),
    );
    expect(shown.map(({ of }) => of.cause)).toEqual(['away', 'broadcast']);
    expect(more).toBe(1);
  });

  it('tell of an outage also where a pause holds all of the channel', () => {
    const { shown } = foremost(bandsOf([held('paused', 'broadcast'), held('slowed', 'away', 0)]));
    expect(shown).toMatchObject([
      { of: { cause: 'away' }, tone: 'alarm' },
      { of: { cause: 'broadcast' }, tone: 'notice' },
    ]);
  });

  it.each([
    ['away', null, 'silent', 'away'],
    ['away', null, 'account', 'account'],
    ['brake', null, 'sender', 'brake'],
    ['broadcast', 'operator', null, 'resume'],
    ['broadcast', 'kpu', null, 'kpu'],
    ['broadcast', 'correction', null, null],
    ['emergency', null, null, 'lift'],
    ['stall', null, null, 'servers'],
    ['slow-down', null, null, null],
  ] as const)('say what lets it go on: %s by %s', (cause, by, why, todo) =>
    expect(todoOf({ cause, by }, why)).toBe(todo),
  );

  it('name who handles what the alert is about', () => {
    expect(isAbout('brake', held('braked', 'brake'))).toBe(true);
    expect(isAbout('stalled', held('slowed', 'away'))).toBe(true);
    expect(isAbout('stalled', held('paused', 'broadcast'))).toBe(false);
    expect(isAbout('review', held('slowed', 'away'))).toBe(false);
  });

  it('tell of a carrier that refuses: an alarm where nothing of its channel goes out', () => {
    const refused = (waiting: number | null) => ({ carriers: ['telkomsel'], waiting });
    expect(bandsOf([], [refused(96)])).toEqual([{ of: refused(96), tone: 'alarm' }]);
    expect(bandsOf([], [refused(null)])).toMatchObject([{ tone: 'notice' }]);
    expect(
      foremost(bandsOf([held('stopped', 'emergency'), held('braked', 'brake')], [refused(96)])).more,
    ).toBe(1);
  });

  it('say what ends nothing by itself where nothing else is said', () => {
    expect(bandsOf([held('braked', 'brake', 0)])).toHaveLength(1);
  });
});
