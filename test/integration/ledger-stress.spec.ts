import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import type { Channel, Outcome } from '#channels';
import { FanOut } from '#dispatch/fan-out';
import { QueueFeeder } from '#dispatch/flow-control';
import { Receipts } from '#dispatch/receipts';
import { Sender } from '#dispatch/sending';
import { Waves } from '#dispatch/waves';
import { Reconciler, RejectedCopies, UnknownCopies } from '#dispatch/recovery';
import { Deliveries } from '#dispatch/reports';
import type { Config } from '#platform/config';
import { Keys } from '#platform/crypto';
import { Database, row, rows } from '#platform/database';
import { Problem } from '#platform/http';
import { type Job, Queues } from '#queue';
import { claimChunk, WaveStopped } from '../../libs/dispatch/ledger/ledger.js';
import { consume } from '../factories/consumer.js';
import { approvedFor, crowd, disagreements } from '../factories/crowd.js';
import { queueBackends, type TestDatabase, testConfig, testDatabase } from '../factories/database.js';
import { watchSteps } from '../factories/legal-steps.js';
import { deliveryProgram } from '../factories/program.js';
import { testSender } from '../factories/sender.js';

const PEOPLE = 3_000;
const CHAOS_MS = 8_000;
const EXPIRES_MS = 5_000;
const CALM_MS = 40_000;

/** A provider with every possible outcome, until it is switched to success. */
class Moody implements Channel {
  readonly name = 'email';
  readonly account = 'email';
  readonly atOnce = 32;
  readonly revisions = null;
  good = false;
  handed = 0;

