import {
  Database,
  databaseOptions,
  longTransaction,
  programLimits,
  row,
  rows,
  TASK_LIMITS,
} from '#platform/database';
import { awayFrom } from '#platform/program';
import { type TestDatabase, testDatabase } from '../factories/database.js';
import { type Proxy, silentProxy } from '../factories/proxy.js';

/** DATABASE_TIMEOUT_SECONDS of the programs here. */
const SECONDS = 1;
const POOL = 2;
const LIMITS = programLimits(SECONDS);

describe('a connection to PostgreSQL', () => {
  let db: TestDatabase;
  let proxy: Proxy;
  /** A program with a connection to the database that can go silent, and a healthy one beside it. */
  let cutOff: Database;
  let healthy: Database;

  beforeAll(async () => {
    db = await testDatabase();
    const url = new URL(db.url);
    proxy = await silentProxy(Number(url.port));
    url.port = String(proxy.port);
    cutOff = await new Database(databaseOptions(url.toString(), POOL, 'siar_app', LIMITS)).initialize();
    healthy = await new Database(databaseOptions(db.url, POOL, 'siar_app', LIMITS)).initialize();
    await db.source.query(`INSERT INTO budgets (account, channel) VALUES ('email', 'email')`);
  });
  afterAll(async () => {
    proxy.resume();
    await cutOff.destroy();
    await healthy.destroy();
    await proxy.stop();
    await db.drop();
  });

  const LOCK = `SELECT FROM budgets WHERE account = 'email' FOR UPDATE`;
  const took = async (work: Promise<unknown>): Promise<number> => {
    const began = performance.now();
    await work;
    return performance.now() - began;
  };

  it('does not keep a lock of a program that stopped inside a transaction', async () => {
    const stopped = cutOff.createQueryRunner();
    await stopped.startTransaction();
    await stopped.query(LOCK);
    expect(await took(healthy.transaction((tx) => tx.query(LOCK)))).toBeLessThan(LIMITS.lockMs);
    const woken = await stopped.query('SELECT 1').catch((error: unknown) => error);
    expect(awayFrom(woken)).toEqual({ server: 'database', uncertain: false });
    await stopped.release();
  });

  it('does not keep a lock of a program that was cut off without a FIN', async () => {
    // The pool may not have noticed yet that the previous session was ended.
    while (!(await row(cutOff.manager, 'SELECT 1').catch(() => undefined)));
    const lost = cutOff.createQueryRunner();
    await lost.startTransaction();
    await lost.query(LOCK);
    proxy.silence();
    expect(await took(healthy.transaction((tx) => tx.query(LOCK)))).toBeLessThan(LIMITS.lockMs);
    await lost.release();
  });

  it('that is silent during a query is destroyed, and the pool opens another', async () => {
    proxy.silence();
    const error = await cutOff.query('SELECT 1').catch((caught: unknown) => caught);
    expect(awayFrom(error)).toEqual({ server: 'database', uncertain: false });
    // Every connection of the pool may be silent; each is detected once.
    let silent = 1;
    while (!(await row(cutOff.manager, 'SELECT 1').catch(() => void silent++)));
    expect(silent).toBeLessThanOrEqual(POOL);
    for (let query = 0; query < 4; query++)
      expect(await row(cutOff.manager, 'SELECT 1 AS n')).toEqual({ n: 1 });
  });

  it('reports a lost commit’s outcome as unknown', async () => {
    const runner = cutOff.createQueryRunner();
    await runner.startTransaction();
    await runner.query('SELECT 1');
    proxy.silence();
    const error = await runner.commitTransaction().catch((caught: unknown) => caught);
    expect(awayFrom(error)).toEqual({ server: 'database', uncertain: true });
    await runner.release();
  });

  it('is not destroyed for being idle in the pool', async () => {
    const pid = async (): Promise<unknown> => row(cutOff.manager, 'SELECT pg_backend_pid() AS pid');
    const before = await pid();
    await took(healthy.query(`SELECT pg_sleep(${(SECONDS * 1.2).toFixed(1)})`));
    await took(healthy.query(`SELECT pg_sleep(${(SECONDS * 0.6).toFixed(1)})`));
    expect(await pid()).toEqual(before);
  });

  it('refuses a slow statement, but not a slow transaction', async () => {
    const slow = `SELECT pg_sleep(${SECONDS * 1.8})`;
    await expect(healthy.query(slow)).rejects.toThrow(/statement timeout/);
    await longTransaction(healthy, 10_000, (tx) => tx.query(slow));
    await expect(healthy.query(slow)).rejects.toThrow(/statement timeout/);
  });

  it('has limits for every role and kind of work', async () => {
    const NAMES = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];
    for (const role of ['siar_app', 'siar_worker', 'siar_gateway', undefined] as const) {
      for (const limits of [programLimits(10), TASK_LIMITS]) {
        const source = await new Database(databaseOptions(db.url, 2, role, limits)).initialize();
        const set = await rows<{ ms: number }>(
          source.manager,
          `SELECT setting::int AS ms FROM pg_settings WHERE name = ANY ($1) ORDER BY array_position($1, name)`,
          [NAMES],
        );
        expect(set.map(({ ms }) => ms)).toEqual([
          limits.statementMs,
          limits.lockMs,
          limits.idleInTransactionMs,
        ]);
        await source.destroy();
      }
    }
  });
});
