import { awayIn, marksOf, valuesOf } from './course.rules';

const MINUTE = 60_000;
const at = (minutes: number): string => new Date(minutes * MINUTE).toISOString();

it('falls to nothing where no broadcast was under way, and holds between points', () => {
  const point = (minutes: number, perSecond: number, channel = 'email') => ({
    channel,
    at: at(minutes),
    perSecond,
    waiting: 9,
  });
  expect(
    valuesOf([point(60, 5), point(61, 1, 'sms'), point(63, 7), point(200, 4)], 'email', 'perSecond', [
      0,
      204 * MINUTE,
    ]),
  ).toEqual(
    [
      [0, 0],
      [0.5, 0],
      [59.5, 0],
      [60, 5],
      [63, 7],
      [63.5, 0],
      [199.5, 0],
      [200, 4],
      [204, 0],
    ].map(([minutes = 0, value]) => ({ at: expect.closeTo(minutes * MINUTE, -5), value })),
  );
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
        event('broadcast.pause', 5, { by: 'correction' }),
        event('broadcast.pause', 1, { by: 'author' }),
      ],
      [2 * MINUTE, 10 * MINUTE],
    );
    expect(marks.map(({ kind, channel, broadcast }) => [kind, channel, broadcast?.id])).toEqual([
      ['correction', null, '7'],
      ['brake', 'email', '7'],
      ['resume', 'email', '7'],
      ['channelPause', 'sms', undefined],
    ]);
  });

  it('are the latest few', () => {
    const many = Array.from({ length: 20 }, (_, n) => event('broadcast.pause', 20 - n));
    expect(marksOf(many, [0, 30 * MINUTE]).map((one) => one.at / MINUTE)).toEqual(
      Array.from({ length: 12 }, (_, n) => n + 9),
    );
  });
});
