import { awayIn, busySpan, isDrawn, labelled, marksOf, marksOn, valuesOf } from './course.rules';

const MINUTE = 60_000;
const at = (minutes: number): string => new Date(minutes * MINUTE).toISOString();

it('is a step for each point, and nothing where no broadcast was under way', () => {
  const point = (minutes: number, peakPerSecond: number, channel = 'email') => ({
    channel,
    at: at(minutes),
    peakPerSecond,
    mostWaiting: 9,
  });
  expect(
    valuesOf(
      [point(60, 5), point(61, 1, 'sms'), point(63, 7), point(200, 4)],
      'email',
      'peakPerSecond',
      [0, 204 * MINUTE],
      6,
    ),
  ).toEqual(
    [
      [0, 0],
      [0, 0],
      [60, 0],
      [60, 5],
      [63, 5],
      [63, 7],
      [66, 7],
      [66, 0],
      [200, 0],
      [200, 4],
      [204, 4],
    ].map(([minutes = 0, value]) => ({ at: expect.closeTo(minutes * MINUTE, -1), value })),
  );
});

it.each([
  // A publisher that restarts misses one point of a minute, and none of several.
  [1, 2, 0],
  [1, 3, 2],
  [6, 3, 0],
  [6, 6, 2],
] as const)('keeps bursts apart: of %s hours, points %s minutes apart', (hours, minutes, edges) => {
  const points = [0, minutes].map((from) => ({
    channel: 'email',
    at: at(from),
    peakPerSecond: 5,
    mostWaiting: 9,
  }));
  const drawn = valuesOf(points, 'email', 'mostWaiting', [0, (minutes + 1) * MINUTE], hours);
  expect(drawn.filter(({ at: then, value }) => value === 0 && then > 0)).toHaveLength(edges);
});

it('begins and ends with the time shown', () => {
  const points = [-2, 10].map((from) => ({
    channel: 'email',
    at: at(from),
    peakPerSecond: 5,
    mostWaiting: 9,
  }));
  const drawn = valuesOf(points, 'email', 'mostWaiting', [0, 12 * MINUTE], 6);
  expect(drawn.map((one) => one.at)).toEqual(drawn.map((one) => one.at).toSorted((a, b) => a - b));
  expect([drawn[0]?.at, drawn.at(-1)]).toEqual([0, { at: 12 * MINUTE - 1, value: 9 }]);
});

it('is nothing at the end, long after the last point', () => {
  const points = [{ channel: 'email', at: at(60), peakPerSecond: 5, mostWaiting: 9 }];
  expect(valuesOf(points, 'email', 'mostWaiting', [0, 204 * MINUTE], 6).at(-1)).toEqual({
    at: 204 * MINUTE,
    value: 0,
  });
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
      [90 * MINUTE, 100 * MINUTE],
    ]));
  it('are one where it answered for seconds in between', () =>
    expect(
      awayIn([event('provider.back', 62, 60), event('provider.back', 60.5, 300)], 'email', [0, 100 * MINUTE]),
    ).toEqual([[55.5 * MINUTE, 62 * MINUTE]]));
  it('are left out where they were before', () =>
    expect(awayIn([event('provider.back', 50, 600)], 'email', [60 * MINUTE, 100 * MINUTE])).toEqual([]));
});

