import { Keys } from '#platform/crypto';
import { Database, databaseOptions, row, rows } from '#platform/database';
import { type TestDatabase, testConfig, testDatabase } from '../../test/factories/database.js';
import { CallbackInbox } from './callback-inbox.js';
import { MOST_TRIES } from './callback.rules.js';
import { WaitingCallbacks } from './waiting-callbacks.js';

let db: TestDatabase;
let gateway: Database;
let inbox: CallbackInbox;
let waiting: WaitingCallbacks;
beforeAll(async () => {
  db = await testDatabase();
  gateway = await new Database(databaseOptions(db.url, 4, 'siar_gateway')).initialize();
  inbox = new CallbackInbox(gateway);
  waiting = new WaitingCallbacks(db.source, new Keys(testConfig(db.url)));
});
afterAll(async () => {
  await gateway.destroy();
  await db.drop();
});

const store = (text: string, source: 'twilio' | 'email' = 'email', network = '192.0.2.1'): Promise<void> =>
  inbox.store(source, network, { path: '/p?d=1', headers: { 'x-a': 'b' }, body: Buffer.from(text) });
const end = (): Promise<unknown> =>
  db.source.query(`UPDATE callbacks SET leased_until = siar_now() - interval '1 s'`);

it('accepts no callback before a registrar has published its key', async () => {
  await expect(store('x')).rejects.toMatchObject({ kind: 'unavailable', extra: { retryAfterSeconds: 5 } });
  await waiting.publishKey();
  await store('x');
  await waiting.done((await waiting.fresh()).map(({ id }) => id));
});

it('gives each callback to one reader, in order, and stores it unreadable', async () => {
  for (let n = 0; n < 100; n++) await store(`+62812000000${n}`);
  const stored = await row<{ text: string }>(
    db.source.manager,
    `SELECT string_agg(encode(content, 'escape'), '') AS text FROM callbacks`,
  );
  expect(stored?.text).not.toContain('62812');
  const [one, two] = await Promise.all([waiting.fresh(), waiting.fresh()]);
  expect(one.length + two.length).toBe(100);
  const all = [...one, ...two].toSorted((a, b) => Number(a.id) - Number(b.id));
  expect(all.map(({ content }) => content?.body.toString())).toEqual(
    Array.from({ length: 100 }, (_, n) => `+62812000000${n}`),
  );
  expect(all[0]).toMatchObject({
    source: 'email',
    tries: 1,
    content: { path: '/p?d=1', headers: { 'x-a': 'b' } },
  });
  expect(await waiting.fresh()).toEqual([]);
  await waiting.done(all.map(({ id }) => id));
  expect(await waiting.backlog()).toEqual({ waiting: 0, setAside: 0 });
});

it('tries a callback again after a wait, and sets it aside after the last try', async () => {
  await store('poison');
  let [callback] = await waiting.fresh();
  for (let tries = 1; callback && tries < MOST_TRIES; tries++) {
    expect(await waiting.failed(callback)).toBe(false);
    expect(await waiting.again()).toEqual([]);
    await end();
    [callback] = await waiting.again();
    expect(callback?.tries).toBe(tries + 1);
  }
  expect(callback && (await waiting.failed(callback))).toBe(true);
  await end();
  expect([...(await waiting.fresh()), ...(await waiting.again())]).toEqual([]);
  expect(await waiting.backlog()).toEqual({ waiting: 0, setAside: 1 });
  await waiting.forget();
  expect(await waiting.backlog()).toEqual({ waiting: 0, setAside: 1 });
  await db.source.query(`UPDATE callbacks SET set_aside_at = siar_now() - interval '8 days'`);
  await waiting.forget();
  expect(await waiting.backlog()).toEqual({ waiting: 0, setAside: 0 });
});

