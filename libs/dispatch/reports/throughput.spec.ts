import { type TestDatabase, testDatabase } from '../../../test/factories/database.js';
import { forget } from '../../../test/factories/crowd.js';
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
    const { points, parts } = await throughput.of(id);
    expect(points).toMatchObject([{ channel: 'email', handed: 14, waiting: 0 }]);
    expect(parts).toMatchObject([
      { province: '11', channel: 'email', targeted: 10, accepted: 9 },
      { province: '11', channel: 'sms', pending: 9 },
      { province: '51', channel: 'email', delivered: 4 },
    ]);
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
    for (const handed of [600, 1200]) {
      const { id } = await approvedBroadcast(db.source, [], 'running');
      await db.source.query(
        `INSERT INTO throughput SELECT $1, 'email', date_trunc('minute', at), at, handed, 0, failed, 7
         FROM (VALUES (20, 60, 0), (10, 60 + $2::int, 300)) AS v(minutes, handed, failed)
         CROSS JOIN LATERAL (SELECT date_trunc('minute', siar_now()) - make_interval(mins => minutes) AS at) x`,
        [id, handed],
      );
    }
    // The first rows have none before: a minute each.
    expect((await throughput.lately()).points).toMatchObject([
      { channel: 'email', handed: 120, perSecond: 2, failedPerSecond: 0, waiting: 14 },
      { channel: 'email', handed: 1800, perSecond: 3, failedPerSecond: 1, waiting: 14 },
    ]);
  });
});
