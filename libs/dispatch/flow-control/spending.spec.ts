import { Database, databaseOptions, row, rows } from '#platform/database';
import { type TestDatabase, testDatabase } from '../../../test/factories/database.js';
import { Budget } from './budget.js';
import { beginMonth, Spending } from './spending.js';

const COST = 350;
let db: TestDatabase;
let worker: Database;
let told = '0';
beforeAll(async () => {
  db = await testDatabase();
  worker = await new Database(databaseOptions(db.url, 4, 'siar_worker')).initialize();
});
beforeEach(async () => {
  await db.source.query('DELETE FROM account_spending; DELETE FROM budgets');
  told =
    (
      await row<{ id: string }>(
        db.source.manager,
        'SELECT coalesce(max(id), 0)::text AS id FROM audit_entries',
      )
    )?.id ?? '0';
});
afterAll(async () => {
  await worker.destroy();
  await db.drop();
});

const opened = async (ceiling: number | null, cost: number | null = COST): Promise<Spending> => {
  const name = 'operator';
  await new Budget(worker, { name, channel: 'sms', rate: null, unit: 'segments' }).open();
  const spending = new Spending(worker, { name, cost, ceiling });
  await spending.open();
  return spending;
};
const spent = async (): Promise<number | undefined> =>
  (await row<{ spent: number }>(db.source.manager, 'SELECT spent::float8 FROM account_spending'))?.spent;
const takes = async (): Promise<boolean> =>
  (await row<{ takes: boolean }>(db.source.manager, `SELECT NOT account_away('operator') AS takes`))?.takes ??
  false;
const acts = async (): Promise<string[]> =>
  (
    await rows<{ act: string }>(
      db.source.manager,
      'SELECT act FROM audit_entries WHERE id > $1 ORDER BY id',
      [told],
    )
  ).map(({ act }) => act);

it('never exceeds the ceiling, however many take from it at once', async () => {
  const units = 10;
  const spending = await opened(COST * units * 7);
  const other = new Spending(worker, { name: 'operator', cost: COST, ceiling: COST * units * 7 });
  const paid = await Promise.all(
    Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? spending : other).take(units)),
  );
  expect(paid.filter((one) => one !== null)).toHaveLength(7);
  expect(await spent()).toBe(COST * units * 7);
  expect(await takes()).toBe(false);
  // Each is said once, however many found it out.
  expect(await acts()).toEqual(['account.spending', 'account.spent']);
});

it('gives back what did not leave', async () => {
  const spending = await opened(null);
  const paid = await spending.take(5);
  if (!paid) throw new Error('nothing was taken');
  await worker.transaction((tx) => spending.giveBack(tx, paid, 2));
  expect(await spent()).toBe(3 * COST);
  await spending.refund({ ...paid, units: 3 });
  expect(await spent()).toBe(0);
});

it('lets the account take messages again when its ceiling is changed, or in the next month', async () => {
  const reached = await opened(COST * 10);
  expect(await reached.take(11)).toBeNull();
  expect(await takes()).toBe(false);
  // A worker that starts again with the same ceiling changes nothing.
  await opened(COST * 10);
  expect(await takes()).toBe(false);
  await opened(COST * 20);
  expect(await takes()).toBe(true);
  expect(await reached.take(21)).toBeNull();
  await beginMonth(db.source);
  expect(await takes()).toBe(false);
  await db.source.query(`UPDATE budgets SET spent_at = siar_now() - interval '32 days'`);
  await beginMonth(db.source);
  expect(await takes()).toBe(true);
  expect(await acts()).toEqual(['account.spent', 'account.affords', 'account.spent', 'account.affords']);
});

it('goes by the ceiling that was set last, also at a worker that has not restarted', async () => {
  const former = await opened(COST * 10);
  expect(await former.take(11)).toBeNull();
  await opened(COST * 20, COST * 2);
  const paid = await former.take(10);
  expect(await takes()).toBe(true);
  expect(await spent()).toBe(COST * 20);
  if (!paid) throw new Error('nothing was taken');
  await former.refund(paid);
  expect(await spent()).toBe(0);
});

it('counts nothing where nothing costs', async () => {
  expect((await opened(null, null)).counts).toBe(false);
});
