import { type Happened, incidentsOf, type Known, since, stands } from './last-day.rules.js';

const at = (minutes: number): Date => new Date(minutes * 60_000);
let ids = 0;
const entry = (
  minutes: number,
  act: string,
  subject: string,
  detail: Record<string, unknown> = {},
  name: string | null = 'Bayu',
): Happened => ({
  id: String((ids += 1)),
  at: at(minutes),
  act,
  subject,
  actor: name === null ? null : { name },
  detail,
});
const KNOWN: Known = {
  accounts: { 'relay-jakarta': 'email' },
  away: {},
  slowed: {},
  paused: new Set(),
  unsent: {},
};
const found = (entries: Happened[], known: Partial<Known> = {}) =>
  incidentsOf(entries, { ...KNOWN, ...known });
/** Kind, minutes from and to, channels and how it ended. */
const told = (entries: Happened[], known: Partial<Known> = {}) =>
  found(entries, known).map(({ kind, from, to, channels, ended }) =>
    [kind, from.getTime() / 60_000, to && to.getTime() / 60_000, channels.join(), ended].join(' '),
  );
const B = 'broadcast:7';

describe('incidents of a day', () => {
  it('are a pause of a broadcast on several channels for one reason, until the last of them goes on', () => {
    const pause = (channel: string, minutes: number) =>
      entry(minutes, 'broadcast.pause', B, { by: 'operator', channel, reason: 'Uji' });
    const entries = [
      pause('email', 1),
      pause('sms', 2),
      entry(5, 'broadcast.resume', B, { channel: 'email', waves: 2 }),
    ];
    expect(told(entries, { paused: new Set(['7']) })).toEqual(['pause 1  email,sms ']);
    expect(told([...entries, entry(9, 'broadcast.resume', B, { waves: 2 }, 'Sari')])).toEqual([
      'pause 1 9 email,sms resumed',
    ]);
  });

  it('are apart for other reasons, other broadcasts and other hours', () => {
    const pause = (minutes: number, subject: string, reason: string) =>
      entry(minutes, 'broadcast.pause', subject, { by: 'operator', reason });
    const entries = [pause(1, B, 'A'), pause(1, B, 'B'), pause(1, 'broadcast:8', 'A')];
    expect(told(entries, { paused: new Set(['7', '8']) })).toHaveLength(3);
    const resumed = entry(2, 'broadcast.resume', B, { waves: 1 });
    expect(told([pause(1, B, 'A'), resumed, pause(60, B, 'A')], { paused: new Set(['7']) })).toHaveLength(2);
  });

  it('are one provider that goes away again within minutes, with how often it did', () => {
    const away = (minutes: number) => entry(minutes, 'provider.away', 'provider:sms', { reason: 'x' }, null);
    const back = (minutes: number) => entry(minutes, 'provider.back', 'provider:sms', { seconds: 60 }, null);
    const entries = [away(1), back(3), away(5), back(8), away(40)];
    expect(found(entries).map(({ times, ended }) => [times, ended])).toEqual([
      [2, 'back'],
      [1, null],
    ]);
    expect(told(entries)).toEqual(['away 1 8 sms back', 'away 40  sms ']);
  });

  it('are apart by the account and the answer of what is away, and name an account of several', () => {
    const away = (account: string, reason: string, minutes = 1) =>
      entry(minutes, 'provider.away', `provider:${account}`, { reason }, null);
    const back = (account: string, minutes: number) =>
      entry(minutes, 'provider.back', `provider:${account}`, { seconds: 6 }, null);
    expect(told([away('sms', 'x'), away('email', 'x')])).toEqual(['away 1  sms ', 'away 1  email ']);
    // A refusal by SMS, and an e-mail server that did not answer for seconds while minutes had passed.
    const entries = [
      away('sms', 'twilio 20503', 51),
      back('sms', 53),
      away('email', 'smtp ETIMEDOUT', 59),
      back('email', 59.1),
    ];
    expect(told(entries)).toEqual(['away 51 53 sms back', 'away 59 59.1 email back']);
    expect(found(entries).map(({ times }) => times)).toEqual([1, 1]);
    expect(told([away('sms', 'x'), back('sms', 2), away('sms', 'y', 3)])).toHaveLength(2);
    expect(found([away('relay-jakarta', 'x')])).toMatchObject([
      { account: 'relay-jakarta', channels: ['email'] },
    ]);
  });

  it('stand while their account is away now, though it answered a check', () => {
    const flaps = [51, 51.3, 51.6, 51.9].flatMap((minutes) => [
      entry(minutes, 'provider.away', 'provider:sms', { reason: 'x' }, null),
      entry(minutes + 0.2, 'provider.back', 'provider:sms', { seconds: 12 }, null),
    ]);
    expect(told(flaps, { away: { sms: at(51) } })).toEqual(['away 51  sms ']);
    expect(found(flaps, { away: { sms: at(51) } })).toMatchObject([{ times: 4 }]);
    // Those of before, or of others, are over.
    const others: Known['away'][] = [{ sms: at(90) }, { email: at(51) }, {}];
    for (const away of others) expect(told(flaps, { away })).toEqual(['away 51 52.1 sms back']);
  });

  it('are each slow-down by itself, over when the provider last asked for it, and over for good', () => {
    const slow = (minutes: number, channel = 'telegram') =>
      entry(minutes, 'channel.slow', `channel:${channel}`, { reason: 'x' }, null);
    const steady = (minutes: number, seconds: number) =>
      entry(minutes, 'channel.steady', 'channel:telegram', { seconds }, null);
    const first = [slow(2), steady(4, 60)];
    expect(told(first)).toEqual(['slow 2 3 telegram back']);
    expect(told([...first, slow(5), slow(5, 'email')])).toEqual([
      'slow 2 3 telegram back',
      'slow 5  telegram ',
      'slow 5  email ',
    ]);
    // Before its end is in the trail.
    expect(told([slow(2)], { slowed: { telegram: at(3) } })).toEqual(['slow 2 3 telegram back']);
    expect(told([slow(2)], { slowed: { telegram: null } })).toEqual(['slow 2  telegram ']);
  });

  it('are one brake with the copies that failed, not a failure beside it', () => {
    const brake = { why: 'fault', code: 'smtp 5.7.1', copies: 9, of: 10, carrier: null };
    const failing = entry(3, 'broadcast.failing', B, { channel: 'email', failed: 9, handed: 10 }, null);
    const braked = entry(2, 'broadcast.pause', B, { by: 'brake', channel: 'email', brake }, null);
    expect(found([braked, failing], { paused: new Set(['7']) })).toMatchObject([
      { kind: 'brake', copies: 9, of: 10, brake, by: null },
    ]);
    expect(found([failing])).toMatchObject([{ kind: 'failing', ended: null, copies: 9, of: 10 }]);
    expect(found([failing]).filter(stands)).toEqual([]);
    // Told again once it is worse: one incident, with the last count.
    const worse = entry(90, 'broadcast.failing', B, { channel: 'email', failed: 40, handed: 60 }, null);
    expect(found([failing, worse])).toMatchObject([{ kind: 'failing', copies: 40, of: 60 }]);
  });

  it.each([
    ['a correction', entry(9, 'broadcast.cancel', B, { by: 'correction' }), 'corrected'],
    ['a cancellation', entry(9, 'broadcast.cancel', B, { by: 'operator' }), 'cancelled'],
    ['a withdrawal', entry(9, 'broadcast.withdraw', B, { from: 'paused' }), 'withdrawn'],
    ['its end', entry(9, 'broadcast.complete', B, {}, null), 'over'],
  ])('end with %s', (_, last, ended) => {
    expect(told([entry(1, 'broadcast.pause', B, { by: 'author' }), last])).toEqual([`pause 1 9  ${ended}`]);
  });

  it('name a correction as what paused it', () => {
    const pause = (by: string) => entry(1, 'broadcast.pause', B, { by });
    expect(found([pause('correction')])).toMatchObject([{ forCorrection: true }]);
    expect(found([pause('operator')])).toMatchObject([{ forCorrection: false }]);
  });

  it('end where nothing is paused any more, though no entry says when', () => {
    expect(told([entry(1, 'broadcast.pause', B, { by: 'operator' })])).toEqual(['pause 1   over']);
  });

  it('go on where a brake was released of what stays in doubt, or one region was resumed', () => {
    const pause = entry(1, 'broadcast.pause', B, { by: 'brake' }, null);
    for (const detail of [{ waves: 0 }, { waves: 1, regionCode: '11' }])
      expect(told([pause, entry(5, 'broadcast.resume', B, detail)], { paused: new Set(['7']) })).toEqual([
        'brake 1   ',
      ]);
  });

  it('count what expired unsent, at the pause that held it where one did', () => {
    const expired = entry(9, 'broadcast.expire', B, {}, null);
    const unsent = { '7': { messages: 30, all: 40 } };
    expect(found([expired], { unsent })).toMatchObject([{ kind: 'expired', copies: 30, of: 40 }]);
    expect(found([entry(1, 'broadcast.pause', B), expired], { unsent })).toMatchObject([
      { kind: 'pause', ended: 'expired', copies: 30 },
    ]);
    expect(found([expired], { unsent: { '7': { messages: 0, all: 40 } } })).toEqual([]);
  });

  it('are emergency stops, pauses of channels, slow providers, held carriers and programs cut off', () => {
    expect(
      told([
        entry(1, 'emergency.stop', 'emergency-stop:1', { reason: 'x' }),
        entry(2, 'channel.pause', 'channel:email', { reason: 'y' }),
        entry(2, 'channel.pause', 'channel:sms', { reason: 'y' }),
        entry(3, 'channel.slow', 'channel:telegram', {}, null),
        entry(4, 'carrier.hold', B, { channel: 'email', carrier: 'gmail' }, null),
        entry(5, 'reconcile.dead-claim', B, { unknown: 3 }, null),
        entry(6, 'reconcile.dead-claim', 'broadcast:8', { unknown: 4 }, null),
        entry(6, 'reconcile.dead-claim', B, { unknown: 2 }, null),
        entry(7, 'emergency.lift', 'emergency-stop:1'),
        entry(8, 'channel.resume', 'channel:email'),
        entry(9, 'channel.resume', 'channel:sms'),
        entry(10, 'channel.steady', 'channel:telegram', { seconds: 420 }, null),
        entry(11, 'carrier.release', B, { channel: 'email', carrier: 'gmail' }),
      ]),
    ).toEqual([
      'stop 1 7  lifted',
      'channel-pause 2 9 email,sms resumed',
      'slow 3 10 telegram back',
      'carrier 4 11 email resumed',
      // Of each broadcast apart: the screen names them.
      'crash 5   ',
      'crash 6   ',
    ]);
  });

  it('are emergency stops each apart: in between everything was sent', () => {
    const stop = (minutes: number) => entry(minutes, 'emergency.stop', 'emergency-stop:1', { reason: 'x' });
    const lift = (minutes: number) => entry(minutes, 'emergency.lift', 'emergency-stop:1');
    expect(told([stop(1), lift(2), stop(3), lift(4)])).toEqual(['stop 1 2  lifted', 'stop 3 4  lifted']);
  });

  it('are those that stand, the first ones, and those that ended since then', () => {
    const of = found(
      [
        entry(1, 'channel.pause', 'channel:email', { reason: 'a' }),
        entry(10, 'channel.pause', 'channel:sms', { reason: 'b' }),
        entry(20, 'channel.resume', 'channel:sms'),
        entry(100, 'broadcast.failing', B, { channel: 'email', failed: 9, handed: 10 }, null),
        entry(110, 'channel.pause', 'channel:telegram', { reason: 'c' }),
        entry(120, 'channel.resume', 'channel:telegram'),
      ],
      {},
    );
    expect(since(of, at(50)).map(({ kind, channels }) => `${kind} ${channels.join()}`)).toEqual([
      'channel-pause email',
      'channel-pause telegram',
      'failing email',
    ]);
  });
});
