import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startPublisher } from '../../apps/publisher/publisher.js';
import { row } from '#platform/database';
import { createLogger } from '#platform/logging';
import { backupOf } from '../factories/backup.js';
import { disagreements } from '../factories/crowd.js';
import { queueBackends } from '../factories/database.js';
import { type TestSystem, testSystem } from '../factories/system.js';

const run = promisify(execFile);

/** A broadcast at a low rate, with an outage in its middle, takes this long on a busy machine; in s. */
const PATIENCE_S = 120;
/** The tests' HASH_KEY. */
const HASH_KEY = Buffer.alloc(32, 2).toString('base64');
/** Copies that go out after the backup. */
const LOST = 60;

describe.each(queueBackends())('a restored backup, with queues on $name', ({ name, url }) => {
  let system: TestSystem;
  let hashKey = HASH_KEY;
  afterEach(async () => {
    await Promise.all(system.publishers.map((publisher) => publisher.stop()));
    await system.stop();
  });

  const out = (id: string): number => [...system.sandbox.inbox.list({ broadcast: id })].length;

  /** Lets the one leave who is written to last. @returns their address */
  const leaves = async (broadcastId: string): Promise<string> => {
    const last = await row<{ id: string }>(
      system.db.source.manager,
      'SELECT address_id AS id FROM deliveries WHERE broadcast_id = $1 ORDER BY batch_no DESC, address_id DESC LIMIT 1',
      [broadcastId],
    );
    const token = system.keys.deliveryToken('unsubscribe', { broadcastId, addressId: last?.id ?? '' });
    const page = await fetch(`${system.gateway.url}/unsubscribe/${token}`, { method: 'POST' });
    expect(page.status).toBe(200);
    return last?.id ?? '';
  };
  const stateOf = async (address: string): Promise<unknown> =>
    row(system.db.source.manager, 'SELECT state FROM addresses WHERE id = $1', [address]);

  /** A broadcast of which copies went out after a backup was made, and somebody left. */
  const inMidBroadcast = async () => {
    // Few copies are claimed at a time, so that many wait when the backup is made, however long it takes.
    const more = { EMAIL_RATE: '50', CLAIM_WINDOW: '40', LEASE_SECONDS: '6', PROVIDER_TIMEOUT_SECONDS: '2' };
    system = await testSystem({ queueUrl: url(), contacts: 1000, more });
    const id = await system.broadcast({ channels: ['email'] });
    await system.until(id, () => out(id) >= 30, PATIENCE_S);
    const { restore } = await backupOf(system.db.url);
    const before = out(id);
    const left = await leaves(id);
    await system.until(id, () => out(id) >= before + LOST, PATIENCE_S);
    while (await row(system.db.source.manager, 'SELECT FROM departures LIMIT 1')) await sleep(50);
    return { id, left, restore };
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

  /** Runs the command as an operator does. @returns what it says */
  const afterRestore = async (...args: string[]): Promise<string> => {
    const { DATABASE_URL, QUEUE_URL = '', STATE_DIR, JOURNAL_DIR } = system.config;
    const command = [
      'dist/apps/publisher/after-restore.js',
      '--marks',
      STATE_DIR,
      '--journal',
      JOURNAL_DIR,
      ...args,
    ];
    const keys = { DATA_KEY: `k1:${Buffer.alloc(32, 1).toString('base64')}`, HASH_KEY: hashKey };
    return (await run(process.execPath, command, { env: { DATABASE_URL, QUEUE_URL, ...keys } })).stdout;
  };
  /** What the publisher says of itself, once its connections have reached the restored database. */
  const once = async (ask: () => Promise<{ body: unknown }>): Promise<unknown> => {
    for (;;) {
      const { body } = await ask();
      if (!JSON.stringify(body).includes('"down":["database"]')) return body;
      await sleep(100);
    }
  };

  it('stops programs that start on it, or go on as when a standby takes over, before anything goes out twice', async () => {
    const { id, left, restore } = await inMidBroadcast();
    if (name === 'postgres') await restartAround(restore);
    else await restore();
    await fenced();
    expect((await system.reconcile(id)).doubled).toBe(0);
    const operator = await system.as('operator');
    expect(await once(() => operator('GET', '/health/ready'))).toMatchObject({
      emergencyStop: { fenced: true },
    });
    const lifted = await operator('POST', '/api/v1/emergency-stop/lift', { note: 'terus' });
    expect(lifted).toMatchObject({ status: 409, body: { code: 'not-settled' } });

    const said = await afterRestore();
    // Only the queue server has the marks of all workers.
    expect(said).toMatch(
      system.config.QUEUE_URL ? 'are complete; rule: marks' : 'may not be complete; rule: due',
    );
    expect(said).toMatch(/database lacks: [1-9]/);
    expect(said).toMatch('nothing was changed');
    expect(said).toMatch('lacks: 1 suppressed, 0 people erased');
    expect(said).toMatch(/keys: fit all of \d+ addresses/);
    expect(await stateOf(left)).toEqual({ state: 'active' });
    hashKey = Buffer.alloc(32, 3).toString('base64');
    await expect(afterRestore('--yes')).rejects.toThrow('put it back first');
    hashKey = HASH_KEY;
    expect(await afterRestore('--rule', 'due')).toMatch(/rule: due\n/);
    await expect(afterRestore('--rule', 'none')).rejects.toThrow('--rule none needs --why');
    await expect(afterRestore('--rule', 'semua')).rejects.toThrow('--rule must be marks, due or none');
    const unknown = Number(/(\d+) copies are unknown now/.exec(await afterRestore('--yes'))?.[1]);
    expect(unknown).toBeGreaterThan(0);
    expect(await afterRestore('--yes')).toMatch('nothing to do');
    expect(await stateOf(left)).toEqual({ state: 'unsubscribed' });
    // Sessions have ended with the restore.
    expect(await operator('GET', '/api/v1/emergency-stop')).toMatchObject({ status: 401 });
    system.signInAnew();
    const again = await system.as('operator');

    expect(await again('POST', '/api/v1/emergency-stop/lift', { note: 'diperiksa' })).toMatchObject({
      status: 200,
    });
    const { total } = await system.until(id, ({ state }) => state === 'completed', PATIENCE_S);
    expect(total.unknown).toBeGreaterThanOrEqual(unknown);
    expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    expect(await disagreements(system.db.source, id)).toEqual([]);

    const next = await system.broadcast({ channels: ['email'] });
    await system.until(next, () => out(next) > 0, PATIENCE_S);
    expect((await again('GET', '/api/v1/emergency-stop')).body).toMatchObject({ standing: null });
  });
});
