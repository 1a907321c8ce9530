import { row } from '#platform';
import { BACKENDS, type Fleet, over, startFleet, sums } from './harness.js';

describe.each(BACKENDS)('publishers, queues on %s', (backend) => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await startFleet({ backend, contacts: 1_500 });
  }, 120_000);
  afterAll(() => fleet?.stop());

  const once = async (id: string, seconds: number): Promise<void> => {
    const done = await fleet.until(id, over, seconds);
    expect(done).toMatchObject({ state: 'completed', unknown: 0 });
    expect(sums(done)).toBe(true);
    expect(await fleet.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    expect(fleet.fallen).toEqual([]);
  };

  it('killed just after an approval: the broadcast goes out, once', async () => {
    const id = await fleet.broadcast();
    await fleet.kill('publisher');
    await fleet.start('publisher');
    await once(id, 120);
  }, 200_000);

  it('killed between claiming waves and enqueueing them: they go out, once', async () => {
    // Nothing can be enqueued now; what is claimed is not.
    const release = await blockQueue(fleet, backend);
    const id = await fleet.broadcast();
    const claimed = async (): Promise<boolean> =>
      (
        await row<{ all: boolean }>(
          fleet.database.manager,
          'SELECT bool_and(fan_out_enqueued_at IS NOT NULL) AS "all" FROM waves WHERE broadcast_id = $1',
          [id],
        )
      )?.all === true;
    await fleet.until(id, ({ state }) => state === 'running', 30);
    while (!(await claimed())) await new Promise(setImmediate);
    await fleet.kill('publisher');
    await release();
    expect(await fleet.counts(id)).toMatchObject({ targeted: 0 });
    await fleet.start('publisher');
    await once(id, 150);
  }, 250_000);

  it('three of them and six workers at once: everyone once', async () => {
    const more = ['publisher-2', 'publisher-3', 'worker-email-2', 'worker-telegram-2', 'worker-sms-2'];
    await Promise.all(more.map((name) => fleet.start(name)));
    await once(await fleet.broadcast(), 120);
  }, 200_000);
});

/** Lets nobody put anything into the queue. @returns what ends that; what was about to be put there is lost */
async function blockQueue(fleet: Fleet, backend: 'postgres' | 'redis'): Promise<() => Promise<void>> {
  if (backend === 'redis') {
    await fleet.kill('redis');
    return () => fleet.start('redis');
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
