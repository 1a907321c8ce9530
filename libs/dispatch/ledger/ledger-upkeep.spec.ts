import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { type Database, row, rows } from '#platform/database';
import { createLogger } from '#platform/logging';
import { LedgerUpkeep } from './ledger-upkeep.js';

describe('the upkeep of the ledger', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.drop());
  const upkeep = (): LedgerUpkeep =>
    new LedgerUpkeep(db.source, testConfig(db.url), createLogger('test', 'silent'));
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

  it('forgets receipts that were applied long ago, and none that wait', async () => {
    await db.source.query(
      `INSERT INTO receipts (channel, notice_id, verdict, fingerprint, received_at, applied_at)
       SELECT 'sms', n, 'delivered', int8send(n), siar_now() - make_interval(days => age), CASE WHEN applied THEN siar_now() - make_interval(days => age) END
       FROM (VALUES (1, 200, true), (2, 200, false), (3, 119, true)) AS r(n, age, applied)`,
    );
    expect(await upkeep().forgetReceipts()).toBe(false);
    expect(await rows(db.source.manager, 'SELECT notice_id AS n FROM receipts ORDER BY 1')).toEqual([
      { n: '2' },
      { n: '3' },
    ]);
    await db.source.query('DELETE FROM receipts');
  });

  it('freezes a month that is over, once, and not while copies are under way', async () => {
    const { signal } = new AbortController();
    const [month] = await rows<{ name: string }>(
      db.source.manager,
      `SELECT ensure_ledger_partition(siar_now() - interval '2 months') AS name`,
    );
    await db.source.query(
      `INSERT INTO deliveries (broadcast_id, address_id, wave_id, contact_id, batch_no, state)
       SELECT broadcast_id_at(siar_now() - interval '2 months'), n, 1, n, 0, 'accepted' FROM generate_series(1, 100) AS n`,
    );
    await db.source.query(
      `INSERT INTO claims (broadcast_id, wave_id, batch_no, account, worker, leased_until) VALUES (1, 1, 0, 'a', 'w', siar_now())`,
    );
    expect(await upkeep().freeze(signal)).toBeNull();
    await db.source.query('DELETE FROM claims');
    expect(await upkeep().freeze(signal)).toBe(month?.name);
    const frozen = await row<{ age: number }>(
      db.source.manager,
      'SELECT age(relfrozenxid)::int AS age FROM pg_class WHERE relname = $1',
      [month?.name],
    );
    expect(frozen?.age).toBeLessThan(100);
    // The server tells of it a moment later.
    let again = await upkeep().freeze(signal);
    for (let turn = 0; again !== null && turn < 20; turn++) again = await upkeep().freeze(signal);
    expect(again).toBeNull();
    await expect(upkeep().freeze(AbortSignal.abort())).resolves.toBeNull();
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
    const blind = new LedgerUpkeep(db.source, testConfig(db.url), logger);
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
