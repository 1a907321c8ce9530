import { setTimeout as sleep } from 'node:timers/promises';
import { disagreements } from '../../test/factories/crowd.js';
import { usualBackend } from '../../test/factories/database.js';
import { testSystem, type TestSystem } from '../../test/factories/system.js';
import { ConfigError } from '#platform/config';
import { row, rows } from '#platform/database';
import { createLogger } from '#platform/logging';
import { startWorker } from './worker.js';

describe.each(usualBackend())('a channel worker, with queues on $name', ({ url }) => {
  let system: TestSystem;
  const start = async (options: Parameters<typeof testSystem>[0] = {}): Promise<void> => {
    system = await testSystem({ queueUrl: url(), ...options });
  };
  afterEach(() => system.stop());
  const claims = async (): Promise<unknown[]> => rows(system.db.source.manager, 'SELECT FROM claims');

  it("hands the first copy over within seconds of an immediate broadcast's approval", async () => {
    await start({ contacts: 500 });
    const id = await system.broadcast();
    await system.until(id, ({ firstHandoverAt }) => firstHandoverAt !== null);
    const took = await row<{ ms: number }>(
      system.db.source.manager,
      `SELECT extract(epoch FROM min(w.first_handover_at) - b.approved_at)::float8 * 1000 AS ms
       FROM waves w JOIN broadcasts b ON b.id = w.broadcast_id WHERE b.id = $1 GROUP BY b.approved_at`,
      [id],
    );
    // Ten rounds of the publisher on a loaded machine; `npm run bench -- punctual` measures it.
    expect(took?.ms).toBeLessThan(5000);
  });

  it('leaves nothing claimed or unknown when stopped in mid-batch, and another worker continues', async () => {
    await start({ contacts: 400, more: { SMS_RATE: '40', LEASE_SECONDS: '600' } });
    const id = await system.broadcast({ channels: ['sms'] });
    await system.until(id, ({ total }) => total.accepted + total.delivered > 10);
    const [worker] = system.workers;
    const began = performance.now();
    await worker?.stop();
    expect(performance.now() - began).toBeLessThan(5000);
    expect(await claims()).toEqual([]);
    const { total } = await system.progress(id);
    expect(total).toMatchObject({ claimed: 0, unknown: 0 });
    expect(total.pending).toBeGreaterThan(0);
    expect(await disagreements(system.db.source, id)).toEqual([]);
    await system.addWorker();
    await system.until(id, ({ state }) => state === 'completed');
    expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
  });

  it('releases its claims at once when stopped while the provider throttles', async () => {
    await start({ contacts: 100, more: { TELEGRAM_RATE: '30' } });
    system.sandbox.faults.order({ channel: 'telegram', kind: '429', share: 1, count: 1, retryAfter: 60 });
    const id = await system.broadcast({ channels: ['telegram'] });
    const slowed = async (): Promise<boolean> =>
      (await row(
        system.db.source.manager,
        `SELECT FROM budgets WHERE account = 'telegram' AND next_slot > siar_now() + interval '10 s'`,
      )) !== undefined;
    const began = performance.now();
    while (!(await slowed()) && performance.now() < began + 20_000) await sleep(20);
    expect(await slowed()).toBe(true);
    const told = performance.now();
    await system.workers[0]?.stop();
    expect(performance.now() - told).toBeLessThan(5000);
    expect(await claims()).toEqual([]);
    expect((await system.progress(id)).total).toMatchObject({ claimed: 0, unknown: 0 });
  });
});

describe('a channel worker', () => {
  it('refuses to start if its lease is too short to send', async () => {
    const system = await testSystem({ workers: 0, contacts: 1 });
    try {
      const config = { ...system.config, LEASE_SECONDS: 15, PROVIDER_TIMEOUT_SECONDS: 15 };
      await expect(startWorker(config, createLogger('test', 'silent'))).rejects.toThrow(ConfigError);
      await expect(startWorker(config, createLogger('test', 'silent'))).rejects.toThrow(
        /^LEASE_SECONDS must/,
      );
    } finally {
      await system.stop();
    }
  });
});