  async send(): Promise<Outcome> {
    this.handed += 1;
    await sleep(Math.random() * 120);
    const mood = this.good ? 0 : Math.random();
    if (mood < 0.6) return { kind: 'accepted', providerId: String(this.handed) };
    if (mood < 0.7) return { kind: 'moved', to: `baru-${this.handed}@contoh.id`, reason: 'test moved' };
    if (mood < 0.76) return { kind: 'slow_down', reason: 'test slow', afterMs: 5 };
    if (mood < 0.82) return { kind: 'unknown', reason: 'test unknown' };
    if (mood < 0.88) return { kind: 'failed', reason: 'test failed' };
    if (mood < 0.94) return { kind: 'dead', reason: 'test dead' };
    return { kind: 'opted_out', reason: 'test left' };
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** The locks of all concurrent users of a wave: senders, dying senders, receipts, operators, reconcilers. */
describe.each(queueBackends())('the ledger under concurrent load, queues on $name', ({ url }) => {
  let db: TestDatabase;
  let config: Config;
  let apps: INestApplicationContext[] = [];

  beforeAll(async () => {
    db = await testDatabase();
    const queue = url();
    config = testConfig(db.url, {
      ...(queue ? { QUEUE_URL: queue } : {}),
      EMAIL_RATE: '0',
      LEASE_SECONDS: '5',
      PROVIDER_TIMEOUT_SECONDS: '1',
      CLAIM_WINDOW: '300',
      DATABASE_POOL: '15',
    });
    apps = [await deliveryProgram(config), await deliveryProgram(config)];
  });
  afterAll(async () => {
    for (const app of apps) await app.close();
    await db.drop();
  });

  const actor = async (): Promise<string> =>
    (await row<{ id: string }>(db.source.manager, 'SELECT min(id) AS id FROM people'))?.id ?? '';

  it('loses no count, strands no row, never deadlocks and takes no illegal transition', async () => {
    const [one, other] = apps;
    if (!one || !other) throw new Error('two programs were started');
    const keys = one.get(Keys);
    const steps = await watchSteps(db.source);
    await crowd(
      db.source,
      keys,
      Array.from({ length: PEOPLE }, (_, n) => ({
        regionCode: n % 3 === 0 ? '11.01' : '51',
        on: { email: 'active' },
      })),
    );
    // The same people in all broadcasts, so that their addresses are contended too.
    const to = (...regions: string[]) => ({ audience: { regions, languages: [], topics: [] } });
    const sent = [
      await approvedFor(db.source, [{ regionCode: '11' }, { regionCode: '51' }], to('11', '51')),
      await approvedFor(db.source, [{ regionCode: '51' }], to('51')),
      await approvedFor(db.source, [{ regionCode: '11', expires: EXPIRES_MS / 60_000 }], to('11')),
      await approvedFor(db.source, [{ regionCode: '51' }], to('51')),
    ];
    const fought = sent.map(({ id }) => id);
    const doomed = fought[3] ?? '';
    // An untouched wave that expires while it is paused, however fast the others are sent.
    const still = await approvedFor(
      db.source,
      [{ regionCode: '11', expires: EXPIRES_MS / 60_000 }],
      to('11'),
    );
    const ids = [...fought, still.id];
    const by = await actor();
    const never = new AbortController().signal;
    await one.get(Waves).release();
    await Promise.all(
      [...sent, still].flatMap(({ waves }) =>
        waves.map((id) => one.get(FanOut).run(id, 'email', never, () => Promise.resolve())),
      ),
    );
    await db.source.transaction((tx) =>
      one.get(Waves).pause(tx, still.id, {}, { by: 'operator', reason: 'test', actorId: null }),
    );

    const provider = new Moody();
    const senders = await Promise.all(apps.map((app) => senderOf(app, provider, config)));
    const consumers = senders.map((sender, n) =>
      consume((apps[n] ?? one).get(Queues), 'email', 4, async (job: Job) => {
        if (job.name === 'send') await sender.batch(job.waveId, job.batchNo, 'queue');
      }),
    );
    const until = new AbortController();
    const failures: unknown[] = [];
    const again = async (everyMs: number, end: AbortSignal, work: () => Promise<unknown>): Promise<void> => {
      while (!end.aborted) {
        await work().catch((error: unknown) => {
          if (!(error instanceof Problem) && !(error instanceof WaveStopped)) failures.push(error);
        });
        await sleep(Math.random() * 2 * everyMs);
      }
    };
    const clockwork = new AbortController();
    const turning = apps.flatMap((app) => [
      again(150, clockwork.signal, () => app.get(Waves).release()),
      again(50, clockwork.signal, () => app.get(QueueFeeder).top('email')),
      again(100, clockwork.signal, () => app.get(Reconciler).round()),
      again(20, clockwork.signal, () => app.get(Receipts).drain()),
    ]);
    const chaos = [
      ...fought.map((id) =>
        again(60, until.signal, async () => {
          const part = Math.random() < 0.5 ? { channel: 'email' } : {};
          await db.source.transaction((tx) =>
            one.get(Waves).pause(tx, id, part, { by: 'operator', reason: 'test', actorId: null }),
          );
          await sleep(Math.random() * 40);
          await resume(other, id, by);
        }),
      ),
      ...apps.map((app) => again(15, until.signal, () => say(app, fought))),
      ...sent.flatMap(({ waves }) => waves.map((id) => again(120, until.signal, () => die(db.source, id)))),
      ...fought.map((id) => again(200, until.signal, () => resend(one, id, by))),
      ...fought.map((id) => again(200, until.signal, () => resendRejected(other, id, by))),
    ];
    await sleep(CHAOS_MS / 2);
    await db.source.transaction((tx) =>
      one.get(Waves).cancelBroadcast(tx, doomed, { by: 'kpu', reason: 'test', actorId: by }),
    );
    await sleep(CHAOS_MS / 2);
    until.abort();
    await Promise.all(chaos);
    provider.good = true;
    for (const id of fought) await resume(one, id, by);
    const deadline = performance.now() + CALM_MS;
    // On a busy machine the numbers may have changed before every attempt of the operators so far.
    const calm = new AbortController();
    const resending = fought.flatMap((id) => [
      again(100, calm.signal, () => resend(one, id, by)),
      again(100, calm.signal, () => resendRejected(other, id, by)),
    ]);
    const resent = async (): Promise<boolean> => {
      const seen = await steps();
      return ['unknown → pending', 'failed → pending'].every((step) => seen.includes(step));
    };
    while (!(await resent()) && performance.now() < deadline) await sleep(50);
    calm.abort();
    await Promise.all(resending);
    const left = (): Promise<unknown[]> =>
      rows(
        db.source.manager,
        `SELECT w.id, w.state, b.state AS broadcast, w.pending, w.claimed FROM waves w JOIN broadcasts b ON b.id = w.broadcast_id
         WHERE w.pending + w.claimed > 0 OR w.state NOT IN ('completed', 'cancelled', 'expired') OR b.state NOT IN ('completed', 'cancelled', 'expired')
           OR (w.state IN ('cancelled', 'expired') AND w.settled_at IS NULL)
         UNION ALL SELECT id, 'receipt', '', 0, 0 FROM receipts WHERE applied_at IS NULL
         UNION ALL SELECT id, 'claim', '', 0, 0 FROM claims`,
      );
    while ((await left()).length > 0 && performance.now() < deadline) {
      await hasten(db.source);
      await sleep(100);
    }
    clockwork.abort();
    await Promise.all(turning);
    for (const sender of senders) sender.stop();
    for (const consumer of consumers) await consumer.close();
    for (const sender of senders) await sender.settled();

    expect(failures).toEqual([]);
    expect((await Promise.all(ids.map((id) => disagreements(db.source, id)))).flat()).toEqual([]);
    expect(await left()).toEqual([]);
    const [, , expired, cancelled] = await Promise.all(ids.map((id) => one.get(Deliveries).progress(id)));
    expect([expired?.state, cancelled?.state]).toEqual([
      expect.stringMatching(/completed|expired/),
      'cancelled',
    ]);
    expect(Math.min(expired?.total.expired ?? 0, cancelled?.total.cancelled ?? 0)).toBeGreaterThan(0);
    // Checks that the intended transitions happened: an idle ledger would prove nothing.
    const taken = await steps();
    const meant = [
      'failed → pending',
      'accepted → delivered',
      'accepted → failed',
      'claimed → accepted',
      'claimed → failed',
      'claimed → pending',
      'claimed → unknown',
      'pending → cancelled',
      'pending → expired',
      'pending → claimed',
      'pending → suppressed',
      'unknown → pending',
    ];
    expect(meant.filter((step) => !taken.includes(step))).toEqual([]);
    const deadlocks = await row<{ n: number }>(
      db.source.manager,
      'SELECT deadlocks::int AS n FROM pg_stat_database WHERE datname = current_database()',
    );
    expect(deadlocks?.n).toBe(0);
  }, 120_000);
});

async function senderOf(app: INestApplicationContext, channel: Channel, config: Config): Promise<Sender> {
  return testSender(app, config, [channel]);
}

/** Lets copies be retried at once: after several "slow down" the next retry is up to 80 s away. */
async function hasten(database: Database): Promise<void> {
  // What somebody holds is left to the next call: these statements must not be the deadlock that the test looks for.
  await database.query(
    `UPDATE deliveries d SET next_attempt_at = NULL FROM (
       SELECT broadcast_id, address_id FROM deliveries WHERE state = 'pending' AND next_attempt_at > siar_now()
       FOR UPDATE SKIP LOCKED) late
     WHERE d.broadcast_id = late.broadcast_id AND d.address_id = late.address_id`,
  );
  await database.query(
    `UPDATE batches b SET not_before = NULL FROM (
       SELECT wave_id, no FROM batches WHERE state = 'waiting' AND not_before > siar_now() FOR UPDATE SKIP LOCKED) late
     WHERE b.wave_id = late.wave_id AND b.no = late.no`,
  );
}

async function resume(app: INestApplicationContext, id: string, by: string): Promise<void> {
  await app.get(Database).transaction((tx) => app.get(Waves).resume(tx, id, {}, by));
}

/** Receipts of some copies in any state; each may arrive while the copy is claimed. */
async function say(app: INestApplicationContext, ids: readonly string[]): Promise<void> {
  const verdicts = ['delivered', 'delivered', 'failed', 'dead', 'opted_out', 'complaint'] as const;
  const some = await rows<{ broadcastId: string; addressId: string }>(
    app.get(Database).manager,
    `SELECT broadcast_id AS "broadcastId", address_id AS "addressId" FROM deliveries
     WHERE broadcast_id = ANY ($1) AND state IN ('claimed', 'accepted', 'unknown') ORDER BY random() LIMIT 4`,
    [ids],
  );
  for (const [n, ref] of some.entries()) {
    const verdict = verdicts[Math.floor(Math.random() * verdicts.length)] ?? 'delivered';
    const token = app.get(Keys).deliveryToken('receipt', ref);
    await app
      .get(Receipts)
      .receive({ channel: 'email', token, verdict, reason: `test ${verdict}`, providerId: String(n) });
  }
}

/** A worker that claims, and disappears before it reports an outcome. */
async function die(database: Database, waveId: string): Promise<void> {
  const batch = await row<{ no: number }>(
    database.manager,
    `SELECT no FROM batches WHERE wave_id = $1 AND state <> 'done' ORDER BY random() LIMIT 1`,
    [waveId],
  );
  if (!batch) return;
  const at = {
    waveId,
    batchNo: batch.no,
    channel: 'email',
    limit: 20,
    account: 'email',
    worker: 'dead',
    leaseSeconds: 1,
  } as const;
  await database.transaction((tx) => claimChunk(tx, at));
}

/** An operator who resends what was rejected by now and may go again. */
async function resendRejected(app: INestApplicationContext, id: string, by: string): Promise<void> {
  const groups = (await app.get(RejectedCopies).of(id)).filter(({ withheld }) => withheld === null);
  const rejected = groups.reduce((sum, { copies }) => sum + copies, 0);
  if (rejected === 0) return;
  const all = { rejected, causes: groups.map(({ reason }) => reason), reason: 'uji' };
  await app.get(Database).transaction((tx) => app.get(RejectedCopies).resend(tx, id, all, by));
}

/** An operator who resends everything that is unknown by now. */
async function resend(app: INestApplicationContext, id: string, by: string): Promise<void> {
  const { total } = await app.get(Deliveries).progress(id);
  if (total.unknown === 0) return;
  const all = { unknown: total.unknown, reason: 'uji' };
  await app.get(Database).transaction((tx) => app.get(UnknownCopies).resend(tx, id, all, by));
}
