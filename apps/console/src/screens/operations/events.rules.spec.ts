import { byDay, copiesOf, dayLater, flapped, folded, together, wordsOf } from './events.rules';

const event = (act: string, subject: string, detail: Record<string, unknown> = {}, at = '') => ({
  act,
  subject,
  detail,
  at,
});

describe('recent events', () => {
  it('merges cut-off programs into the newest, with the time of the first, and leaves out what did no harm', () => {
    const pause = event('broadcast.pause', 'broadcast:1');
    expect(
      folded([
        event('reconcile.lost-jobs', 'broadcast:1', { batches: 2 }, '10.05'),
        event('reconcile.dead-claim', 'broadcast:1', { unknown: 4 }, '10.04'),
        pause,
        event('reconcile.lost-jobs', 'broadcast:2', { batches: 5 }, '10.03'),
        event('reconcile.dead-claim', 'broadcast:1', { unknown: 3 }, '10.02'),
        event('reconcile.lost-jobs', 'broadcast:1', { batches: 3 }, '10.01'),
        pause,
      ]),
    ).toEqual([
      event(
        'reconcile.dead-claim',
        'broadcast:1',
        { unknown: 7, broadcasts: 1, summedSince: '10.02' },
        '10.04',
      ),
      pause,
      pause,
    ]);
  });

  it('keeps a single one as it is', () => {
    const one = [event('reconcile.dead-claim', 'broadcast:1', { unknown: 2 }, '10.05')];
    expect(folded(one)).toEqual(one);
  });

  it('have words of their own where something was paused before, or several broadcasts are meant', () => {
    const since = { pausedSince: '2026-11-27T22:04:00.000Z' };
    expect(wordsOf(event('broadcast.doubt', 'broadcast:1', since))).toBe('broadcast.doubtPaused');
    expect(wordsOf(event('broadcast.doubt', 'broadcast:1'))).toBe('broadcast.doubt');
    expect(wordsOf(event('broadcast.pause', 'broadcast:1', { by: 'brake' }))).toBe('broadcast.brake');
    expect(wordsOf(event('broadcast.pause', 'broadcast:1', { by: 'author', doubt: true }))).toBe(
      'broadcast.pauseInDoubt',
    );
    const cleared = { waves: 2, doubtCleared: true };
    expect(wordsOf(event('broadcast.resume', 'broadcast:1', cleared))).toBe('broadcast.resumeCleared');
    expect(wordsOf(event('broadcast.resume', 'broadcast:1', { waves: 0 }))).toBe('broadcast.release');
    expect(wordsOf(event('reconcile.dead-claim', 'broadcast:1', { broadcasts: 2 }))).toBe(
      'reconcile.deadClaimsOfSome',
    );
    expect(wordsOf(event('reconcile.dead-claim', 'broadcast:1', { broadcasts: 1 }))).toBe(
      'reconcile.dead-claim',
    );
  });

  it('counts listed and unlisted copies of a stop', () => {
    expect(copiesOf(event('broadcast.cancel', 'broadcast:1', { stopped: 170, unlisted: 3 }))).toBe(173);
    expect(copiesOf(event('broadcast.cancel', 'broadcast:1', { stopped: 0, unlisted: 0 }))).toBeNull();
    expect(copiesOf(event('broadcast.pause', 'broadcast:1', { stopped: 170, by: 'brake' }))).toBeNull();
    expect(copiesOf(event('queue.retry', 'broadcast:1', { stopped: 1 }))).toBeNull();
  });

  describe('of a provider', () => {
    const at = (seconds: number): string => new Date(seconds * 1000).toISOString();
    let ids = 0;
    const away = (seconds: number, reason = 'twilio 20003', account = 'sms') => ({
      ...event('provider.away', `provider:${account}`, { reason }, at(seconds)),
      id: String((ids += 1)),
      actor: null,
    });
    const back = (seconds: number, account = 'sms') => ({
      ...event('provider.back', `provider:${account}`, { seconds: 6 }, at(seconds)),
      id: String((ids += 1)),
      actor: null,
    });

    it('that goes away again and again are one, with how often and since when', () => {
      const all = [away(0), back(6), away(15), back(21), away(40), back(46), away(90), back(100)];
      const [one, ...others] = flapped(all.toReversed());
      expect(others).toEqual([]);
      expect(one).toMatchObject({ act: 'provider.back', at: at(100), detail: { times: 4, begun: at(0) } });
      expect(one && wordsOf(one)).toBe('provider.flapped');
      expect(together(flapped(all.toReversed()))[0]?.ids).toEqual(all.map(({ id }) => id).toReversed());
      const [open] = flapped(all.slice(0, -1).toReversed());
      expect(open && wordsOf(open)).toBe('provider.flaps');
    });

    it.each([
      ['minutes lie between', [away(0), back(6), away(300), back(306)]],
      ['the answers differ', [away(0), back(6), away(15, 'twilio ETIMEDOUT'), back(20)]],
      ['the accounts differ', [away(0), back(6), away(7, 'twilio 20003', 'relay-1'), back(9, 'relay-1')]],
    ])('stay apart where %s', (_, all) => {
      expect(flapped(all.toReversed())).toEqual(all.toReversed());
    });

    it('tell no answer from one that refuses', () => {
      expect(wordsOf(away(0, 'twilio 20003'))).toBe('provider.refuses');
      expect(wordsOf(away(0, 'twilio 20503'))).toBe('provider.errs');
      expect(wordsOf(away(0, 'smtp ETIMEDOUT'))).toBe('provider.silent');
      expect(wordsOf(event('provider.away', 'provider:sms'))).toBe('provider.away');
      expect(wordsOf(away(0, 'smtp ETIMEDOUT', 'relay-1'))).toBe('account.away');
    });
  });

  describe('of one cause', () => {
    const at = (minutes: number): string => new Date(minutes * 60_000).toISOString();
    const done = (
      id: string,
      act: string,
      subject: string,
      detail: Record<string, unknown>,
      minutes = 0,
    ) => ({
      ...event(act, subject, detail, at(minutes)),
      id,
      actor: { name: 'Bayu' },
    });
    const lines = (events: Parameters<typeof together>[0]) =>
      together(events).map(({ ids, channels }) => [ids.join(), channels.join()]);

    it('are one with their channels: pauses of a broadcast, of channels, and providers that go away', () => {
      expect(
        lines([
          done('6', 'provider.away', 'provider:sms', { reason: 'twilio ECONNRESET' }, 9),
          done('5', 'provider.away', 'provider:email', { reason: 'smtp ECONNRESET' }, 8.5),
          done('4', 'channel.pause', 'channel:telegram', { reason: 'Uji' }, 5),
          done('3', 'channel.pause', 'channel:email', { reason: 'Uji' }, 5),
          done('2', 'broadcast.pause', 'broadcast:7', { channel: 'sms', reason: 'Uji' }, 2),
          done('1', 'broadcast.pause', 'broadcast:7', { channel: 'email', reason: 'Uji' }, 1),
        ]),
      ).toEqual([
        ['6,5', 'email,sms'],
        ['4,3', 'email,telegram'],
        ['2,1', 'email,sms'],
      ]);
    });

    it.each([
      ['reasons differ', done('1', 'broadcast.pause', 'broadcast:7', { channel: 'email', reason: 'B' })],
      ['broadcasts differ', done('1', 'broadcast.pause', 'broadcast:8', { channel: 'email', reason: 'A' })],
      [
        'regions differ',
        done('1', 'broadcast.pause', 'broadcast:7', { channel: 'email', reason: 'A', regionCode: '11' }),
      ],
      ['one is of all channels', done('1', 'broadcast.pause', 'broadcast:7', { reason: 'A' })],
      [
        'minutes lie between',
        done('1', 'broadcast.pause', 'broadcast:7', { channel: 'email', reason: 'A' }, -3),
      ],
    ])('stay apart where %s', (_, other) => {
      const one = done('2', 'broadcast.pause', 'broadcast:7', { channel: 'sms', reason: 'A' });
      expect(lines([one, other])).toHaveLength(2);
    });

    it('sum what failed, and name the longest time', () => {
      const [failing] = together([
        done('2', 'broadcast.failing', 'broadcast:7', { channel: 'sms', failed: 3, handed: 10 }),
        done('1', 'broadcast.failing', 'broadcast:7', { channel: 'email', failed: 4, handed: 20 }),
      ]);
      expect(failing?.detail).toMatchObject({ failed: 7, handed: 30 });
      const [back] = together([
        done('2', 'provider.back', 'provider:sms', { seconds: 40 }),
        done('1', 'provider.back', 'provider:email', { seconds: 90 }),
      ]);
      expect(back?.detail).toMatchObject({ seconds: 90 });
    });
  });

  it('stand under their day in Jakarta', () => {
    const days = byDay(
      ['2026-12-01T17:30:00Z', '2026-12-01T16:59:00Z', '2026-11-30T17:00:00Z'].map((at) => ({ at })),
    );
    expect(days.map(({ of }) => of.length)).toEqual([1, 2]);
    expect(dayLater('2026-12-01', -1)).toBe('2026-11-30');
  });
});
