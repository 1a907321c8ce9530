import { Redis } from 'ioredis';
import { rows } from '#platform';
import { BACKENDS, type Fleet, over, startFleet, sums } from './harness.js';

const TIMES = 3;

describe.each(BACKENDS)('the whole queue lost in mid-broadcast, queues on %s', (backend) => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({
      backend,
      contacts: 4_000,
      more: { EMAIL_RATE: '200', TELEGRAM_RATE: '200', SMS_RATE: '200' },
    });
  }, 120_000);
  afterAll(() => fleet?.stop());

  it(`loses and doubles nothing, ${TIMES} times over`, async () => {
    const id = await fleet.broadcast();
    for (let time = 1; time <= TIMES; time++) {
      await fleet.until(id, ({ accepted, delivered }) => accepted + delivered > time * 700, 90);
      await (backend === 'redis' ? flush(fleet.system.env['QUEUE_URL'] ?? '') : truncate(fleet));
    }
    const done = await fleet.until(id, over, 180);
    expect(sums(done)).toBe(true);
    expect(done.unknown).toBe(0);
    expect(await fleet.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    expect(fleet.fallen).toEqual([]);
  }, 400_000);
});

async function flush(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.flushall();
  redis.disconnect();
}

/** Everything BullMQ keeps but the record of its own migrations, which is schema and not queue. */
async function truncate({ database }: Fleet): Promise<void> {
  const tables = await rows<{ name: string }>(
    database.manager,
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'bullmq' AND tablename NOT LIKE '%migration%'`,
  );
  await database.query(`TRUNCATE ${tables.map(({ name }) => `bullmq.${name}`).join(', ')} CASCADE`);
}
