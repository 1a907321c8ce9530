import { type TestDatabase, testDatabase } from '../../../test/factories/database.js';
import { createLogger, type Database, row, rows } from '#platform';
import { LedgerUpkeep } from './ledger-upkeep.js';

describe('the upkeep of the ledger', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.drop());
  const upkeep = (): LedgerUpkeep => new LedgerUpkeep(db.source, createLogger('test', 'silent'));
  const ahead = async (): Promise<number | undefined> =>
    (await row<{ n: number }>(db.source.manager, 'SELECT ledger_months_ahead() AS n'))?.n;

  it('creates partitions for three months ahead, on any day and with any number of publishers at once', async () => {
    await db.moveClock('100 days');
    expect(await ahead()).toBeLessThan(3);
    await Promise.all([upkeep().round(), upkeep().round(), upkeep().round()]);
    expect(await ahead()).toBe(3);
    await upkeep().round();
    expect(await ahead()).toBe(3);
  });

  it('works with the application’s role, which cannot create tables, but not with the public program’s', async () => {
    await db.moveClock('200 days');
    const as = (role: string, sql: string): Promise<unknown> =>
      db.source.transaction(async (tx) => {
        await tx.query(`SET LOCAL ROLE ${role}`);
        return tx.query(sql);
      });
    await expect(
      as('siar_app', "SELECT ensure_ledger_partition(siar_now() + interval '2 years')"),
    ).rejects.toThrow('permission denied');
    await expect(as('siar_gateway', 'SELECT tend_ledger()')).rejects.toThrow('permission denied');
    await as('siar_app', 'SELECT tend_ledger()');
    expect(await ahead()).toBe(3);
  });

  it('forgets the traces of claims of long ago', async () => {
    await db.source.query(
      `INSERT INTO claim_traces SELECT n, siar_now() - make_interval(days => 33 - 2 * n) FROM generate_series(1, 4) AS n`,
    );
    await upkeep().round();
    expect(await rows(db.source.manager, 'SELECT id FROM claim_traces ORDER BY id')).toEqual([
      { id: '2' },
      { id: '3' },
      { id: '4' },
    ]);
    await db.source.query('DELETE FROM claim_traces');
  });

  it('reports that next month has no partition, even when none can be created', async () => {
    await db.moveClock('300 days');
    const said: unknown[] = [];
    const logger = Object.assign(createLogger('test', 'silent'), {
      error: (_: unknown, message: string) => said.push(message),
    });
    await db.source.query(
      'ALTER FUNCTION ensure_ledger_partition(timestamptz) RENAME TO ensure_ledger_partition_away',
    );
    const blind = new LedgerUpkeep(db.source, logger);
    await expect(blind.round()).rejects.toThrow('ensure_ledger_partition');
    await expect(blind.round()).rejects.toThrow('ensure_ledger_partition');
    expect(said).toEqual([expect.stringContaining('no partition for next month')]);
    await db.source.query(
      'ALTER FUNCTION ensure_ledger_partition_away(timestamptz) RENAME TO ensure_ledger_partition',
    );
    await blind.round();
    expect(await ahead()).toBe(3);
  });

  it('updates the statistics of a partition that has grown tenfold, and of no other', async () => {
    await upkeep().round();
    await write(db.source, 20_000);
    const [partition] = await upkeep().round();
    expect(partition).toMatch(/^deliveries_\d{4}_\d\d$/);
    const known = await row<{ n: number }>(
      db.source.manager,
      'SELECT reltuples::int AS n FROM pg_class WHERE oid = $1::regclass',
      [partition],
    );
    expect(known?.n).toBe(20_000);
    expect(
      await rows(db.source.manager, 'SELECT FROM pg_stats WHERE tablename = $1', [partition]),
    ).not.toEqual([]);
    await write(db.source, 20_000);
    expect(await upkeep().round()).toEqual([]);
    await write(db.source, 180_000);
    expect(await upkeep().round()).toEqual([partition]);
  });
});

/** Writes rows for the current month. Autovacuum is off, so nothing else touches them. */
async function write(database: Database, count: number): Promise<void> {
  await database.query(
    `DO $$ BEGIN EXECUTE format('ALTER TABLE %I SET (autovacuum_enabled = off)', ensure_ledger_partition(siar_now())); END $$`,
  );
  await database.query(
    `INSERT INTO deliveries (broadcast_id, address_id, wave_id, contact_id, batch_no, state)
     SELECT next_broadcast_id(), n, 1, n, 0, 'pending' FROM generate_series(1, $1::int) AS n`,
    [count],
  );
}
