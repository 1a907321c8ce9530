import {
  awayIn,
  busySpan,
  drawnOf,
  fastest,
  haltsIn,
  annotationsOf,
  annotationsOn,
  partsOf,
  type Stopped,
  valuesOf,
} from './course.rules';

const MINUTE = 60_000;
const at = (minutes: number): string => new Date(minutes * MINUTE).toISOString();
const point = (from: number, to: number, more: object = {}) => ({
  channel: 'email',
  at: at(Math.floor(from)),
  since: at(from),
  until: at(to),
  peakPerSecond: 5,
  settledPeakPerSecond: 5,
  waiting: 0,
  mostWaiting: 9,
  ...more,
});
const SPAN = [0, 20 * MINUTE] as const;
const near = (of: number[][]) =>
  of.map(([minutes = 0, value]) => ({ at: expect.closeTo(minutes * MINUTE, -1), value }));

const partsIn = (
  points: ReturnType<typeof point>[],
  { minutes = 1, halts = [], away = [] }: Partial<{ minutes: number } & Stopped> = {},
) => partsOf(points, 'email', minutes, { halts, away });

it('is drawn from when a point begins to when it ends, and is nothing elsewhere', () => {
  const points = [point(6.5, 7), point(7, 8, { channel: 'sms' }), point(9, 10, { peakPerSecond: 7 })];
  expect(valuesOf(partsIn(points), 'pace', SPAN)).toEqual(
    near([
      [0, 0],
      [0, 0],
      [6.5, 0],
      [6.5, 5],
      [7, 5],
      [7, 0],
      [9, 0],
      [9, 7],
      [10, 7],
      [10, 0],
      [20, 0],
    ]),
  );
});

it('lets what waits fall to what is left at the end of a point', () => {
  const points = [point(6.5, 7, { mostWaiting: 90, waiting: 40 }), point(7, 8, { mostWaiting: 40 })];
  expect(valuesOf(partsIn(points), 'waiting', SPAN).slice(3)).toEqual(
    near([
      [6.5, 90],
      [7, 40],
      [7, 40],
      [8, 0],
      [8, 0],
      [20, 0],
    ]),
  );
});

describe('while nothing could go out', () => {
  const away = [[6.75 * MINUTE, 7.5 * MINUTE]] as const;
  const points = [point(6.5, 7, { mostWaiting: 90, waiting: 60 }), point(7, 8, { mostWaiting: 60 })];

  it('the pace is 0: what a minute counted went out before and after, faster', () =>
    expect(valuesOf(partsIn(points, { away }), 'pace', SPAN).slice(3, -2)).toEqual(
      near([
        [6.5, 10],
        [6.75, 10],
        [6.75, 0],
        [7, 0],
        [7, 0],
        [7.5, 0],
        [7.5, 10],
        [8, 10],
      ]),
    ));

  it('what waits stays', () =>
    expect(valuesOf(partsIn(points, { away }), 'waiting', SPAN).slice(3, -2)).toEqual(
      near([
        [6.5, 90],
        [6.75, 60],
        [6.75, 60],
        [7, 60],
        [7, 60],
        [7.5, 60],
        [7.5, 60],
        [8, 0],
      ]),
    ));

  it('is told by the fastest part, of several minutes by the busiest', () => {
    expect(fastest(partsIn(points, { halts: away }))).toBe(10);
    expect(fastest(partsIn(points, { away, minutes: 3 }))).toBe(5);
    expect(fastest([])).toBe(0);
  });
});

it('goes on to the present while something waits, and begins with the time shown', () => {
  const going = point(-2, 19.9, { waiting: 4 });
  expect(valuesOf(partsIn([going]), 'pace', SPAN).at(-1)).toEqual({
    at: 20 * MINUTE - 1,
    value: 5,
  });
  const drawn = valuesOf(partsIn([point(-2, 1), point(10, 12)]), 'waiting', [0, 12 * MINUTE]);
  expect(drawn.map((one) => one.at)).toEqual(drawn.map((one) => one.at).toSorted((a, b) => a - b));
});

