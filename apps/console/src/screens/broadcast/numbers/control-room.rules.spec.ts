import fc from 'fast-check';
import { STANDINGS, sumOf } from '../../../parts/sending/account.rules';
import { arrivalsOf } from '../../../parts/sending/arrivals.rules';
import { funnelOf, whySuppressed } from './funnel.rules';
import { finishAt } from './live.rules';
import { begunIn, zoneEnds } from './zone-ends.rules';

describe('the funnel', () => {
  const total = {
    ...sumOf([]),
    targeted: 83,
    unlisted: 20,
    accepted: 40,
    delivered: 20,
    failed: 8,
    unknown: 2,
    pending: 10,
    suppressed: 3,
  };
  it('names at each step what fell out before it', () =>
    expect(funnelOf(total)).toEqual([
      { name: 'expected', copies: 103, share: 1, lost: [] },
      {
        name: 'handed',
        copies: 70,
        share: 70 / 103,
        lost: [
          ['waiting', 30],
          ['suppressed', 3],
        ],
      },
      {
        name: 'accepted',
        copies: 60,
        share: 60 / 103,
        lost: [
          ['failed', 8],
          ['unknown', 2],
        ],
      },
    ]));
  it('adds up: each step is the one before less what it names', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(999), { minLength: 11, maxLength: 11 }), (counts) => {
        const by = Object.fromEntries(STANDINGS.map((one, at) => [one, counts[at] ?? 0]));
        const listed = STANDINGS.filter((one) => one !== 'unlisted' && one !== 'neverListed');
        const steps = funnelOf({
          ...sumOf([]),
          ...by,
          targeted: listed.reduce((sum, one) => sum + (by[one] ?? 0), 0),
        });
        for (const [at, { copies, lost }] of steps.entries())
          if (at > 0)
            expect(copies + lost.reduce((sum, [, gone]) => sum + gone, 0)).toBe(steps[at - 1]?.copies);
      }),
    ));
  it('has no shares while nobody is listed', () => expect(funnelOf(sumOf([]))[0]?.share).toBe(0));
});

describe('arrivals', () => {
  const counts = { ...sumOf([]), accepted: 10, delivered: 20 };
  it('are counted of the channels that report them', () =>
    expect(
      arrivalsOf([
        ['email', { ...counts, delivered: 0 }],
        ['sms', counts],
      ]),
    ).toEqual({ arrived: 20, of: 30 }));
  it('are nothing where no provider reports any', () =>
    expect(arrivalsOf([['telegram', counts]])).toBeNull());
});

