import { setTimeout as sleep } from 'node:timers/promises';
import { row } from '#platform/database';
import { endsWhole, type Fleet, losesNone, PROVINCES, type Settle } from '../harness.js';

/** Kills the publisher right after it has approved: the approval is all that is committed. */
export async function killAfterApproval(fleet: Fleet): Promise<Settle> {
  const letGo = await holdUpdates(fleet, 'waves');
  const id = await fleet.broadcast();
  await fleet.kill('publisher');
  await letGo();
  const waves = await row(
    fleet.database.manager,
    `SELECT count(*)::int AS waves, count(*) FILTER (WHERE state <> 'planned' OR fan_out_enqueued_at IS NOT NULL)::int AS touched
     FROM waves WHERE broadcast_id = $1`,
    [id],
  );
  expect(waves).toEqual({ waves: PROVINCES.length * 3, touched: 0 });
  expect(await fleet.counts(id)).toMatchObject({ state: 'approved', targeted: 0 });
  await fleet.start('publisher');
  return async () => {
    await endsWhole(fleet, id, 120);
    await losesNone(fleet, id);
  };
}

/** Kills the publisher after it has claimed the waves and before it adds a job to the queue. */
export async function killBeforeEnqueueing(fleet: Fleet): Promise<Settle> {
  const letGo = await blockQueue(fleet);
  const id = await fleet.broadcast();
  await eventually(async () => {
    const claimed = await row<{ all: boolean | null }>(
      fleet.database.manager,
      'SELECT bool_and(fan_out_enqueued_at IS NOT NULL) AS "all" FROM waves WHERE broadcast_id = $1',
      [id],
    );
    return claimed?.all === true;
  });
  await fleet.kill('publisher');
  await letGo();
  expect(await fleet.counts(id)).toMatchObject({ state: 'running', targeted: 0 });
  await fleet.start('publisher');
  return async () => {
    await endsWhole(fleet, id, 150);
    await losesNone(fleet, id);
  };
}

/** Three publishers and six workers at the same work. Stops the additional ones at the end. */
export async function manyAtOnce(fleet: Fleet): Promise<Settle> {
  const more = ['publisher-2', 'publisher-3', 'worker-email-2', 'worker-telegram-2', 'worker-sms-2'];
  await Promise.all(more.map((name) => fleet.start(name)));
  const id = await fleet.broadcast();
  return async () => {
    await endsWhole(fleet, id, 120);
    await losesNone(fleet, id);
    await Promise.all(more.map((name) => fleet.kill(name)));
  };
}

/**
 * Blocks every update of a table before its first row; reads and inserts continue.
 * @returns a function that ends the block; it first terminates the blocked sessions, which rolls their transactions
 * back
 */
async function holdUpdates({ database }: Fleet, table: string): Promise<() => Promise<void>> {
  const holder = database.createQueryRunner();
  await holder.connect();
  await holder.query('SELECT pg_advisory_lock(4711)');
  await database.query(
    `CREATE FUNCTION stand_still() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN PERFORM pg_advisory_xact_lock_shared(4711); RETURN NULL; END $$;
     CREATE TRIGGER stand_still BEFORE UPDATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION stand_still()`,
  );
  return async () => {
    await database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted AND locktype = 'advisory' AND objid = 4711`,
    );
    await holder.query('SELECT pg_advisory_unlock(4711)');
    await holder.release();
    await database.query(`DROP TRIGGER stand_still ON ${table}; DROP FUNCTION stand_still()`);
  };
}

/** Blocks every insert into the queue. @returns a function that ends the block; the blocked inserts are lost */
async function blockQueue(fleet: Fleet): Promise<() => Promise<void>> {
  if (fleet.system.env['QUEUE_URL']) {
    // Hung, then killed: a Redis that is away keeps publishers from claiming, one that goes on reads what they sent.
    fleet.freeze('redis');
    return async () => {
      await fleet.kill('redis');
      await fleet.start('redis');
    };
  }
  const blocker = fleet.database.createQueryRunner();
  await blocker.connect();
  await blocker.query('BEGIN');
  await blocker.query('LOCK TABLE bullmq.job IN EXCLUSIVE MODE');
  return async () => {
    await fleet.database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted AND relation = 'bullmq.job'::regclass`,
    );
    await blocker.query('COMMIT');
    await blocker.release();
  };
}

async function eventually(so: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await so())) {
    if (performance.now() > deadline) throw new Error('it did not come to be so within 30 s');
    await sleep(20);
  }
}
