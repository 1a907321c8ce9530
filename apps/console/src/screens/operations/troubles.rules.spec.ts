import {
  areQueuesEmpty,
  checksOf,
  heldApart,
  heldOn,
  heldWith,
  helperOf,
  refusedAccounts,
  sendersOf,
  smallestRegion,
  standsStill,
  summaryOf,
  troublesOf,
  whyOf,
  worstFirst,
} from './troubles.rules.js';

type View = Parameters<typeof summaryOf>[0];
type Hindrance = NonNullable<View['channels'][number]['hindrance']>;

const AT = '2026-11-28T19:14:00.120Z';
const BRAKE = {
  channel: 'sms',
  why: 'fault',
  code: 'twilio 21612',
  copies: 21,
  of: 21,
  carrier: null,
} as const;
const by = (cause: Hindrance['cause'], more: Partial<Hindrance> = {}): Hindrance => ({
  kind: 'slowed',
  cause,
  since: AT,
  reason: null,
  brake: null,
  by: null,
  inPart: false,
  ...more,
});
const queue = { waiting: 0, active: 0, delayed: 0, failed: 0, oldestAt: null };
const figures = { waiting: 0, scheduled: 0, paused: 0, unlisted: 0, pace: 0, rate: 100 };
const on = (
  channel: 'email' | 'telegram' | 'sms',
  hindrance: Hindrance | null = null,
  ...alsoHeldBy: Hindrance[]
) => ({ channel, hindrance, alsoHeldBy, queue, stalled: 0, ...figures });
const held = (
  broadcastId: string,
  channel: 'email' | 'sms',
  cause: 'brake' | 'broadcast' | 'emergency',
  waiting = 5,
) => ({
  broadcastId,
  title: 'Jam TPS',
  channel,
  kind: 'braked' as const,
  cause,
  since: AT,
  reason: null,
  brake: null,
  by: 'brake',
  waves: 1,
  waiting,
  pauses: [],
});
const view = (more: Partial<View> = {}): View => ({
  channels: [on('email'), on('telegram'), on('sms')],
  hindrances: [],
  running: 3,
  halted: 0,
  silent: [],
  refusals: [],
  carrierHolds: [],
  brakeWarnings: [],
  uncertain: [],
  untrustedProxies: [],
  ready: { unsafe: [] },
  ...more,
});

describe('what an operator reads first', () => {
  it('says that all is well where nothing is held up', () => {
    expect(summaryOf(view())).toEqual({
      tone: 'good',
      troubles: [],
      lesser: [],
      goOn: ['email', 'telegram', 'sms'],
      idle: [],
      running: 3,
      halted: 0,
      held: 0,
      heldOn: [],
    });
  });

  it('names the account that is refused, and the channels that go on', () => {
    const refused = by('away', { reason: 'twilio 20003' });
    const found = summaryOf(view({ channels: [on('email'), on('telegram'), on('sms', refused)] }));
    expect(found).toMatchObject({ tone: 'bad', goOn: ['email', 'telegram'] });
    expect(found.troubles).toMatchObject([{ channels: ['sms'], why: 'account' }]);
  });

  it('notes a channel that goes far below its limit while much waits, unless something else says why', () => {
    const crawls = { waiting: 900, pace: 8 };
    const found = summaryOf(view({ channels: [on('email'), { ...on('sms'), ...crawls }] }));
    expect(found).toMatchObject({ tone: 'watch', lesser: ['slow'], troubles: [] });
    for (const quiet of [
      { ...on('sms'), ...crawls, waiting: 45 },
      { ...on('sms'), ...crawls, scheduled: 860 },
      { ...on('sms', by('slow-down')), ...crawls },
    ])
      expect(summaryOf(view({ channels: [on('email'), quiet] })).lesser).toEqual([]);
  });

  it('notes it beside a brake on another broadcast, and counts those that are braked', () => {
    const crawls = { ...on('email', by('brake', { kind: 'braked', inPart: true })), waiting: 900, pace: 8 };
    const hindrances = [
      held('1', 'email', 'brake'),
      held('1', 'email', 'broadcast'),
      held('2', 'sms', 'brake'),
    ];
    expect(summaryOf(view({ channels: [crawls], hindrances })).lesser).toEqual(['slow']);
    expect(heldOn(hindrances, 'email', 'brake')).toBe(1);
    const slowed = { ...crawls, alsoHeldBy: [by('slow-down')] };
    expect(summaryOf(view({ channels: [slowed], hindrances })).lesser).toEqual([]);
  });

  it('says of no channel that it sends where messages are due and none goes out', () => {
    const still = { ...on('sms'), waiting: 106, scheduled: 10 };
    expect(summaryOf(view({ channels: [on('email'), still] }))).toMatchObject({
      goOn: ['email'],
      idle: ['sms'],
    });
    for (const goes of [
      { ...still, pace: 2 },
      { ...still, scheduled: 106 },
      { ...still, paused: 96 },
    ])
      expect(summaryOf(view({ channels: [goes] }))).toMatchObject({ goOn: ['sms'], idle: [] });
    expect(summaryOf(view({ channels: [{ ...still, hindrance: by('away') }] })).idle).toEqual([]);
    // What has just begun or gone on has not waited for long.
    expect(summaryOf(view({ channels: [still] }), [])).toMatchObject({ goOn: ['sms'], idle: [] });
  });

  it('puts what stops a whole channel before what is paused on it', () => {
    const paused = by('broadcast', { kind: 'paused', inPart: true });
    const of = on('sms', paused, by('slow-down'), by('away'));
    expect(worstFirst(of).map(({ cause }) => cause)).toEqual(['away', 'broadcast', 'slow-down']);
    expect(worstFirst(on('sms'))).toEqual([]);
  });

  it('begins with what stops a whole channel, whatever is braked beside it', () => {
    const {
      troubles,
      goOn,
      held: count,
      heldOn,
    } = summaryOf(
      view({
        channels: [on('email', by('brake', { inPart: true, brake: BRAKE })), on('sms', by('unserved'))],
        hindrances: [held('7', 'email', 'brake'), held('8', 'email', 'brake')],
      }),
    );
    expect(heldOn).toEqual(['email']);
    expect(troubles.map(({ hindrance }) => hindrance.cause)).toEqual(['unserved', 'brake']);
    expect(goOn).toEqual(['email']);
    expect(count).toBe(2);
  });

  it.each([
    ['a provider that slows down', { channels: [on('email', by('slow-down'))] }, 'watch'],
    [
      'a broadcast that somebody paused',
      { channels: [on('email', by('broadcast', { kind: 'paused' }))] },
      'watch',
    ],
    ['a failed job', { channels: [{ ...on('email'), queue: { ...queue, failed: 1 } }] }, 'watch'],
    ['a program without a sign of life', { silent: [{ program: 'worker', name: 'w', since: AT }] }, 'bad'],
  ] as const)('tells %s', (_, more, tone) => {
    expect(summaryOf(view(more as unknown as Partial<View>)).tone).toBe(tone);
  });
});

