import { Database, databaseOptions, row } from '#platform/database';
import { type TestDatabase, testDatabase } from '../../../test/factories/database.js';
import { WarmUp } from './warm-up.js';

let db: TestDatabase;
let worker: Database;
beforeAll(async () => {
  db = await testDatabase();
  worker = await new Database(databaseOptions(db.url, 4, 'siar_worker')).initialize();
});
beforeEach(() => db.source.query('DELETE FROM warm_ups'));
afterAll(async () => {
  await worker.destroy();
  await db.drop();
});

const NOW = new Date();
const today = (daily: number[]) => ({
  name: 'baru',
  warmUp: { from: new Date(NOW.getTime() + 7 * 3_600_000).toISOString().slice(0, 10), daily },
});
const taken = async (): Promise<number | undefined> =>
  (await row<{ n: number }>(db.source.manager, 'SELECT sum(taken)::int AS n FROM warm_ups'))?.n;

it('allows a mailbox provider its ceiling of the day, however many take from it at once', async () => {
  const [one, other] = [new WarmUp(worker, today([75])), new WarmUp(worker, today([75]))];
  const found = await Promise.all(
    Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? one : other).take('gmail', 10, NOW)),
  );
  const allowed = found.map((taken) => taken?.allowed ?? -1).toSorted((a, b) => b - a);
  expect(allowed).toEqual([...Array<number>(7).fill(10), 5, ...Array<number>(12).fill(0)]);
  expect(await taken()).toBe(75);
  for (const own of [one, other]) expect([own.isFull('gmail'), own.isFull('yahoo')]).toEqual([true, false]);
  expect(await one.take('yahoo', 10, NOW)).toMatchObject({ allowed: 10 });
});

it('allows again what did not leave', async () => {
  const warmUp = new WarmUp(worker, today([10]));
  const first = await warmUp.take('gmail', 10, NOW);
  if (!first) throw new Error('a ceiling holds today');
  await worker.transaction((tx) => warmUp.giveBack(tx, first, 4));
  expect(await warmUp.take('gmail', 10, NOW)).toMatchObject({ allowed: 4 });
});

it('limits neither other mailbox providers nor an account whose warm-up is over or that has none', async () => {
  const none = [
    await new WarmUp(worker, today([10])).take('', 100, NOW),
    await new WarmUp(worker, today([10])).take('gmail', 100, new Date(NOW.getTime() + 86_400_000)),
    await new WarmUp(worker, { name: 'lama', warmUp: null }).take('gmail', 100, NOW),
  ];
  expect(none).toEqual([null, null, null]);
  expect(await taken()).toBeNull();
});
