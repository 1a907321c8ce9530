import { Keys } from '#platform/crypto';
import { tamper, type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { forget } from '../../../test/factories/crowd.js';
import { onTwoChannels } from '../../../test/factories/two-channels.js';
import { approvedBroadcast } from '../../../test/factories/waves.js';
import { Throughput } from './throughput.js';

describe('the course of broadcasts', () => {
  let db: TestDatabase;
  let throughput: Throughput;
  beforeAll(async () => {
    db = await testDatabase();
    throughput = new Throughput(db.source);
  });
  afterEach(() => forget(db.source));
  afterAll(() => db.drop());

  const released = (counts: Record<string, number>) => ({
    state: 'released',
    released_at: new Date().toISOString(),
    ...counts,
  });
  /** The beginning of a minute. Asked once for what must lie in one, while the minute may change. */
  const minutesAgo = (minutes: number): Date =>
    new Date((Math.floor(Date.now() / 60_000) - minutes) * 60_000);

  it('is noted once a minute for each channel that has begun', async () => {
    const { id, waves } = await approvedBroadcast(
      db.source,
      [
        { due: -5, more: released({ targeted: 10, pending: 6, accepted: 3, failed: 1 }) },
        { due: -5, regionCode: '51', more: released({ targeted: 4, delivered: 4 }) },
        { due: 60, channel: 'sms', more: { targeted: 9, pending: 9 } },
      ],
      'running',
    );
    await Promise.all([throughput.note(), throughput.note()]);
    expect((await throughput.of(id)).points).toMatchObject([
      { channel: 'email', handed: 8, delivered: 4, failed: 1, waiting: 6 },
    ]);
    await db.source.query(`UPDATE throughput SET at = at - interval '1 second'`);
    await db.source.query('UPDATE waves SET pending = 0, accepted = 9 WHERE id = $1', [waves[0]]);
    await throughput.note();
    const ended = '2024-02-14T03:04:05.000Z';
    await db.source.query('UPDATE waves SET handed_at = $2 WHERE id = ANY ($1)', [waves, ended]);
    const { points, parts, begins, ends } = await throughput.of(id);
    expect(points).toMatchObject([{ channel: 'email', handed: 14, waiting: 0 }]);
    // The other channel still has something to send.
    expect(ends).toEqual({ email: new Date(ended) });
    expect(begins).toMatchObject({ email: new Date(ended) });
    expect(parts).toMatchObject([
      { province: '11', channel: 'email', targeted: 10, accepted: 9 },
      { province: '11', channel: 'sms', pending: 9 },
      { province: '51', channel: 'email', delivered: 4 },
    ]);
  });

  it('names the unknown copies by channel, with when their answer was lost', async () => {
    const keys = new Keys(testConfig(db.url));
    const { id } = await onTwoChannels(db.source, keys, ['unknown', 'unknown', 'accepted']);
    const at = '2024-02-14T03:04:05.000Z';
    await tamper(
      db.source,
      `UPDATE deliveries SET handed_at = $2, reason = 'smtp ETIMEDOUT' WHERE broadcast_id = $1`,
      [id, at],
    );
    const lost = { reason: 'smtp ETIMEDOUT', copies: 2, from: new Date(at), to: new Date(at) };
    expect((await throughput.of(id)).lost).toEqual([
      { channel: 'email', ...lost },
      { channel: 'sms', ...lost },
    ]);
  });

  it('has no outage of a channel that had handed over all of its own before', async () => {
    const { id, waves } = await approvedBroadcast(
      db.source,
      [{ due: -5, channel: 'sms', more: released({ targeted: 4, pending: 4 }) }],
      'running',
    );
    await db.source.query(
      `UPDATE waves SET released_at = siar_now() - interval '20 minutes', handed_at = siar_now() - interval '5 minutes' WHERE id = $1`,
      [waves[0]],
    );
    // The trail dates its entries itself.
    await db.source.query('ALTER TABLE audit_entries DISABLE TRIGGER date_entry');
    await db.source.query(
      `INSERT INTO audit_entries (at, act, subject, detail)
       VALUES (siar_now() - interval '2 minutes', 'provider.away', 'provider:sms', '{"reason": "twilio ECONNRESET"}')`,
    );
    await db.source.query('ALTER TABLE audit_entries ENABLE TRIGGER date_entry');
    expect((await throughput.of(id)).outages).toMatchObject([{ kind: 'away', channel: 'sms' }]);
    // Its wave stays open, as one does that is paused.
    await db.source.query('UPDATE waves SET pending = 0, accepted = 4 WHERE id = $1', [waves[0]]);
    expect((await throughput.of(id)).outages).toEqual([]);
    // What was cancelled waited until then.
    await db.source.query(
      'UPDATE waves SET accepted = 3, cancelled = 1, ended_at = siar_now() WHERE id = $1',
      [waves[0]],
    );
    expect((await throughput.of(id)).outages).toHaveLength(1);
  });

  it('is not noted of drafts, of what has not begun, and an hour after the end', async () => {
    await approvedBroadcast(db.source, [{ due: 60 }]);
    const { id } = await approvedBroadcast(
      db.source,
      [{ due: -90, more: released({ targeted: 1, accepted: 1 }) }],
      'completed',
    );
    const ended = (minutes: number) =>
      db.source.query(
        'UPDATE broadcasts SET ended_at = siar_now() - make_interval(mins => $2) WHERE id = $1',
        [id, minutes],
      );
    await ended(61);
    await throughput.note();
    expect((await throughput.lately()).points).toEqual([]);
    await ended(59);
    await throughput.note();
    expect((await throughput.of(id)).points).toHaveLength(1);
  });

  it('has as many points as a curve shows, the last of each step', async () => {
    const { id } = await approvedBroadcast(
      db.source,
      [{ due: -5, more: released({ targeted: 1, pending: 1 }) }],
      'running',
    );
    await db.source.query(
      `INSERT INTO throughput SELECT $1, 'email', m, m + interval '50 seconds', n, 0, 0, 1
       FROM generate_series(0, 999) n CROSS JOIN LATERAL (SELECT timestamptz '2026-11-30 00:00Z' + make_interval(mins => n) AS m) x`,
      [id],
    );
    const { points } = await throughput.of(id);
    expect(points).toHaveLength(200);
    expect(points[0]?.handed).toBe(4);
    expect(points.at(-1)?.handed).toBe(999);
  });

  it('gives the rate of each channel over all broadcasts, from the rows before', async () => {
    const minute = minutesAgo(0);
    for (const handed of [600, 1200]) {
      const { id } = await approvedBroadcast(db.source, [], 'running');
      await db.source.query(
        `INSERT INTO throughput SELECT $1, 'email', at, at, handed, 0, failed, 7
         FROM (VALUES (20, 60, 0), (10, 60 + $2::int, 300)) AS v(minutes, handed, failed)
         CROSS JOIN LATERAL (SELECT $3::timestamptz - make_interval(mins => minutes) AS at) x`,
        [id, handed, minute],
      );
    }
    // The first rows have none before: a minute each.
    expect((await throughput.lately()).points).toMatchObject([
      { channel: 'email', handed: 120, perSecond: 2, failedPerSecond: 0, waiting: 14, mostWaiting: 134 },
      {
        channel: 'email',
        handed: 1800,
        taken: 1200,
        perSecond: 2,
        failedPerSecond: 1,
        waiting: 14,
        mostWaiting: 1814,
      },
    ]);
  });

  it('tells the busiest minute of a step, and what one took that had just begun', async () => {
    const { id } = await approvedBroadcast(
      db.source,
      [{ due: -5, more: released({ targeted: 1, pending: 1 }) }],
      'running',
    );
    await db.source.query(
      `WITH begin AS (SELECT date_bin('3 minutes', siar_now() - interval '30 minutes', 'epoch') AS at),
         begun AS (UPDATE waves SET first_handover_at = begin.at + interval '40 seconds' FROM begin WHERE broadcast_id = $1)
       INSERT INTO throughput SELECT $1, 'email', begin.at + make_interval(mins => n), begin.at + make_interval(mins => n + 1), handed, 0, 0, 0
       FROM begin, (VALUES (0, 978), (1, 978), (2, 1038)) AS v(n, handed)`,
      [id],
    );
    const before = await approvedBroadcast(db.source, [], 'running');
    for (const hours of [6, 24] as const) {
      // With what was long before, a point is several minutes.
      await db.source.query(
        `INSERT INTO throughput SELECT $1, 'sms', m, m + interval '1 minute', 5, 0, 0, 0
         FROM (SELECT date_trunc('minute', siar_now()) - make_interval(hours => $2) + interval '1 minute' AS m) x`,
        [before.id, hours],
      );
      const { points } = await throughput.lately(hours);
      expect(points.filter(({ channel }) => channel === 'email')).toMatchObject([
        { handed: 1038, peakPerSecond: 48.9 },
      ]);
    }
    expect((await throughput.lately(1)).points).toMatchObject([
      { handed: 978, perSecond: 48.9 },
      { handed: 0, perSecond: 0 },
      { handed: 60, perSecond: 1 },
    ]);
  });

  it('gives broadcasts of one minute, one after the other, no more than the channel took', async () => {
    const minute = minutesAgo(10);
    for (const [began, handed] of [
      [0, 900],
      [30, 600],
    ]) {
      const { id } = await approvedBroadcast(
        db.source,
        [{ due: -5, more: released({ targeted: 1, pending: 1 }) }],
        'running',
      );
      await db.source.query(
        `WITH begin AS (SELECT $4::timestamptz AS at),
           begun AS (UPDATE waves SET first_handover_at = begin.at + make_interval(secs => $2) FROM begin WHERE broadcast_id = $1)
         INSERT INTO throughput SELECT $1, 'email', begin.at, begin.at + interval '50 seconds', $3, 0, 0, 0 FROM begin`,
        [id, began, handed, minute],
      );
    }
    expect((await throughput.lately(1)).points).toMatchObject([{ handed: 1500, peakPerSecond: 30 }]);
  });

  it('is not slowed down by the time between two broadcasts of one minute', async () => {
    const minute = minutesAgo(10);
    for (const [began, ended, handed] of [
      [0, 15, 1500],
      [40, 50, 500],
    ]) {
      const { id, waves } = await approvedBroadcast(
        db.source,
        [{ due: -5, more: released({ targeted: 1, accepted: 1 }) }],
        'running',
      );
      await db.source.query(
        `WITH begin AS (SELECT $6::timestamptz AS at),
           handed AS (UPDATE waves SET first_handover_at = begin.at + make_interval(secs => $2), handed_at = begin.at + make_interval(secs => $3)
             FROM begin WHERE id = ANY ($5))
         INSERT INTO throughput SELECT $1, 'email', begin.at, begin.at + interval '55 seconds', $4, 0, 0, 0 FROM begin`,
        [id, began, ended, handed, waves, minute],
      );
    }
    expect((await throughput.lately(1)).points).toMatchObject([{ taken: 2000, peakPerSecond: 80 }]);
  });

  it('takes what waits at one moment: of broadcasts of one minute, one may have ended before the other began', async () => {
    const most = async (firstEnds: number) => {
      const minute = minutesAgo(10);
      for (const [begins, ends] of [
        [0, firstEnds],
        [25, 58],
      ]) {
        const { id, waves } = await approvedBroadcast(
          db.source,
          [{ due: -5, channel: 'sms', more: released({ targeted: 900, accepted: 900 }) }],
          'running',
        );
        await db.source.query(
          `UPDATE waves SET first_handover_at = $4::timestamptz + make_interval(secs => $2), handed_at = $4 + make_interval(secs => $3)
           WHERE id = ANY ($1)`,
          [waves, begins, ends, minute],
        );
        await db.source.query(
          `INSERT INTO throughput SELECT $1, 'sms', m, m + interval '59 seconds', 900, 0, 0, 0 FROM (SELECT $2::timestamptz AS m) x`,
          [id, minute],
        );
      }
      const [point] = (await throughput.lately(1)).points;
      await forget(db.source);
      return point;
    };
    expect(await most(20)).toMatchObject({ mostWaiting: 900, waiting: 0 });
    // Half of the first one was left when the second began.
    expect(await most(50)).toMatchObject({ mostWaiting: 1350 });
  });

  it('tells by the minute what happened in a short time, from its beginning to its end', async () => {
    const { id, waves } = await approvedBroadcast(
      db.source,
      [{ due: -5, more: released({ targeted: 9, accepted: 9 }) }],
      'running',
    );
    await db.source.query(
      `WITH begin AS (SELECT date_trunc('minute', siar_now()) - interval '20 minutes' AS at),
         handed AS (UPDATE waves SET first_handover_at = begin.at + interval '40 seconds', handed_at = begin.at + interval '90 seconds'
           FROM begin WHERE id = ANY ($2))
       INSERT INTO throughput SELECT $1, 'email', begin.at + make_interval(mins => n), begin.at + make_interval(mins => n + 1), handed, 0, 0, 9 - handed
       FROM begin, (VALUES (0, 3), (1, 9), (2, 9)) AS v(n, handed)`,
      [id, waves],
    );
    const { minutes, points } = await throughput.lately();
    expect(minutes).toBe(1);
    expect(points).toMatchObject([
      { mostWaiting: 9, waiting: 6 },
      { mostWaiting: 6, waiting: 0 },
      { mostWaiting: 0, since: null, until: null },
    ]);
    const [first, second] = points;
    const seconds = (from: unknown, to: unknown) => (Number(to) - Number(from)) / 1000;
    expect(seconds(first?.since, first?.until)).toBe(20);
    expect(seconds(second?.since, second?.until)).toBe(30);
  });

  it('tells how fast each channel goes now, a broadcast that has just begun included', async () => {
    const begun = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
    const more = { ...released({ targeted: 301, accepted: 300, pending: 1 }) };
    await approvedBroadcast(
      db.source,
      [
        { due: -5, more: { ...more, first_handover_at: begun(30) } },
        { due: -5, channel: 'sms', more: { ...more, first_handover_at: begun(1) } },
        { due: 5, channel: 'telegram', more: { targeted: 9, pending: 9 } },
      ],
      'running',
    );
    const { id } = await approvedBroadcast(
      db.source,
      [{ due: -90, more: { ...more, first_handover_at: begun(5000) } }],
      'running',
    );
    for (const [seconds, handed] of [
      [61, 0],
      [40, 200],
      [1, 290],
    ])
      await db.source.query(
        `INSERT INTO throughput SELECT $1, 'email', date_trunc('minute', at), at, $3, 0, 0, 9
         FROM (SELECT siar_now() - make_interval(secs => $2) AS at) x
         ON CONFLICT (broadcast_id, channel, minute) DO UPDATE SET at = excluded.at, handed = excluded.handed`,
        [id, seconds, handed],
      );
    const paces = await throughput.now();
    expect([...paces.keys()].toSorted()).toEqual(['email', 'sms']);
    expect(paces.get('sms')).toBeCloseTo(60, 0);
    await db.source.query(
      `UPDATE waves SET accepted = accepted + pending, pending = 0 WHERE channel = 'sms'`,
    );
    // Nothing is left to send: what went out in the last minute says nothing of now.
    expect((await throughput.now()).get('sms')).toBe(0);
    // Both in the longer time: 400 in 40 s, or, where a minute has just begun, 600 in 61.
    expect(paces.get('email')).toBeGreaterThan(9.5);
    expect(paces.get('email')).toBeLessThan(10.1);
  });
});
