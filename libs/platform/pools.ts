import { AsyncLocalStorage } from 'node:async_hooks';
import type { EventEmitter } from 'node:events';
import type { DataSource } from 'typeorm';

const forPeople = new AsyncLocalStorage<true>();

/** Does work, and all that follows from it, on the pool of people's requests. */
export const asRequest = <T>(work: () => T): T => forPeople.run(true, work);

/**
 * Two pools behind one face: what people ask for waits for each other, and never keeps the timers waiting. Work belongs to a
 * request when it runs within `asRequest`.
 * @param timers release, receipts, reconciling and everything else that no request began
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
 * Asks whether a pool still gives connections. Under a flood a look itself may wait for long: what others get and give back
 * meanwhile is a sign of progress as well.
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
