import { doubterOf, openDoubts } from './doubts.rules';
import { endsBrakes, endsNothing, ofOneCause, pauserOf, sinceDoubt, together } from './pauses.rules';

describe('a doubt on what the brake held before', () => {
  const AT = '2026-11-28T07:12:00.000Z';
  const act = {
    act: 'pause',
    at: '2026-11-28T07:12:00.020Z',
    as: 'kpu',
    channel: null,
    regionCode: '32',
    by: { name: 'Agus Salim' },
    doubt: true,
    keptInDoubt: false,
    reason: 'jam TPS',
  };
  const held = (channel: string, more = {}) => ({
    channel,
    kind: 'paused',
    cause: 'broadcast',
    since: AT,
    by: 'kpu',
    reason: 'jam TPS',
    brake: null,
    waves: 1,
    of: 2,
    all: 2,
    regions: ['32'],
    doubted: true,
    ...more,
  });
  // The brake was released: the wave stays paused for the doubt, since the brake.
  const braked = held('sms', { since: '2026-11-28T07:02:00.000Z' });
  const [one, ...others] = together(sinceDoubt([held('email'), braked], [act]));

  it('is shown once, with the person who cast it', () => {
    expect(others).toEqual([]);
    expect(one).toMatchObject({ channels: ['email', 'sms'], since: AT });
    expect(one && pauserOf([act], one)).toBe('Agus Salim');
  });

  it('has a name where no pause was made for it', () => {
    const doubts = openDoubts([{ ...act, act: 'doubt' }], { since: AT, by: 'kpu', reason: 'jam TPS' });
    const [alone] = together([braked]);
    expect(alone && pauserOf([act], alone)).toBeNull();
    expect(alone && doubterOf(doubts, alone)).toBe('Agus Salim');
    expect(alone && doubterOf(doubts, { ...alone, by: 'author' })).toBeNull();
  });

  it('leaves the time of other pauses', () => {
    const technical = held('sms', { since: braked.since, by: 'operator', doubted: false });
    const elsewhere = held('sms', { since: braked.since, regions: ['33'] });
    for (const other of [technical, elsewhere])
      expect(sinceDoubt([held('email'), other], [act])).toEqual([held('email'), other]);
  });
});

it('a pause of several channels counts what is left on all of them', () => {
  const on = (channel: string, waiting: number) => ({
    channel,
    kind: 'paused',
    cause: 'broadcast',
    since: null,
    by: 'kpu',
    reason: null,
    brake: null,
    waves: 2,
    of: 2,
    all: 2,
    regions: null,
    waiting,
  });
  expect(together([on('email', 0), on('sms', 3)])).toMatchObject([{ waves: 4, waiting: 3 }]);
});

describe('pauses that differ by milliseconds, regions or counts', () => {
  const brake = (copies: number) => ({
    why: 'fault',
    code: 'twilio 21612',
    copies,
    of: copies,
    carrier: null,
  });
  const pause = (region: string, since: string, more = {}) => ({
    since: `2026-11-28T07:${since}Z`,
    reason: null,
    brake: brake(Number(region)),
    regions: [region],
    doubted: false,
    ...more,
  });
  const held = (region: string, since: string, more = {}) => ({
    ...pause(region, since),
    channel: 'sms',
    kind: 'braked',
    cause: 'brake',
    by: 'brake',
    waves: 1,
    of: 4,
    all: 4,
    waiting: 5,
    ...more,
  });

  it('are one line of a broadcast, with all their regions', () => {
    const of = [pause('32', '02:10.001'), pause('11', '02:10.017'), pause('51', '02:59.900')];
    expect(ofOneCause(of)).toMatchObject([{ since: of[0]?.since, regions: ['11', '32', '51'] }]);
  });

  it('stay apart where the minute, the reason or the doubt differs', () => {
    const of = [
      pause('32', '02:10.001'),
      pause('11', '03:10.001'),
      pause('12', '02:10.001', { reason: 'Jaringan', brake: null }),
      pause('13', '02:10.001', { doubted: true }),
    ];
    expect(ofOneCause(of)).toHaveLength(4);
  });

  it('are one hindrance of a channel, which adds up what waits', () => {
    expect(together([held('32', '02:10.001'), held('11', '02:10.017')])).toMatchObject([
      { channels: ['sms'], regions: ['11', '32'], waves: 2, of: 4, all: 4, waiting: 10 },
    ]);
  });

  it('name what the brake still holds once a tried region has ended, however many they are', () => {
    const regions = Array.from({ length: 36 }, (_, n) => `${n + 11}`);
    const left = held('11', '02:10.001', { regions, waves: 36, of: 36, all: 38 });
    expect(together([left])).toMatchObject([{ regions, waves: 36 }]);
    expect(together([{ ...left, all: 36 }])).toMatchObject([{ regions: null }]);
  });

  it('stay apart on channels that they hold in different regions', () => {
    const elsewhere = held('32', '02:10.017', { channel: 'email' });
    expect(together([held('11', '02:10.001'), elsewhere])).toHaveLength(2);
    expect(together([held('32', '02:10.001'), elsewhere])).toMatchObject([{ channels: ['sms', 'email'] }]);
  });
});

describe('the end of an emergency stop', () => {
  const stop = (channel: string, waves: number) => ({
    channel,
    kind: 'stopped',
    cause: 'emergency',
    since: null,
    by: 'Operator',
    reason: 'uji',
    brake: null,
    waves,
    of: 3,
    all: 3,
    regions: null,
  });

  it.each([
    ['lets nothing go on where all that is left is paused itself', [0, 0], true],
    ['lets something go on where one channel has waves that are not', [0, 2], false],
  ] as const)('%s', (_, waves, nothing) =>
    expect(together(waves.map((count, at) => stop(`${at}`, count))).map(endsNothing)).toEqual([nothing]),
  );
});

it('what is let go on is a brake only where nobody paused anything besides', () => {
  const of = (...causes: string[]) => endsBrakes(causes.map((cause) => ({ cause })));
  expect(of('brake', 'brake', 'away')).toBe(true);
  expect(of('brake', 'broadcast')).toBe(false);
  expect(of('channel', 'away')).toBe(false);
});
