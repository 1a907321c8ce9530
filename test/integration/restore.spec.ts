import { startPublisher } from '../../apps/publisher/publisher.js';
import { createLogger } from '#platform';
import { backupOf } from '../factories/backup.js';
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

  /** A broadcast of which `lost` copies went out after a backup was made. */
  const inMidBroadcast = async (): Promise<{ id: string; restore: () => Promise<void> }> => {
    // Few copies are claimed at a time, so that many wait when the backup is made.
    const more = { EMAIL_RATE: '40', CLAIM_WINDOW: '40', LEASE_SECONDS: '6', PROVIDER_TIMEOUT_SECONDS: '2' };
    system = await testSystem({ queueUrl: url(), contacts: 600, more });
    const id = await system.broadcast({ channels: ['email'] });
    const out = (): number => [...system.sandbox.inbox.list({ broadcast: id })].length;
    await system.until(id, () => out() >= 30);
    const { restore } = await backupOf(system.db.url);
    const before = out();
    await system.until(id, () => out() >= before + LOST);
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

  it('sends again what had gone out since', async () => {
    const { id, restore } = await inMidBroadcast();
    await restartAround(restore);
    await system.until(id, ({ state }) => state === 'completed');
    expect((await system.reconcile(id)).doubled).toBeGreaterThan(LOST / 2);
  });
});