describe('the end of a zone', () => {
  const now = Date.parse('2026-11-30T01:00Z');
  const zone = (timeZone: string, startsAt: string, finishesAt: string, messages = 60) => ({
    timeZone,
    startsAt: `2026-11-30T${startsAt}Z`,
    finishesAt: `2026-11-30T${finishesAt}Z`,
    messages,
  });
  const nameOf = (timeZone: string): string => (timeZone === 'Asia/Jayapura' ? 'WIT' : 'WIB');
  const ends = (...channels: Parameters<typeof zoneEnds<'email' | 'sms'>>[0]) =>
    zoneEnds(channels, nameOf, now).map((one) => [one.zone, one.ends?.slice(11, 16) ?? null, one.still]);
  const fast = { rate: 1_000, still: [] };

  it('is that of its last channel, on one clock for all its time zones', () =>
    expect(
      zoneEnds(
        [
          {
            ...fast,
            channel: 'email',
            zones: [zone('Asia/Jayapura', '00:00', '01:10'), zone('Asia/Jakarta', '02:00', '03:00')],
          },
          {
            ...fast,
            channel: 'sms',
            zones: [zone('Asia/Pontianak', '01:30', '02:00'), zone('Asia/Makassar', '01:00', '09:00', 0)],
          },
        ],
        nameOf,
        now,
      ),
    ).toMatchObject([
      {
        zone: 'WIT',
        timeZone: 'Asia/Jayapura',
        begins: '2026-11-30T00:00:00.000Z',
        ends: '2026-11-30T01:10:00.000Z',
        still: [],
      },
      {
        zone: 'WIB',
        timeZone: 'Asia/Jakarta',
        begins: '2026-11-30T01:30:00.000Z',
        ends: '2026-11-30T03:00:00.000Z',
        still: [],
      },
    ]));

  it('is not before the measured rate of a channel is through with all that is due', () =>
    expect(
      ends(
        // 120 messages are due at one in five seconds.
        {
          channel: 'email',
          rate: 0.2,
          still: [],
          zones: [
            zone('Asia/Jayapura', '00:00', '01:01'),
            zone('Asia/Jakarta', '00:00', '01:01'),
            zone('Asia/Pontianak', '03:00', '03:01'),
          ],
        },
        { ...fast, channel: 'sms', zones: [zone('Asia/Jayapura', '00:00', '01:01')] },
      ),
    ).toEqual([
      ['WIT', '01:10', []],
      ['WIB', '03:01', []],
    ]));

  it.each([
    ['says that a channel sends nothing', 0, [], ['email']],
    ['waits for the rate to be measured', null, [], []],
  ])('%s', (_, rate, still, names) =>
    expect(
      ends(
        { channel: 'email', rate, still, zones: [zone('Asia/Jakarta', '00:00', '01:01')] },
        { ...fast, channel: 'sms', zones: [zone('Asia/Jayapura', '00:00', '01:01')] },
      ),
    ).toEqual([
      ['WIT', '01:01', []],
      ['WIB', null, names],
    ]),
  );

  it('stands beside the true begin, which no retry moves', () => {
    const wave = {
      timeZone: 'Asia/Jakarta',
      state: 'released',
      dueAt: '2026-11-30T00:50:00Z',
      windowFrom: null,
    };
    const begun = begunIn(
      [
        { ...wave, firstHandoverAt: '2026-11-30T00:59:00Z' },
        { ...wave, firstHandoverAt: '2026-11-30T00:58:00Z', dueAt: '2026-11-30T00:00:00Z' },
        // Due, though nothing of it went out; not due yet; not in its hours; never to be.
        { ...wave, firstHandoverAt: null, timeZone: 'Asia/Makassar' },
        { ...wave, firstHandoverAt: null, timeZone: 'Asia/Jayapura', dueAt: '2026-11-30T02:00:00Z' },
        { ...wave, firstHandoverAt: null, timeZone: 'Asia/Jayapura', windowFrom: '08:00' },
        { ...wave, firstHandoverAt: null, timeZone: 'Asia/Jayapura', state: 'cancelled' },
      ],
      now,
    );
    expect([...begun]).toEqual([
      ['Asia/Jakarta', Date.parse('2026-11-30T00:58Z')],
      ['Asia/Makassar', Date.parse('2026-11-30T00:50Z')],
    ]);
    const retried = { ...fast, channel: 'sms' as const, zones: [zone('Asia/Jakarta', '01:10', '01:11')] };
    expect(zoneEnds([retried], (timeZone) => timeZone, now, begun).map(({ begins }) => begins)).toEqual([
      '2026-11-30T00:58:00.000Z',
    ]);
  });

  it('is told from west to east where zones end in one minute', () => {
    const zones = [zone('Asia/Jayapura', '00:00', '01:10'), zone('Asia/Jakarta', '00:00', '01:10')];
    expect(ends({ channel: 'sms', rate: null, still: [], zones }).map(([name]) => name)).toEqual([
      'WIB',
      'WIT',
    ]);
  });

  it('keeps the line of a zone of which the forecast has nothing left, while copies are', () => {
    const left = ['Asia/Jakarta', 'Asia/Jayapura'];
    const sms = { ...fast, channel: 'sms', left, zones: [zone('Asia/Jakarta', '00:00', '01:01')] };
    expect(
      zoneEnds([sms], nameOf, now).map(({ zone: name, ends: at, working }) => [name, at !== null, working]),
    ).toEqual([
      ['WIB', true, false],
      ['WIT', false, true],
    ]);
  });

  it('is unknown where a channel is held back, though the others go on', () =>
    expect(
      ends(
        { channel: 'email', rate: 0, still: ['Asia/Jakarta', 'Asia/Pontianak'], zones: [] },
        { ...fast, channel: 'sms', zones: [zone('Asia/Jakarta', '00:00', '01:01')] },
      ),
    ).toEqual([['WIB', null, ['email']]]));

  it('is never before the end of a channel that the page shows beside it', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            timeZone: fc.constantFrom('Asia/Jakarta', 'Asia/Jayapura'),
            startsIn: fc.integer({ min: -60, max: 60 }),
            lasts: fc.integer({ min: 0, max: 60 }),
            messages: fc.integer({ min: 1, max: 500 }),
          }),
          { minLength: 1, maxLength: 4 },
        ),
        fc.double({ min: 0.01, max: 50, noNaN: true }),
        (lots, rate) => {
          const zones = lots.map(({ timeZone, startsIn, lasts, messages }) => ({
            timeZone,
            startsAt: new Date(now + startsIn * 60_000).toISOString(),
            finishesAt: new Date(now + Math.max(0, startsIn + lasts) * 60_000).toISOString(),
            messages,
          }));
          const finishesAt = zones.map((one) => one.finishesAt).reduce((a, b) => (a > b ? a : b));
          const last = zoneEnds([{ channel: 'sms', zones, rate, still: [] }], nameOf, now).at(-1)?.ends;
          expect(Date.parse(last ?? '')).toBe(Math.floor(finishAt({ finishesAt, zones }, rate, now) ?? 0));
        },
      ),
    ));
});

it('says of copies that were not sent why, and nothing that did not occur', () => {
  const of = (...reasons: string[]) =>
    whySuppressed([
      { state: 'failed', reason: 'smtp 5.1.1' },
      ...reasons.map((reason) => ({ state: 'suppressed', reason })),
    ]);
  expect(of('dead before', 'dead before sending')).toBe('dead');
  expect(of('suppressed before', 'left or suppressed before sending')).toBe('left');
  expect(of('dead before', 'suppressed before')).toBe('suppressed');
  expect(of()).toBe('suppressed');
  // A reason of another release is neither.
  expect(of('over the limit')).toBe('suppressed');
  expect(of('over the limit', 'suppressed before')).toBe('suppressed');
});
