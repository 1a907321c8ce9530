import { happeningsOf, inTime, longestOf, momentsOf, waitedIn } from './happened.rules';

const at = (minute: number): string => new Date(minute * 60_000).toISOString();
const act = (
  name: string,
  minute: number,
  more: Partial<Record<'as' | 'channel' | 'regionCode' | 'by', string>> = {},
) => ({
  act: name,
  at: at(minute),
  by: more.by ? { name: more.by } : null,
  as: more.as ?? null,
  channel: more.channel ?? null,
  regionCode: more.regionCode ?? null,
  doubt: false,
  keptInDoubt: false,
  copies: null,
});
const minutes = (of: string | null): string => (of === null ? '' : String(Date.parse(of) / 60_000));
const told = (of: Partial<Parameters<typeof happeningsOf>[0]>, over = true): string[] =>
  happeningsOf({ stops: [], outages: [], lost: [], channels: ['email', 'sms'], ...of }, over).map((one) =>
    [one.kind, minutes(one.from), minutes(one.to), one.ended, one.endedBy].join(' ').trim(),
  );

it('names at the end the longest brake as well as the longest outage', () => {
  const brake = { kind: 'brake', act: { channel: 'email' } };
  expect(
    longestOf([
      { ...brake, from: at(1), to: at(2) },
      { ...brake, from: at(3), to: at(6) },
      { kind: 'away', from: at(1), to: at(9), outage: { channel: 'sms', seconds: 42 } },
      { kind: 'pause', from: at(1), to: at(9), act: { channel: 'sms' } },
      { ...brake, from: at(7), to: null },
    ]),
  ).toEqual([
    { kind: 'brake', channel: 'email', seconds: 180 },
    { kind: 'away', channel: 'sms', seconds: 42 },
  ]);
});

it('stands in order of time, what no moment is known of last', () =>
  expect(
    inTime([{ from: null }, { from: at(12) }, { from: at(9) }, { from: at(11) }]).map(({ from }) =>
      minutes(from),
    ),
  ).toEqual(['9', '11', '12', '']));

describe('what happened to a broadcast', () => {
  it('is everything that held it back or cost it copies, in order of weight', () =>
    expect(
      told({
        stops: [
          act('pause', 1, { as: 'operator' }),
          act('resume', 3, { by: 'Bayu' }),
          act('pause', 2, { as: 'brake', channel: 'sms' }),
          act('resume', 4, { by: 'Bayu', channel: 'sms' }),
          act('cancel', 5, { regionCode: '35' }),
        ],
        outages: [
          { kind: 'slow', channel: 'email', from: at(1), to: at(9) },
          { kind: 'away', channel: 'sms', from: at(6), to: null },
        ],
        lost: [{ copies: 28, from: at(2), to: at(3) }],
      }),
    ).toEqual([
      'away 6',
      'brake 2 4 resumed Bayu',
      'cancel 5  cancelled',
      'lost 2 3 back',
      'pause 1 3 resumed Bayu',
      'slow 1 9 back',
    ]));

  it('ends a pause with the last of its channels, not with another region', () => {
    const pause = act('pause', 1);
    const sms = act('resume', 2, { channel: 'sms' });
    const region = act('resume', 2, { regionCode: '35' });
    expect(told({ stops: [pause, sms, act('resume', 4, { channel: 'email' })] })).toEqual([
      'pause 1 4 resumed',
    ]);
    expect(told({ stops: [pause, sms] })).toEqual(['pause 1  unresumed']);
    expect(told({ stops: [pause, region] })).toEqual(['pause 1  unresumed']);
    expect(told({ stops: [pause, act('cancel', 2, { by: 'Sari' })] })).toEqual([
      'cancel 2  cancelled',
      'pause 1 2 cancelled Sari',
    ]);
    expect(told({ stops: [act('stop-all', 1), act('resume', 2), act('lift-stop', 3)] })).toEqual([
      'stop 1 3 lifted',
    ]);
  });

  it('says that a provider came back while its channel was still held', () => {
    const outages = [{ kind: 'away' as const, channel: 'sms', from: at(1), to: at(5) }];
    const held = [act('pause', 3, { channel: 'sms' }), act('resume', 8, { channel: 'sms' })];
    expect(told({ stops: held, outages })).toEqual(['away 1 5 backHeld', 'pause 3 8 resumed']);
    const before = [act('pause', 3, { channel: 'sms' }), act('resume', 4, { channel: 'sms' })];
    expect(told({ stops: before, outages })).toEqual(['away 1 5 back', 'pause 3 4 resumed']);
    // An emergency stop is no pause of the channel.
    expect(told({ stops: [act('stop-all', 3), act('lift-stop', 8)], outages })).toEqual([
      'stop 3 8 lifted',
      'away 1 5 backStopped',
    ]);
    const other = [act('pause', 3, { channel: 'email' })];
    expect(told({ stops: other, outages })[0]).toBe('away 1 5 back');
    const region = [act('pause', 3, { channel: 'sms', regionCode: '35' })];
    expect(told({ stops: region, outages })[0]).toBe('away 1 5 back');
  });

  it('says how many waited while a provider was away, as far as it was noted then', () => {
    const points = [
      { channel: 'sms', at: at(1), waiting: 900 },
      { channel: 'sms', at: at(3), waiting: 700 },
      { channel: 'sms', at: at(4), waiting: 650 },
      { channel: 'email', at: at(3), waiting: 5000 },
    ];
    const outage = { kind: 'away' as const, channel: 'sms', from: at(2), to: at(5) };
    expect(waitedIn(outage, points)).toBe(700);
    expect(waitedIn({ ...outage, from: at(5), to: at(6) }, points)).toBeNull();
    expect(waitedIn({ ...outage, kind: 'slow' }, points)).toBeNull();
  });

  it('has one order of all that is known of it', () => {
    const moments = momentsOf({
      approvedAt: at(0),
      sentAt: at(1),
      endedAt: at(9),
      ends: { email: at(3), sms: at(9) },
      stops: [act('pause', 6), act('resume', 7, { by: 'Bayu' })],
      outages: [
        { kind: 'away' as const, channel: 'sms', from: at(2), to: at(5) },
        { kind: 'slow' as const, channel: 'sms', from: at(8), to: null },
      ],
      lost: [
        { copies: 2, from: at(4), to: null },
        { copies: 1, from: null, to: null },
      ],
    });
    expect(moments.map(({ kind, at: when }) => `${kind} ${minutes(when)}`)).toEqual([
      'approved 0',
      'sent 1',
      'begins 2',
      'channel 3',
      'lost 4',
      'ends 5',
      'act 6',
      'act 7',
      'begins 8',
      'channel 9',
      'over 9',
    ]);
  });

  it('is only what is over while the broadcast goes on: the rest has notes of its own', () =>
    expect(
      told(
        {
          stops: [act('pause', 1), act('resume', 2), act('pause', 3)],
          outages: [{ kind: 'away', channel: 'sms', from: at(6), to: null }],
          lost: [{ copies: 28, from: at(2), to: at(3) }],
        },
        false,
      ),
    ).toEqual(['pause 1 2 resumed']));
});
