import { Redis } from 'ioredis';
import { rows, sqlState } from '#platform/database';
import { endsWhole, type Fleet, losesNone, type Settle } from '../harness.js';

/** Empties the whole queue in mid-broadcast the given number of times, each after a given number of further copies. */
export async function emptyQueue(fleet: Fleet, times: number, copies: number): Promise<Settle> {
  const id = await fleet.broadcast();
  for (let time = 1; time <= times; time++) {
    await fleet.until(id, ({ accepted, delivered }) => accepted + delivered > time * copies, 90);
    const redis = fleet.system.env['QUEUE_URL'];
    await (redis ? flush(redis) : truncate(fleet));
  }
  expect((await fleet.counts(id)).state).toBe('running');
  return async () => {
    await endsWhole(fleet, id, 180);
    await losesNone(fleet, id);
  };
}

export async function flush(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.flushall();
  redis.disconnect();
}

/** How long it is tried to empty the queue, in ms. */
const EMPTYING_MS = 30_000;

/** Everything of BullMQ's except the record of its own migrations, which is schema and not queue. */
async function truncate({ database }: Fleet): Promise<void> {
  const tables = await rows<{ name: string }>(
    database.manager,
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'bullmq' AND tablename NOT LIKE '%migration%'`,
  );
  const emptying = `TRUNCATE ${tables.map(({ name }) => `bullmq.${name}`).join(', ')} CASCADE`;
  // The queue's own statements lock the same tables in another order. Waits shorter than PostgreSQL's deadlock_timeout
  // (1 s) end such a knot from this side, as often as it takes.
  const until = performance.now() + EMPTYING_MS;
  for (;;) {
    try {
      await database.transaction(async (tx) => {
        await tx.query(`SET LOCAL lock_timeout = '500ms'`);
        await tx.query(emptying);
      });
      return;
    } catch (error) {
      if (!['40P01', '55P03'].includes(sqlState(error)) || performance.now() > until) throw error;
    }
  }
}
