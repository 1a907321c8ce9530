import { now, row } from './database.js';
import { type TestDatabase, testDatabase } from '../../../test/factories/database.js';

describe('the schema', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(async () => {
    await db.drop();
  });

  it('reads the database clock, with the offset that a test sets', async () => {
    const before = await now(db.source.manager);
    await db.moveClock('3 hours');
    const after = await now(db.source.manager);
    expect(after.getTime() - before.getTime()).toBeGreaterThanOrEqual(3 * 3600_000);
  });

  it('makes broadcast ids that are ordered by time and safe in JavaScript', async () => {
    const ids = await row<{ first: string; second: string }>(
      db.source.manager,
      `SELECT next_broadcast_id() AS first, broadcast_id_at(siar_now() + interval '20 years') AS second`,
    );
    expect(Number(ids?.second)).toBeLessThan(Number.MAX_SAFE_INTEGER);
    expect(Number(ids?.first)).toBeLessThan(Number(ids?.second));
  });

  it('keeps a ledger partition for this month and the next two', async () => {
    const found = await row<{ n: string }>(
      db.source.manager,
      `SELECT count(*) AS n FROM pg_inherits WHERE inhparent = 'deliveries'::regclass`,
    );
    expect(Number(found?.n)).toBeGreaterThanOrEqual(4);
  });

  it('rejects a wave whose counters do not add up', async () => {
    await expect(
      db.source.query(
        `INSERT INTO waves (broadcast_id, channel, region_code, time_zone, priority, due_at, expires_at, targeted)
         VALUES (1, 'email', '11', 'Asia/Jakarta', 10, now(), now() + interval '1 day', 1)`,
      ),
    ).rejects.toThrow(/check constraint/);
  });
});