it('is not drawn of what was noted after the end', () => {
  const after = { ...point(8, 9), since: null, until: null, peakPerSecond: 0, mostWaiting: 0 };
  expect(partsOf([after], 'email', 1, { halts: [], away: [] })).toEqual([]);
});

it('was stopped by who paused the channel, or everything', () => {
  const event = (act: string, minutes: number, subject: string) => ({ act, at: at(minutes), subject });
  const events = [
    event('emergency.lift', 9, 'system'),
    event('channel.resume', 7, 'channel:email'),
    event('emergency.stop', 6, 'system'),
    event('channel.pause', 5, 'channel:email'),
    event('broadcast.pause', 2, 'broadcast:7'),
  ];
  expect(haltsIn(events, 'email')).toEqual([[5 * MINUTE, 9 * MINUTE]]);
  expect(haltsIn(events, 'sms')).toEqual([[6 * MINUTE, 9 * MINUTE]]);
});

describe('the times in which a provider was away', () => {
  const event = (act: string, minutes: number, seconds?: number, account = 'email') => ({
    act,
    at: at(minutes),
    subject: `provider:${account}`,
    detail: { seconds },
  });
  it('end when it came back, or now', () =>
    expect(
      awayIn(
        [
          event('provider.away', 90),
          event('provider.away', 95, 0, 'sms'),
          event('provider.back', 50, 600),
          event('provider.away', 40),
        ],
        'email',
        [45 * MINUTE, 100 * MINUTE],
      ),
    ).toEqual([
      [45 * MINUTE, 50 * MINUTE],
      [90 * MINUTE, Infinity],
    ]));
  it('are left out where they were before', () =>
    expect(awayIn([event('provider.back', 50, 600)], 'email', [60 * MINUTE, 100 * MINUTE])).toEqual([]));
});

