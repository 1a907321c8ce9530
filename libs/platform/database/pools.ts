import { AsyncLocalStorage } from 'node:async_hooks';
import type { EventEmitter } from 'node:events';
import type { DataSource } from 'typeorm';

const forPeople = new AsyncLocalStorage<true>();

/** Runs work, and everything it starts, on the pool for requests. */
export const asRequest = <T>(work: () => T): T => forPeople.run(true, work);

/**
 * Combines two pools into one data source, so that requests wait for each other and never delay the timers. Work
 * belongs to a request when it runs within `asRequest`.
 * @param timers pool for releases, receipts, reconciliation and everything else that no request started
 */
export function inTwoPools(timers: DataSource, requests: DataSource): DataSource {
  const both: DataSource = new Proxy(timers, {
    get: (_, name) => {
      if (name === 'initialize') return () => open(both, timers, requests);
      if (name === 'destroy') return () => close(timers, requests);
      const pool = forPeople.getStore() ? requests : timers;
      const found: unknown = Reflect.get(pool, name, pool);
      return typeof found === 'function' ? (found.bind(pool) as unknown) : found;
    },
  });
  return both;
}

/**
 * Returns a check whether a pool still hands out connections. Under load the check itself may wait for long, so that
 * connections which others return count as progress as well.
 */
export function movingPool(database: DataSource): () => Promise<boolean> {
  let givenBack = 0;
  let seen = 0;
  let listening = false;
  return async () => {
    if (!listening) {
      const { master } = database.driver as unknown as { master: EventEmitter };
      master.on('release', (broken?: unknown) => (givenBack += broken ? 0 : 1));
      listening = true;
    }
    if (givenBack > seen) {
      seen = givenBack;
      return true;
    }
    await database.query('SELECT 1');
    return true;
  };
}

async function open(both: DataSource, timers: DataSource, requests: DataSource): Promise<DataSource> {
  if (!timers.isInitialized) await timers.initialize();
  if (!requests.isInitialized) await requests.initialize();
  return both;
}

async function close(timers: DataSource, requests: DataSource): Promise<void> {
  for (const pool of [requests, timers]) if (pool.isInitialized) await pool.destroy();
}
