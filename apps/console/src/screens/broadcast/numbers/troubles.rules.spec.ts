import { sumOf } from '../../../parts/sending/account.rules';
import { isClear, isUnheld, obstaclesOf, refusalsOf, slowIn, troublesOf, untold } from './troubles.rules';

const counts = (some: Partial<ReturnType<typeof sumOf>>) => ({ ...sumOf([]), ...some });
const going = {
  state: 'running',
  total: counts({ accepted: 10 }),
  channels: { sms: counts({ pending: 96 }), email: counts({ accepted: 10 }) },
  hindrances: [] as { channel: string; cause: string }[],
  away: [] as { channel: string }[],
  stalled: [] as { channel: string }[],
};
const hold = { channel: 'sms' };

describe('a broadcast is clear', () => {
  it('while nothing holds it up and no copy is uncertain', () =>
    expect(isClear(troublesOf(going, []))).toBe(true));

  it.each([
    ['a carrier refuses it', going, [hold]],
    ['a hindrance stands', { ...going, hindrances: [{ channel: 'sms', cause: 'channel' }] }, []],
    ['a provider is away', { ...going, away: [{ channel: 'sms' }] }, []],
    ['a channel is stalled', { ...going, stalled: [{ channel: 'sms' }] }, []],
    ['copies are uncertain', { ...going, total: counts({ unknown: 60 }) }, []],
  ])('but not while %s', (_, one, holds) => expect(isClear(troublesOf(one, holds))).toBe(false));

  it('of what holds up once it has ended, though not of what is uncertain', () => {
    const over = { ...going, state: 'completed', total: counts({ unknown: 60 }) };
    expect(isUnheld(troublesOf(over, [hold]))).toBe(true);
    expect(isClear(troublesOf(over, [hold]))).toBe(false);
  });

  it('of what stands in the way of a channel that has sent all of its own', () => {
    const email = [{ channel: 'email', cause: 'broadcast' }];
    expect(isClear(troublesOf({ ...going, hindrances: email, away: email, stalled: email }, []))).toBe(true);
    // A pause still waits for somebody where nothing is left to send.
    const sent = { ...going, channels: { email: counts({ accepted: 10 }) }, hindrances: email };
    expect(troublesOf(sent, []).hindrances).toEqual(email);
  });

  it('of a carrier where nothing waits on its channel any more', () =>
    expect(troublesOf(going, [{ channel: 'email' }]).holds).toEqual([]));
});

it('a provider that is away is told once, by its hindrance or by itself', () => {
  const away = [{ channel: 'email' }];
  expect(untold({ hindrances: [], away, stalled: [] })).toEqual([{ of: away[0], cause: 'away' }]);
  expect(untold({ hindrances: [{ channel: 'email', cause: 'away' }], away, stalled: [] })).toEqual([]);
});

it('what prevents an estimate names each channel that is refused once', () => {
  const troubles = {
    hindrances: [],
    away: [],
    stalled: [{ channel: 'email' }],
    holds: [hold, hold],
    uncertain: 0,
  };
  expect(obstaclesOf(troubles).map(({ channel, cause }) => [channel, cause])).toEqual([
    ['email', 'stall'],
    ['sms', 'refused'],
  ]);
});

describe('the refusals of a channel', () => {
  const held = (carrier: string, since: string, nextAt: string) => ({
    channel: 'sms' as const,
    carrier,
    since,
    nextAt,
    trying: false,
  });
  const holds = [
    held('tri', '2029-02-06T07:02Z', '2029-02-06T07:20Z'),
    held('indosat', '2029-02-06T07:01Z', '2029-02-06T07:14Z'),
  ];

  it('are one, from the first on, with the next try of all, and all that waits where nothing goes out', () =>
    expect(refusalsOf(holds, going.channels, () => true)).toEqual([
      {
        channel: 'sms',
        carriers: ['tri', 'indosat'],
        since: '2029-02-06T07:01Z',
        nextAt: '2029-02-06T07:14Z',
        trying: false,
        waiting: 96,
      },
    ]));

  it('have no number where others go on', () =>
    expect(refusalsOf(holds, going.channels, () => false)).toMatchObject([{ waiting: null }]));
});

describe('a broadcast is slow on a channel', () => {
  const now = Date.parse('2026-12-01T14:00:00Z');
  const zones = [
    { startsAt: '2026-12-01T13:00:00Z', messages: 400 },
    { startsAt: '2026-12-01T15:00:00Z', messages: 9_000 },
  ];
  const one = { channels: { email: counts({ pending: 9_400 }) }, limits: { email: 500 } };
  const slow = (pace: number | null, ahead: object = {}, obstacles: Parameters<typeof slowIn>[3] = []) =>
    slowIn(
      one,
      { email: { zones, retryAt: null, ahead: 0, ...ahead } },
      new Map([['email', pace]]),
      obstacles,
      now,
    );

  it('that goes far below its limit, with what is due', () =>
    expect(slow(5)).toEqual([{ channel: 'email', pace: 5, rate: 500, messages: 400, ahead: 0 }]));

  it('or of which a provider has taken nothing, as long as some of it is listed and due', () => {
    const none = (some: object, messages = 8, pace = 0) =>
      slowIn(
        { channels: { email: counts({ pending: 8, ...some }) }, limits: { email: 500 } },
        { email: { zones: [{ startsAt: '2026-12-01T13:00:00Z', messages }], retryAt: null, ahead: 0 } },
        new Map([['email', pace]]),
        [],
        now,
      );
    expect(none({})).toEqual([{ channel: 'email', pace: 0, rate: 500, messages: 8, ahead: 0 }]);
    expect(none({ accepted: 1 })).toEqual([]);
    expect(none({ pending: 0, unlisted: 8 })).toEqual([]);
    expect(none({}, 0)).toEqual([]);
    expect(none({}, 8, 1)).toEqual([]);
  });

  it('or of which nothing goes out now though much is due', () => {
    const stands = slowIn(
      { channels: { email: counts({ pending: 400, accepted: 9_000 }) }, limits: { email: 500 } },
      { email: { zones: zones.slice(0, 1), retryAt: null, ahead: 0 } },
      new Map([['email', 0]]),
      [],
      now,
    );
    expect(stands).toEqual([{ channel: 'email', pace: 0, rate: 500, messages: 400, ahead: 0 }]);
  });

  it('or that waits for more urgent broadcasts, however little of it is due', () => {
    const turn = (pace: number) =>
      slowIn(
        { channels: { email: counts({ pending: 3, accepted: 9_000 }) }, limits: { email: 500 } },
        { email: { zones: [{ startsAt: '2026-12-01T13:00:00Z', messages: 3 }], retryAt: null, ahead: 70 } },
        new Map([['email', pace]]),
        [],
        now,
      );
    expect(turn(0)).toEqual([{ channel: 'email', pace: 0, rate: 500, messages: 3, ahead: 70 }]);
    expect(turn(1)).toEqual([]);
  });

  it.each([
    ['near its limit', slow(140)],
    ['of which the pace is not measured', slow(null)],
    ['that waits for another try', slow(5, { retryAt: '2026-12-01T14:05:00Z' })],
    [
      'of which something else says why',
      slow(5, {}, [{ channel: 'email', kind: 'braked', cause: 'brake', waves: 1, of: 2 }]),
    ],
    ['of which little is due', slow(5, { zones: [{ startsAt: '2026-12-01T13:00:00Z', messages: 40 }] })],
  ])('but not one %s', (_, found) => expect(found).toEqual([]));
});