describe('annotations', () => {
  const event = (
    act: string,
    minutes: number,
    detail: Record<string, unknown> = {},
    subject = 'broadcast:7',
  ) => ({
    act,
    at: at(minutes),
    subject,
    broadcast: subject === 'broadcast:7' ? { id: '7', title: 'Uji' } : null,
    detail,
  });

  it('are the acts that stop copies or let them go on, the oldest first', () => {
    const annotations = annotationsOf(
      [
        event('channel.pause', 9, {}, 'channel:sms'),
        event('broadcast.resume', 8, { channel: 'email' }),
        event('broadcast.failing', 7),
        event('broadcast.pause', 6, { by: 'brake', channel: 'email' }),
        event('broadcast.approve', 5),
        event('broadcast.pause', 1, { by: 'author' }),
      ],
      [2 * MINUTE, 10 * MINUTE],
    );
    expect(
      annotations.map(({ kind, channels, broadcasts }) => [kind, channels[0], broadcasts[0]?.id]),
    ).toEqual([
      ['correction', undefined, '7'],
      ['brake', 'email', '7'],
      ['resume', 'email', '7'],
      ['channelPause', 'sms', undefined],
    ]);
  });

  it('are one for several channels in one minute, and apart from those of all', () => {
    const annotations = annotationsOf(
      [
        event('broadcast.pause', 5.3),
        event('broadcast.pause', 5.2, { channel: 'sms' }),
        event('broadcast.pause', 5.1, { channel: 'email' }),
      ],
      [0, 10 * MINUTE],
    );
    expect(annotations.map(({ channels }) => channels)).toEqual([['email', 'sms'], []]);
  });

  it('are one for several broadcasts of a channel in one minute', () => {
    const other = {
      ...event('broadcast.pause', 5.5, { by: 'brake', channel: 'sms' }),
      broadcast: { id: '8', title: 'B' },
    };
    const first = event('broadcast.pause', 5.1, { by: 'brake', channel: 'sms' });
    const later = event('broadcast.pause', 6.1, { by: 'brake', channel: 'sms' });
    const annotations = annotationsOf([later, other, first, first], [0, 10 * MINUTE]);
    expect(
      annotations.map(({ at: when, broadcasts }) => [when / MINUTE, broadcasts.map(({ id }) => id)]),
    ).toEqual([
      [5.1, ['7', '8']],
      [6.1, ['7']],
    ]);
  });

  it('stand on a curve, or nowhere', () => {
    const annotations = annotationsOf(
      [
        event('broadcast.pause', 3, { channel: 'email' }),
        event('broadcast.pause', 3, { channel: 'sms' }),
        event('broadcast.pause', 2, { channel: 'telegram' }),
        event('emergency.stop', 1, {}, 'system'),
      ],
      [0, 10 * MINUTE],
    );
    const on = (drawn: string[]) => annotationsOn(annotations, drawn, []).map(({ channels }) => channels);
    expect(on(['sms'])).toEqual([[], ['email', 'sms']]);
    expect(on([])).toEqual([]);
  });

  it('of all of a broadcast stand on the channels that had anything left of it', () => {
    const annotations = annotationsOf([event('broadcast.cancel', 5)], [0, 10 * MINUTE]);
    const left = (channel: string, minutes: number, mostWaiting: number) =>
      point(minutes, minutes + 1, { channel, peakPerSecond: 0, mostWaiting });
    const on = (...points: ReturnType<typeof point>[]) =>
      annotationsOn(annotations, ['email', 'sms'], points).map(({ channels }) => channels);
    expect(on(left('email', 1, 9), left('email', 4, 0), left('sms', 4, 7))).toEqual([['sms']]);
    expect(on(left('email', 4, 9), left('sms', 5, 7))).toEqual([[]]);
    expect(on(left('email', 1, 9))).toEqual([]);
  });

  it('tell that a provider asked for less', () => {
    const slow = { ...event('channel.slow', 3, {}, 'channel:sms'), broadcast: null };
    expect(annotationsOf([slow], [0, 10 * MINUTE])).toMatchObject([{ kind: 'slow', channels: ['sms'] }]);
  });

  it('are the latest few', () => {
    const many = Array.from({ length: 20 }, (_, n) => event('broadcast.pause', 20 - n));
    expect(annotationsOf(many, [0, 30 * MINUTE]).map((one) => one.at / MINUTE)).toEqual(
      Array.from({ length: 12 }, (_, n) => n + 9),
    );
  });
});

describe('the time shown', () => {
  const HOUR = 60 * MINUTE;
  const point = (minutes: number, mostWaiting = 1, channel = 'sms') => ({
    channel,
    at: at(minutes),
    since: mostWaiting > 0 ? at(minutes) : null,
    until: mostWaiting > 0 ? at(minutes + 1) : null,
    peakPerSecond: 0,
    settledPeakPerSecond: 0,
    waiting: 0,
    mostWaiting,
  });

  it('begins shortly before the first point where long nothing was under way', () => {
    expect(busySpan([point(5, 0), point(340)], [0, 6 * HOUR])).toEqual([338 * MINUTE, 6 * HOUR]);
    expect(busySpan([point(160)], [0, 6 * HOUR])).toEqual([140 * MINUTE, 6 * HOUR]);
  });

  it.each([
    ['little of it is empty', [point(60)]],
    ['something was under way before', [point(-5), point(340)]],
  ])('is all that was asked for where %s', (_, points) => {
    expect(busySpan(points, [0, 6 * HOUR])).toEqual([0, 6 * HOUR]);
  });

  it('has a curve from three points on in which something was under way', () => {
    const few = [point(1), point(2), point(3, 0), point(3, 1, 'email')];
    const all = ['email', 'telegram', 'sms'];
    expect(drawnOf(few, all, 6)).toEqual([]);
    // What another channel sent at the same time is drawn with it, however short it was.
    expect(drawnOf([...few, point(4)], all, 6)).toEqual(['email', 'sms']);
    // When it was is worth a spike in a day.
    expect(drawnOf(few, all, 24)).toEqual(['email', 'sms']);
  });
});