describe('troubles', () => {
  it('are one for an emergency stop, with what waits of a broadcast on all channels', () => {
    const stop = by('emergency', { kind: 'stopped' });
    const found = troublesOf(
      [on('email', stop), on('sms', stop)],
      [held('7', 'email', 'emergency', 5), held('7', 'sms', 'emergency', 3)],
    );
    expect(found).toMatchObject([
      { channels: ['email', 'sms'], broadcasts: [{ broadcastId: '7', waiting: 8 }] },
    ]);
  });

  it('are several where a channel is held up by several causes, or each of two has its own', () => {
    const paused = by('channel', { kind: 'paused' });
    const channels = [on('email', paused, by('away')), on('sms', { ...paused, reason: 'x' }, by('away'))];
    expect(troublesOf(channels, [])).toHaveLength(4);
  });

  it('are one for channels that were paused for one reason within a minute', () => {
    const paused = by('channel', { kind: 'paused', reason: 'Uji', by: 'Bayu' });
    const [one, ...others] = troublesOf([on('email', paused), on('sms', paused)], []);
    expect([one?.channels, others]).toEqual([['email', 'sms'], []]);
  });

  it('are one for a broadcast that one act paused on several channels, unless more of it is held apart', () => {
    const paused = by('broadcast', { kind: 'paused', inPart: true });
    const channels = [on('email', paused), on('sms', paused)];
    const one = [held('7', 'email', 'broadcast', 5), held('7', 'sms', 'broadcast', 3)];
    expect(troublesOf(channels, one)).toMatchObject([
      { channels: ['email', 'sms'], broadcasts: [{ broadcastId: '7', waiting: 8 }] },
    ]);
    const [first, second] = one;
    expect(troublesOf(channels, [first!, { ...second!, reason: 'x' }])).toHaveLength(2);
    expect(troublesOf(channels, [...one, held('8', 'sms', 'broadcast')])).toHaveLength(2);
  });

  it.each([
    ['twilio ETIMEDOUT', 'silent'],
    ['smtp ECONNREFUSED', 'silent'],
    ['twilio http 503', 'error'],
    ['telegram 502', 'error'],
    [null, 'silent'],
    ['smtp 5.7.8', 'account'],
    ['twilio 20003', 'account'],
    ['smtp 5.3.0', 'refused'],
  ])('have a provider away for %s as %s', (reason, why) => {
    expect(whyOf(by('away', { reason }))).toBe(why);
  });

  it('tell an account that is refused from a sender', () => {
    const of = (code: string) => whyOf(by('brake', { brake: { ...BRAKE, why: 'sender', code } }));
    expect([of('twilio 20003'), of('twilio 21612'), of('smtp 5.7.8'), of('telegram 401')]).toEqual([
      'account',
      'sender',
      'account',
      'account',
    ]);
  });

  it('stand still where nobody stopped the channel and nothing goes out', () => {
    const of = (cause: Hindrance['cause'], kind: Hindrance['kind']) => standsStill({ cause, kind });
    expect([of('away', 'slowed'), of('slow-down', 'slowed'), of('channel', 'paused')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('have the checks of their own channel', () => {
    const braked = by('brake', { brake: BRAKE });
    const of = (channel: 'email' | 'sms') => ({
      hindrance: braked,
      channels: [channel],
      why: whyOf(braked),
    });
    expect(checksOf(of('email'))).toEqual(['account', 'domain', 'content']);
    expect(checksOf(of('sms'))).toEqual(['account', 'content']);
    // Where the code says that the domain is, that comes first.
    const domain = { ...of('email'), hindrance: by('brake', { brake: { ...BRAKE, code: 'smtp 5.7.26' } }) };
    expect(checksOf(domain)).toEqual(['domain', 'account', 'content']);
    expect(checksOf({ hindrance: by('away'), channels: ['sms'], why: 'error' })).toEqual(['statusPage']);
  });

  it('name who can help', () => {
    const of = (cause: Hindrance['cause']) => helperOf({ hindrance: by(cause), why: null });
    expect([of('away'), of('stall'), of('channel')]).toEqual(['provider', 'servers', null]);
    expect(helperOf({ hindrance: by('brake'), why: 'key' })).toBe('servers');
  });
});

it('queues are empty only where nothing waits, works, has failed or was left behind', () => {
  const of = on('sms');
  expect(areQueuesEmpty([of])).toBe(true);
  for (const one of ['waiting', 'delayed', 'active', 'failed'] as const)
    expect(areQueuesEmpty([of, { ...of, queue: { ...queue, [one]: 1 } }])).toBe(false);
  expect(areQueuesEmpty([{ ...of, stalled: 1 }])).toBe(false);
  expect(areQueuesEmpty([{ ...of, queue: null }])).toBe(false);
});

describe('holds for carriers', () => {
  const hold = (broadcastId: string, channel: 'email' | 'sms') => ({ broadcastId, channel });

  it('are told with the brake of their broadcast on their channel, and with nothing else', () => {
    const holds = [hold('1', 'email'), hold('1', 'sms'), hold('2', 'email')];
    const hindrances = [held('1', 'email', 'brake'), held('2', 'email', 'broadcast')];
    expect(heldWith(holds, held('1', 'email', 'brake'))).toEqual([hold('1', 'email')]);
    expect(heldWith(holds, held('2', 'email', 'broadcast'))).toEqual([]);
    expect(heldApart(holds, hindrances)).toEqual([hold('1', 'sms'), hold('2', 'email')]);
  });
});

describe('what a provider refuses', () => {
  const account = (name: string, awaySince: string | null = null) => ({ name, awaySince });

  it('is the account that is away, or any of them where nothing tells which', () => {
    const accounts = [account('a'), account('b', AT)];
    expect(refusedAccounts({ why: 'account' }, accounts)).toEqual([account('b', AT)]);
    expect(refusedAccounts({ why: 'sender' }, [account('a'), account('b')])).toHaveLength(2);
    for (const why of ['dead', 'key', 'silent', null] as const)
      expect(refusedAccounts({ why }, accounts)).toEqual([]);
  });

  it('names each sender once, as far as it is known', () => {
    expect(
      sendersOf([{ sender: 'info@siar.go.id' }, { sender: 'info@siar.go.id' }, { sender: null }]),
    ).toEqual(['info@siar.go.id']);
  });
});

describe('the region to try first', () => {
  const wave = (regionCode: string, pending: number, more: object = {}) => ({
    channel: 'email' as const,
    regionCode,
    state: 'paused',
    pausedBy: 'brake',
    pending,
    unlisted: 0,
    doubted: false,
    ...more,
  });

  it('is the one with the fewest copies behind this brake', () => {
    expect(smallestRegion([wave('11', 90), wave('51', 20), wave('51', 30), wave('92', 60)], 'email')).toBe(
      '51',
    );
    expect(smallestRegion([wave('11', 1, { unlisted: 50 }), wave('51', 40)], 'email')).toBe('51');
  });

  it('has copies enough to tell, or the most where none has', () => {
    expect(smallestRegion([wave('76', 1), wave('11', 90), wave('51', 40)], 'email')).toBe('51');
    // A trial of which a few expire would tell nothing.
    expect(smallestRegion([wave('11', 90), wave('51', 21)], 'email')).toBe('11');
    expect(smallestRegion([wave('76', 1), wave('11', 9), wave('51', 4)], 'email')).toBe('11');
  });

  it('is another one than was tried last, where there is one', () => {
    const waves = [wave('11', 90), wave('51.71', 20), wave('92', 60)];
    expect(smallestRegion(waves, 'email', '51')).toBe('92');
    expect(smallestRegion([wave('51', 2)], 'email', '51')).toBe('51');
  });

  it('is none without copies, in doubt, stopped by a person or on another channel', () => {
    const others = [
      wave('11', 0),
      wave('12', 1, { doubted: true }),
      wave('13', 1, { pausedBy: 'operator' }),
      wave('14', 1, { state: 'released' }),
      wave('15', 1, { channel: 'sms' as const }),
    ];
    expect(smallestRegion(others, 'email')).toBeNull();
    expect(smallestRegion([...others, wave('16', 7)], 'email')).toBe('16');
  });
});
