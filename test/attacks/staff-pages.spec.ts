import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { row } from '#platform/database';
import { approvedBroadcast, standing } from '../factories/waves.js';
import { type TestPublisher, testPublisher } from '../factories/publisher.js';
import { type Ask, asking, signIn } from '../factories/staff.js';

describe('staff who open expensive pages', () => {
  let publisher: TestPublisher;
  let operator: Ask;
  let author: Ask;
  /** Locks a table, so that each reader of it waits and holds its connection, as a page that reads all of it would. */
  let holder: pg.Client;
  beforeAll(async () => {
    publisher = await testPublisher({ DATABASE_POOL: '3', DATABASE_TIMEOUT_SECONDS: '4' });
    operator = await signIn(publisher.url, 'operator');
    author = await signIn(publisher.url, 'penulis');
    holder = new pg.Client({ connectionString: publisher.db.url });
    await holder.connect();
  });
  afterAll(async () => {
    await holder?.end();
    await publisher?.stop();
  });
  afterEach(() => holder.query('ROLLBACK'));

  it('hold up neither release, nor health, nor a stop, and get a time-out error', async () => {
    const { id } = await approvedBroadcast(publisher.db.source, [{ due: 60 }]);
    await holder.query('BEGIN; LOCK TABLE contacts, elections IN ACCESS EXCLUSIVE MODE');
    // More than the connections of the pool of pages.
    const pages = ['/api/v1/elections', '/api/v1/contacts/overview'];
    const asked = Array.from({ length: 12 }, (_, n) => author('GET', pages[n % pages.length] ?? ''));
    let answered = 0;
    for (const one of asked) void one.finally(() => (answered += 1));

    await publisher.db.source.query('UPDATE waves SET due_at = siar_now() WHERE broadcast_id = $1', [id]);
    while ((await standing(publisher.db.source, id))[0] !== 'running') await sleep(50);
    const nobody = asking(publisher.url);
    expect((await nobody('GET', '/health/live')).status).toBe(200);
    expect((await nobody('GET', '/health/ready?without=providers')).status).toBe(200);
    expect((await operator('POST', '/api/v1/emergency-stop', { reason: 'Uji' })).status).toBe(200);
    expect((await operator('POST', '/api/v1/operations/channels/sms/pause', { reason: 'Uji' })).status).toBe(
      204,
    );
    // None of the pages was answered in that time.
    expect(answered).toBe(0);

    for (const { status, body, headers } of await Promise.all(asked)) {
      expect([status, body['type']]).toEqual([503, 'urn:siar:unavailable']);
      if (body['code'] === 'took-too-long') expect(headers.get('retry-after')).toBe('60');
    }
    await holder.query('ROLLBACK');
    expect((await author('GET', '/api/v1/elections')).status).toBe(200);
    expect((await operator('POST', '/api/v1/emergency-stop/lift', { note: 'Selesai' })).status).toBe(200);
  });

  it('cause one query, however many requests come and however often', async () => {
    await holder.query('BEGIN; LOCK TABLE contacts IN ACCESS EXCLUSIVE MODE');
    const asked = Array.from({ length: 10 }, () => author('GET', '/api/v1/contacts/counts'));
    const waiting = async (): Promise<number> => {
      // In another session: pg_stat_activity is frozen at its first read within a transaction.
      const found = await row<{ n: number }>(
        publisher.db.source.manager,
        `SELECT count(*)::int AS n FROM pg_stat_activity
         WHERE wait_event_type = 'Lock' AND datname = current_database() AND query LIKE '%FROM held GROUP BY%'`,
      );
      return found?.n ?? 0;
    };
    while ((await waiting()) === 0) await sleep(20);
    // The other requests have arrived and wait for the same query: a later request is answered.
    expect((await author('GET', '/api/v1/topics')).status).toBe(200);
    expect(await waiting()).toBe(1);
    // The first query completes; a further one would wait again: there is none.
    await holder.query('ROLLBACK; BEGIN; LOCK TABLE contacts IN ACCESS EXCLUSIVE MODE');
    await Promise.race(asked);
    expect((await author('GET', '/api/v1/topics')).status).toBe(200);
    expect(await waiting()).toBe(0);
    await holder.query('ROLLBACK');
    for (const { status } of await Promise.all(asked)) expect(status).toBe(200);
  });
});
