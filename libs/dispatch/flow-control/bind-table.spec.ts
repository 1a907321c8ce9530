import { Database, databaseOptions } from '#platform/database';
import { createLogger } from '#platform/logging';
import { type TestDatabase, testDatabase } from '../../../test/factories/database.js';
import { BindTable } from './bind-table.js';

let db: TestDatabase;
let worker: Database;
const table = (name: string, database = worker): BindTable =>
  new BindTable(database, name, createLogger('worker', 'silent'));
beforeAll(async () => {
  db = await testDatabase();
  worker = await new Database(databaseOptions(db.url, 4, 'siar_worker')).initialize();
});
beforeEach(() => db.source.query('DELETE FROM binds; DELETE FROM bind_shares'));
afterAll(async () => {
  await worker.destroy();
  await db.drop();
});

it('gives each bind to one worker, and no more than the contract has', async () => {
  const [one, other] = [table('a'), table('b')];
  const taken = await Promise.all(
    [one, other, one, other, one, other].map((each) => each.take('operator', 3)),
  );
  // Who chose the same one as another had nothing, and asks again.
  while (taken.filter((bind) => bind !== null).length < 3) taken.push(await one.take('operator', 3));
  expect(taken.filter((bind) => bind !== null).length).toBe(3);
  expect(new Set(taken.filter((bind) => bind !== null))).toEqual(new Set([1, 2, 3]));
  expect(await one.take('operator', 3)).toBeNull();
  expect(await one.take('another', 1)).toBe(1);
});

it('shares them by the workers that ask, and says which are still held', async () => {
  const [one, other] = [table('a'), table('b')];
  expect(await one.renew('operator', 3)).toEqual({ share: 3, held: [] });
  for (let bind = 1; bind <= 3; bind++) await one.take('operator', 3);
  expect(await other.renew('operator', 3)).toEqual({ share: 1, held: [] });
  expect(await one.renew('operator', 3)).toEqual({ share: 2, held: [1, 2, 3] });
  await one.release('operator', 3);
  expect(await other.take('operator', 3)).toBe(3);
  await other.end('operator');
  expect(await one.renew('operator', 3)).toEqual({ share: 3, held: [1, 2] });
});

it('frees those of a dead worker, who does not have them back', async () => {
  const [dead, alive] = [table('a'), table('b')];
  await dead.renew('operator', 1);
  await dead.take('operator', 1);
  expect(await alive.renew('operator', 1)).toEqual({ share: 0, held: [] });
  await db.source.query(
    `UPDATE binds SET leased_until = siar_now(); UPDATE bind_shares SET asks_until = siar_now() WHERE worker = 'a'`,
  );
  expect(await alive.renew('operator', 1)).toMatchObject({ share: 1 });
  expect(await alive.take('operator', 1)).toBe(1);
  await dead.release('operator', 1);
  expect(await dead.renew('operator', 1)).toMatchObject({ held: [] });
  expect(await alive.renew('operator', 1)).toMatchObject({ held: [1] });
});

it('returns null while the database is away', async () => {
  const away = await new Database(databaseOptions(db.url, 1, 'siar_worker')).initialize();
  await away.destroy();
  expect(await table('a', away).renew('operator', 1)).toBeNull();
  expect(await table('a', away).take('operator', 1)).toBeNull();
});