describe('marks', () => {
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
    const marks = marksOf(
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
    expect(marks.map(({ kind, channels, broadcasts }) => [kind, channels[0], broadcasts[0]?.id])).toEqual([
      ['correction', undefined, '7'],
      ['brake', 'email', '7'],
      ['resume', 'email', '7'],
      ['channelPause', 'sms', undefined],
    ]);
  });

  it('are one for several channels in one minute, and apart from those of all', () => {
    const marks = marksOf(
      [
        event('broadcast.pause', 5.3),
        event('broadcast.pause', 5.2, { channel: 'sms' }),
        event('broadcast.pause', 5.1, { channel: 'email' }),
      ],
      [0, 10 * MINUTE],
    );
    expect(marks.map(({ channels }) => channels)).toEqual([['email', 'sms'], []]);
  });

  it('are one for several broadcasts of a channel in one minute', () => {
    const other = {
      ...event('broadcast.pause', 5.5, { by: 'brake', channel: 'sms' }),
      broadcast: { id: '8', title: 'B' },
    };
    const first = event('broadcast.pause', 5.1, { by: 'brake', channel: 'sms' });
    const later = event('broadcast.pause', 6.1, { by: 'brake', channel: 'sms' });
    const marks = marksOf([later, other, first, first], [0, 10 * MINUTE]);
    expect(marks.map(({ at: when, broadcasts }) => [when / MINUTE, broadcasts.map(({ id }) => id)])).toEqual([
      [5.1, ['7', '8']],
      [6.1, ['7']],
    ]);
  });

  it('share a number where they are close', () => {
    const of = (...minutes: number[]) => minutes.map((one, n) => ({ at: one * MINUTE, no: n + 1 }));
    const names = (marks: { at: number; no: number }[]) =>
      labelled(marks, [0, 100 * MINUTE]).map(({ name }) => name);
    expect(names(of(1, 3, 5, 50))).toEqual(['1–3', '', '', '4']);
    expect(names(of(1, 2, 3).filter(({ no }) => no !== 2))).toEqual(['1,3', '']);
    // No chain of close ones runs on and on.
    expect(names(of(1, 5, 9))).toEqual(['1–2', '', '3']);
  });

  it('stand on a curve, or nowhere', () => {
    const marks = marksOf(
      [
        event('broadcast.pause', 3, { channel: 'email' }),
        event('broadcast.pause', 3, { channel: 'sms' }),
        event('broadcast.pause', 2, { channel: 'telegram' }),
        event('emergency.stop', 1, {}, 'system'),
      ],
      [0, 10 * MINUTE],
    );
    const on = (drawn: string[]) => marksOn(marks, drawn, [], 1).map(({ channels }) => channels);
    expect(on(['sms'])).toEqual([[], ['email', 'sms']]);
    expect(on([])).toEqual([]);
  });

  it('of all of a broadcast stand on the channels that had anything left of it', () => {
    const marks = marksOf([event('broadcast.cancel', 5)], [0, 10 * MINUTE]);
    const point = (channel: string, minutes: number, mostWaiting: number) => ({
      channel,
      at: at(minutes),
      peakPerSecond: 0,
      mostWaiting,
    });
    const on = (...points: ReturnType<typeof point>[]) =>
      marksOn(marks, ['email', 'sms'], points, 1).map(({ channels }) => channels);
    expect(on(point('email', 1, 9), point('email', 4, 0), point('sms', 4, 7))).toEqual([['sms']]);
    expect(on(point('email', 4, 9), point('sms', 5, 7))).toEqual([[]]);
    expect(on(point('email', 1, 9))).toEqual([]);
  });

  it('tell that a provider asked for less', () => {
    const slow = { ...event('channel.slow', 3, {}, 'channel:sms'), broadcast: null };
    expect(marksOf([slow], [0, 10 * MINUTE])).toMatchObject([{ kind: 'slow', channels: ['sms'] }]);
  });

  it('are the latest few', () => {
    const many = Array.from({ length: 20 }, (_, n) => event('broadcast.pause', 20 - n));
    expect(marksOf(many, [0, 30 * MINUTE]).map((one) => one.at / MINUTE)).toEqual(
      Array.from({ length: 12 }, (_, n) => n + 9),
    );
  });
});

describe('the time shown', () => {
  const HOUR = 60 * MINUTE;
  const point = (minutes: number, mostWaiting = 1, channel = 'sms') => ({
    channel,
    at: at(minutes),
    peakPerSecond: 0,
    mostWaiting,
  });

  it('begins shortly before the first point where long nothing was under way', () => {
    expect(busySpan([point(5, 0), point(340)], [0, 6 * HOUR])).toEqual([335 * MINUTE, 6 * HOUR]);
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
    expect(isDrawn(few, 'sms', 6)).toBe(false);
    expect(isDrawn([...few, point(4)], 'sms', 6)).toBe(true);
    // When it was is worth a spike in a day.
    expect(isDrawn(few, 'sms', 24)).toBe(true);
  });
});
