import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPublisher } from '../../apps/publisher/publisher.js';
import { examine, type Examined, linesIn, needsSettling, settleRestore } from '#dispatch/recovery';
import { createLogger, row } from '#platform';
import { openQueueMarks } from '#queue';
import { backupOf } from '../factories/backup.js';
import { disagreements } from '../factories/crowd.js';
import { queueBackends } from '../factories/database.js';
import { type TestSystem, testSystem } from '../factories/system.js';

/** Copies that go out after the backup. */
const LOST = 100;

describe.each(queueBackends())('a restored backup, with queues on $name', ({ url }) => {
  let system: TestSystem;
  afterEach(async () => {
    await Promise.all(system.publishers.map((publisher) => publisher.stop()));
    await system.stop();
  });

  const out = (id: string): number => [...system.sandbox.inbox.list({ broadcast: id })].length;

  /** A broadcast of which copies went out after a backup was made. */
  const inMidBroadcast = async (): Promise<{ id: string; restore: () => Promise<void> }> => {
    // Few copies are claimed at a time, so that many wait when the backup is made.
    const more = { EMAIL_RATE: '40', CLAIM_WINDOW: '40', LEASE_SECONDS: '6', PROVIDER_TIMEOUT_SECONDS: '2' };
    system = await testSystem({ queueUrl: url(), contacts: 600, more });
    const id = await system.broadcast({ channels: ['email'] });
    await system.until(id, () => out(id) >= 30);
    const { restore } = await backupOf(system.db.url);
    const before = out(id);
    await system.until(id, () => out(id) >= before + LOST);
    return { id, restore };
  };

  /** Stops what sends and releases, and starts it again at the same addresses. */
  const restartAround = async (work: () => Promise<void>): Promise<void> => {
    const port = Number(new URL(system.publishers[0]?.url ?? '').port);
    await Promise.all([...system.workers, ...system.publishers].map((program) => program.stop()));
    await work();
    const logger = createLogger('test', 'silent');
    system.publishers.splice(0, 1, await startPublisher({ ...system.config, PORT: port }, logger));
    await system.addWorker(['email']);
  };

  /** Waits until the fence stands and no worker holds a copy any more. */
  const fenced = async (): Promise<void> => {
    const still = `SELECT FROM emergency_stops WHERE fence IS NOT NULL AND NOT EXISTS (SELECT FROM claims)`;
    const stands = async (): Promise<boolean> =>
      (await row(system.db.source.manager, still).catch(() => undefined)) !== undefined;
    while (!(await stands())) await sleep(100);
  };

  /** What the command after-restore compares. */
  const look = async (): Promise<Examined> => {
    const { source } = system.db;
    const found = await row<{ id: string }>(source.manager, 'SELECT id FROM installation');
    const files = await linesIn(join(system.config.STATE_DIR, found?.id ?? ''), true);
    if (!system.config.QUEUE_URL) return examine(source, { queue: null, files });
    const { marks, close } = openQueueMarks(system.config);
    const queue = await marks.all(found?.id ?? '');
    await close();
    return examine(source, { queue, files: [] });
  };
  /** What the publisher says of itself, once its connections have reached the restored database. */
  const once = async (ask: () => Promise<{ body: unknown }>): Promise<unknown> => {
    for (;;) {
      const { body } = await ask();
      if (!JSON.stringify(body).includes('"down":["database"]')) return body;
      await sleep(100);
    }
  };
  const copiesOf = ({ missing }: Examined): number => missing.reduce((sum, { copies }) => sum + copies, 0);

  it.each([
    ['programs that start on it', restartAround],
    ['programs that go on, as when a standby takes over', (restore: () => Promise<void>) => restore()],
  ])('stops %s before anything goes out twice', async (_name, around) => {
    const { id, restore } = await inMidBroadcast();
    await around(restore);
    await fenced();
    expect((await system.reconcile(id)).doubled).toBe(0);
    const operator = await system.as('operator');
    expect(await once(() => operator('GET', '/health/ready'))).toMatchObject({
      emergencyStop: { fenced: true },
    });
    const lifted = await operator('POST', '/api/v1/emergency-stop/lift', { note: 'terus' });
    expect(lifted).toMatchObject({ status: 409, body: { code: 'not-settled' } });

    const examined = await look();
    // Only the queue server has the marks of all workers.
    expect(examined.complete).toBe(system.config.QUEUE_URL !== undefined);
    expect(copiesOf(examined)).toBeGreaterThan(0);
    const rule = examined.complete ? 'marks' : 'due';
    const { source } = system.db;
    const unknown = await settleRestore(source, examined, rule, null);
    expect(unknown).toBeGreaterThan(0);
    expect(needsSettling(await look())).toBe(false);

    expect(await operator('POST', '/api/v1/emergency-stop/lift', { note: 'diperiksa' })).toMatchObject({
      status: 200,
    });
    const { total } = await system.until(id, ({ state }) => state === 'completed');
    expect(total.unknown).toBeGreaterThanOrEqual(unknown);
    expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    expect(await disagreements(source, id)).toEqual([]);

    const next = await system.broadcast({ channels: ['email'] });
    await system.until(next, () => out(next) > 0);
    expect((await operator('GET', '/api/v1/emergency-stop')).body).toMatchObject({ standing: null });
  });
});