it('sets aside a callback that ended each process that read it', async () => {
  await store('deadly');
  await waiting.fresh();
  for (let tries = 1; tries < MOST_TRIES; tries++) {
    expect(await waiting.setAsideDeadly()).toEqual([]);
    await end();
    expect(await waiting.again()).toHaveLength(1);
  }
  await end();
  expect(await waiting.again()).toEqual([]);
  expect(await waiting.setAsideDeadly()).toHaveLength(1);
  expect(await waiting.backlog()).toEqual({ waiting: 0, setAside: 1 });
  await db.source.query('DELETE FROM callbacks');
});

it('stores what a worker brings together, but for what is too large', async () => {
  const worker = await new Database(databaseOptions(db.url, 1, 'siar_worker')).initialize();
  const callback = (bytes: number) => ({ path: '', headers: {}, body: Buffer.alloc(bytes, 'a') });
  try {
    const group = [callback(1), callback(600_000), callback(3)];
    expect(await new CallbackInbox(worker).storeAll('smpp', 'operator', group)).toEqual([true, false, true]);
  } finally {
    await worker.destroy();
  }
  const stored = await waiting.fresh();
  expect(stored.map(({ content }) => content?.body.length)).toEqual([1, 3]);
  await waiting.done(stored.map(({ id }) => id));
});

it('limits one network before all of them, and accepts more once waiting callbacks are read', async () => {
  const flood = (
    source: string,
    network: string,
    size: number,
    rows: number,
  ): Promise<{ stored: number } | undefined> =>
    row(
      gateway.manager,
      `SELECT count(*) FILTER (WHERE store_callback($1, decode(repeat('00', $2), 'hex'), ${network}) = 'stored')::int AS stored
       FROM generate_series(1, $3) AS n`,
      [source, size, rows],
    );
  const most = 131_072 / 128;
  // Of 512 kB each: an eighth of the space for one network, half of it for callbacks that may be forged ones of Twilio.
  expect((await flood('twilio', '7', 524_000, 400))?.stored).toBe(most / 8);
  const rest = (await flood('twilio', 'n + 10', 524_000, 700))?.stored ?? 0;
  // Callbacks that earlier tests left unread count too.
  expect(rest).toBeLessThanOrEqual((most * 3) / 8);
  expect(rest).toBeGreaterThan((most * 3) / 8 - 3);
  await flood('twilio', 'n + 1000', 10, 400);
  await expect(store('y', 'twilio')).rejects.toMatchObject({
    kind: 'unavailable',
    extra: { retryAfterSeconds: 10 },
  });
  await store('a bounce is taken all the same');
  await readAll();
  // The refusal is cached for a second.
  await expect(store('y', 'twilio')).rejects.toMatchObject({ kind: 'unavailable' });
  await new Promise((resolve) => setTimeout(resolve, 1_050));
  await store('y', 'twilio');
  await readAll();
  // Units are taken and rolled back, which leaves nothing to read.
  await gateway
    .transaction(async (tx) => {
      await tx.query(
        `SELECT store_callback('email', decode(repeat('00', 500000), 'hex'), n % 65536) FROM generate_series(1, 1100) n`,
      );
      throw new Error('given up');
    })
    .catch(() => undefined);
  await waiting.giveBackLost();
  expect(await flood('email', '1', 500_000, 1)).toEqual({ stored: 0 });
  for (const end = performance.now() + 60_000; (await flood('email', '1', 500_000, 1))?.stored === 0;) {
    // Twice: the first check sees the units that were taken, the second that their transaction has ended.
    await db.source.query(`UPDATE callback_intake SET looked_at = siar_now() - interval '1 minute'`);
    await waiting.giveBackLost();
    if (performance.now() > end) throw new Error('no unit was given back');
  }
  expect(await flood('email', '1', 600_000, 3)).toEqual({ stored: 0 });
  await readAll();
}, 90_000);

async function readAll(): Promise<void> {
  const ids = await rows<{ id: string }>(db.source.manager, 'SELECT id FROM callbacks');
  await waiting.done(ids.map(({ id }) => id));
}
