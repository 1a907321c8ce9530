import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { approvedFor, crowd, type CrowdWave, disagreements, forget } from '../../../test/factories/crowd.js';
import {
  queueBackends,
  type TestDatabase,
  testConfig,
  testDatabase,
} from '../../../test/factories/database.js';
import { giveUp } from '../../../test/factories/consumer.js';
import { deliveryProgram } from '../../../test/factories/program.js';
import { trail } from '../../../test/factories/waves.js';
import type { Config } from '#platform/config';
import { Keys } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { createLogger } from '#platform/logging';
import { Heartbeat } from '#platform/program';
import { Queues } from '#queue';
import { Waves } from '../waves/waves.js';
import { FanOut } from '../fan-out/fan-out.js';
import { QueueFeeder } from '../flow-control/queue-feeder.js';
import { claimChunk, endPending } from '../ledger/ledger.js';
import { Reconciler } from './reconcile.js';

const PEOPLE = 30;
const QUIET = { lostJobs: 0, deadClaims: 0, unknown: 0, expired: 0, cancelled: 0 };

describe.each(queueBackends())('the reconciler, with queues on $name', ({ url }) => {
  let db: TestDatabase;
  let config: Config;
  let apps: INestApplicationContext[];

  beforeAll(async () => {
    db = await testDatabase();
    const queue = url();
    config = testConfig(db.url, { EMAIL_RATE: '20', ...(queue ? { QUEUE_URL: queue } : {}) });
    apps = [await deliveryProgram(config), await deliveryProgram(config)];
  });
  afterEach(() => forget(db.source));
  afterAll(async () => {
    for (const app of apps) await app.close();
    await db.drop();
  });
  const app = (): INestApplicationContext => apps[0] as INestApplicationContext;
  const round = () => app().get(Reconciler).round();

  /** A fanned-out wave of three batches of ten, in the queue if it is released. */
  const wave = async (wanted: CrowdWave = {}): Promise<{ id: string; waveId: string }> => {
    await crowd(
      db.source,
      app().get(Keys),
      Array.from({ length: PEOPLE }, () => ({ on: { email: 'active' as const } })),
    );
    const { id, waves } = await approvedFor(db.source, [wanted]);
    const waveId = waves[0] ?? '';
    await app()
      .get(FanOut)
      .run(waveId, 'email', new AbortController().signal, () => Promise.resolve());
    return { id, waveId };
  };
  const batches = async (waveId: string): Promise<string[]> =>
    (
      await rows<{ state: string }>(
        db.source.manager,
        'SELECT state FROM batches WHERE wave_id = $1 ORDER BY no',
        [waveId],
      )
    ).map(({ state }) => state);
  const claim = (waveId: string, leaseSeconds: number) =>
    db.source.transaction((tx) =>
      claimChunk(tx, {
        waveId,
        batchNo: 0,
        channel: 'email',
        limit: 4,
        account: 'email',
        worker: 'test',
        leaseSeconds,
      }),
    );
  const age = (waveId: string): Promise<unknown> =>
    db.source.query(`UPDATE batches SET queued_at = queued_at - interval '1 minute' WHERE wave_id = $1`, [
      waveId,
    ]);
  const tick = () => app().get(Waves).release();
  const states = (id: string): Promise<{ broadcast: string; wave: string; settled: boolean } | undefined> =>
    row(
      db.source.manager,
      `SELECT b.state AS broadcast, w.state AS wave, w.settled_at IS NOT NULL AS settled
       FROM broadcasts b JOIN waves w ON w.broadcast_id = b.id WHERE b.id = $1`,
      [id],
    );

  it('changes nothing when all is well', async () => {
    const { waveId } = await wave();
    await claim(waveId, 60);
    await age(waveId);
    expect(await round()).toEqual(QUIET);
    expect(await batches(waveId)).toEqual(['queued', 'queued', 'queued']);
  });

  it('puts back batches whose jobs are lost, once, however many reconcilers run', async () => {
    const { id, waveId } = await wave({ state: 'planned', due: 5 });
    await db.source.query(`UPDATE batches SET state = 'queued', queued_at = siar_now() WHERE wave_id = $1`, [
      waveId,
    ]);
    // Not yet: the job may still be on its way to the queue.
    expect(await round()).toEqual(QUIET);
    await age(waveId);
    const found = await Promise.all(apps.map((one) => one.get(Reconciler).round()));
    expect(found.map(({ lostJobs }) => lostJobs).reduce((sum, n) => sum + n, 0)).toBe(3);
    expect(await batches(waveId)).toEqual(['waiting', 'waiting', 'waiting']);
    expect(await trail(db.source, id)).toEqual([
      { act: 'reconcile.lost-jobs', detail: { channel: 'email', batches: 3 } },
    ]);
  });

  it('takes no batch for lost whose copies a worker still hands over, after its job has ended', async () => {
    const { waveId } = await wave({ state: 'planned', due: 5 });
    await db.source.query(`UPDATE batches SET state = 'queued', queued_at = siar_now() WHERE wave_id = $1`, [
      waveId,
    ]);
    await db.source.query(
      `INSERT INTO claims (broadcast_id, wave_id, batch_no, account, worker, leased_until)
       SELECT broadcast_id, id, 0, 'email', 'test', siar_now() + interval '1 minute' FROM waves WHERE id = $1`,
      [waveId],
    );
    await age(waveId);
    expect(await round()).toMatchObject({ lostJobs: 2 });
    expect((await batches(waveId)).toSorted()).toEqual(['queued', 'waiting', 'waiting']);
    await db.source.query('DELETE FROM claims WHERE wave_id = $1', [waveId]);
    expect(await round()).toMatchObject({ lostJobs: 1 });
  });

  it('forgets a failed job once another has done its batch', async () => {
    const { waveId } = await wave({ state: 'planned', due: 5 });
    await db.source.query(`UPDATE batches SET state = 'done' WHERE wave_id = $1 AND no = 0`, [waveId]);
    const queues = app().get(Queues);
    await giveUp(
      app(),
      'email',
      [0, 1].map((batchNo) => ({ name: 'send', waveId, batchNo })),
    );
    // The queues are repaired every few seconds.
    while ((await queues.depth('email')).failed > 1) await round();
    expect((await queues.failedJobs('email', 10)).map(({ job }) => job)).toEqual([`send-${waveId}-1`]);
    await db.source.query(`UPDATE batches SET state = 'done' WHERE wave_id = $1`, [waveId]);
    while ((await queues.depth('email')).failed > 0) await round();
  });

  it('counts all repairs, and logs their sum once a minute', async () => {
    const { waveId } = await wave();
    const said: unknown[] = [];
    const logger = Object.assign(createLogger('test', 'silent'), {
      warn: (what: unknown) => said.push(what),
    });
    const own = new Reconciler(db.source, app().get(Queues), app().get(Heartbeat), logger);
    for (let n = 0; n < 3; n++) {
      await claim(waveId, 0);
      await own.round();
    }
    expect(own.totals).toEqual({ ...QUIET, deadClaims: 3, unknown: 10 });
    expect(said).toEqual([{ findings: { ...QUIET, deadClaims: 1, unknown: 4 } }]);
  });

  it('closes a lost batch without pending deliveries', async () => {
    const { waveId } = await wave({ state: 'planned', due: 5 });
    await db.source.transaction((tx) => endPending(tx, waveId, 'cancelled', 'test', 50));
    await db.source.query(
      `UPDATE batches SET state = 'queued', queued_at = siar_now() - interval '1 min' WHERE wave_id = $1`,
      [waveId],
    );
    await round();
    expect(await batches(waveId)).toEqual(['done', 'done', 'done']);
  });

  it('turns the deliveries of dead workers to unknown, and records it in the trail', async () => {
    const { id, waveId } = await wave();
    await claim(waveId, 0);
    await claim(waveId, 60);
    const found = await Promise.all(apps.map((one) => one.get(Reconciler).round()));
    const mended = found.filter(({ deadClaims }) => deadClaims > 0);
    expect(mended).toEqual([{ ...QUIET, deadClaims: 1, unknown: 4 }]);
    expect(await trail(db.source, id)).toEqual([
      { act: 'reconcile.dead-claim', detail: { claim: expect.any(String), unknown: 4 } },
    ]);
    expect(await disagreements(db.source, id)).toEqual([]);
  });

  it('turns to unknown what others left claimed: with an endless lease, without a claim, or in the counter alone', async () => {
    const { id, waveId } = await wave();
    for (const forge of [
      `UPDATE claims SET leased_until = 'infinity'`,
      'DELETE FROM claims',
      'UPDATE waves SET claimed = claimed + 2, pending = pending - 2',
    ]) {
      await claim(waveId, 60);
      await db.source.query(forge);
      if (forge.startsWith('UPDATE waves')) await db.source.query('DELETE FROM claims');
      await round();
      expect(await row(db.source.manager, 'SELECT claimed FROM waves WHERE id = $1', [waveId])).toEqual({
        claimed: 0,
      });
    }
    const copies = `SELECT count(*)::int AS copies FROM deliveries WHERE wave_id = $1 AND state = 'unknown'`;
    expect(await row(db.source.manager, copies, [waveId])).toEqual({ copies: 10 });
    expect((await trail(db.source, id)).map(({ act }) => act)).toEqual(Array(3).fill('reconcile.dead-claim'));
  });

  it.each([
    `UPDATE waves SET handed_at = 'infinity'`,
    `UPDATE waves SET fanned_out_at = '-infinity'`,
    `UPDATE deliveries SET handed_at = 'infinity'`,
    `UPDATE deliveries SET next_attempt_at = 'infinity'`,
  ])('rejects an instant that no page can display: %s', async (forge) => {
    await wave();
    await expect(db.source.query(forge)).rejects.toMatchObject({ code: '23514' });
  });

  it.each(['released', 'planned'] as const)(
    'ends a %s wave at its expiry, and its broadcast at the next tick',
    async (state) => {
      const { id, waveId } = await wave({ state, due: state === 'planned' ? 5 : 0 });
      await db.source.query(
        `UPDATE waves SET due_at = siar_now() - interval '2 h', expires_at = siar_now() WHERE id = $1`,
        [waveId],
      );
      expect(await round()).toMatchObject({ expired: PEOPLE });
      await tick();
      await round();
      await tick();
      expect(await states(id)).toEqual({ broadcast: 'expired', wave: 'expired', settled: true });
      expect(await batches(waveId)).toEqual(['done', 'done', 'done']);
      expect(await disagreements(db.source, id)).toEqual([]);
      expect(await round()).toEqual(QUIET);
    },
  );

  it('ends a paused wave at its expiry too', async () => {
    const { id, waveId } = await wave();
    await db.source.query(
      `UPDATE waves SET due_at = siar_now() - interval '2 h', expires_at = siar_now(), state = 'paused', resume_state = 'released' WHERE id = $1`,
      [waveId],
    );
    expect(await round()).toMatchObject({ expired: PEOPLE });
    await tick();
    expect((await states(id))?.wave).toBe('expired');
  });

  it('cancels the rest of a stopped wave until none of its deliveries is claimed', async () => {
    const { id, waveId } = await wave();
    const claimed = await claim(waveId, 60);
    await db.source.transaction((tx) => app().get(Waves).withdraw(tx, id));
    expect(await round()).toMatchObject({ cancelled: PEOPLE - 4 });
    expect((await states(id))?.settled).toBe(false);
    // The worker gives them back: they end as the others did.
    await db.source.transaction(async (tx) => {
      await tx.query(
        `UPDATE deliveries SET state = 'pending', claim_id = NULL WHERE broadcast_id = $1 AND claim_id = $2`,
        [id, claimed?.id],
      );
      await tx.query('UPDATE waves SET claimed = 0, pending = 4 WHERE id = $1', [waveId]);
      await tx.query(`UPDATE batches SET state = 'waiting' WHERE wave_id = $1 AND no = 0`, [waveId]);
      await tx.query('DELETE FROM claims');
    });
    expect(await round()).toMatchObject({ cancelled: 4 });
    expect((await states(id))?.settled).toBe(true);
    expect(await disagreements(db.source, id)).toEqual([]);
    expect(await round()).toEqual(QUIET);
  });

  it('completes the other parts when one fails', async () => {
    const { waveId } = await wave();
    await claim(waveId, 0);
    await db.source.query(
      `UPDATE waves SET due_at = siar_now() - interval '2 h', expires_at = siar_now() WHERE id = $1`,
      [waveId],
    );
    await db.source.query('ALTER TABLE audit_entries RENAME TO audit_entries_away');
    await expect(round()).rejects.toThrow('audit_entries');
    await db.source.query('ALTER TABLE audit_entries_away RENAME TO audit_entries');
    expect(
      (await row<{ n: number }>(db.source.manager, 'SELECT expired AS n FROM waves WHERE id = $1', [waveId]))
        ?.n,
    ).toBe(PEOPLE - 4);
  });

  it.each([
    ['during', 0],
    ['before', 3],
  ])('gives workers time after an outage of writes %s the end of a lease', async (_when, leaseSeconds) => {
    const { id, waveId } = await wave();
    await claim(waveId, leaseSeconds);
    const silent = createLogger('test', 'silent');
    const heartbeat = new Heartbeat(db.source, config, 'siar_app', silent);
    const own = new Reconciler(db.source, app().get(Queues), heartbeat, silent);
    await db.source.query('ALTER FUNCTION beat RENAME TO beat_away');
    await expect(own.round()).rejects.toThrow('beat');
    await db.source.query('ALTER FUNCTION beat_away RENAME TO beat');
    const writes = (): Promise<boolean> =>
      heartbeat.write().then(
        () => true,
        () => false,
      );
    while (!(await writes())) await sleep(20);
    await db.source.query('UPDATE claims SET leased_until = siar_now()');
    expect(await own.round()).toMatchObject({ deadClaims: 0 });
    expect(await round()).toMatchObject({ deadClaims: 1, unknown: 4 });
    expect(await disagreements(db.source, id)).toEqual([]);
  });

  it('reads only live rows among a hundred thousand old waves', async () => {
    const { id, waveId } = await wave();
    await db.source.query(
      `INSERT INTO waves (broadcast_id, channel, region_code, time_zone, state, priority, due_at, expires_at, fanned_out_at, settled_at)
       SELECT $1, 'sms', '51', 'Asia/Makassar', CASE WHEN n % 3 = 0 THEN 'cancelled' ELSE 'expired' END, 10, siar_now() - interval '2 h', siar_now() - interval '1 h',
         siar_now(), siar_now() FROM generate_series(1, 100000) AS n`,
      [id],
    );
    await db.source.query('ANALYZE waves');
    await claim(waveId, 60);
    await db.source.query('SELECT pg_stat_force_next_flush()');
    const before = await row<{ n: string }>(
      db.source.manager,
      `SELECT seq_tup_read AS n FROM pg_stat_user_tables WHERE relname = 'waves'`,
    );
    const [begun] = await db.source.query<{ at: Date }[]>('SELECT clock_timestamp() AS at');
    const own = await deliveryProgram(config);
    await own.get(Reconciler).round();
    await own.get(QueueFeeder).top('email');
    await own.close();
    // A connection flushes its read statistics when it ends.
    const gone = async (): Promise<boolean> => {
      const open = await rows(
        db.source.manager,
        'SELECT FROM pg_stat_activity WHERE datname = current_database() AND backend_start >= $1',
        [begun?.at],
      );
      return open.length === 0;
    };
    while (!(await gone())) await sleep(10);
    const read = await row<{ n: string }>(
      db.source.manager,
      `SELECT seq_tup_read - $1 AS n FROM pg_stat_user_tables WHERE relname = 'waves'`,
      [before?.n],
    );
    expect(Number(read?.n)).toBeLessThan(1000);
  });
});
