import { PassThrough, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse/sync';
import { forget } from '../../../test/factories/crowd.js';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { onTwoChannels, type TwoChannels } from '../../../test/factories/two-channels.js';
import { Keys } from '#platform/crypto';
import { Problem } from '#platform/http';
import { createLogger } from '#platform/logging';
import { DELIVERY_STATES, type DeliveryState } from '#contract';
import { Deliveries } from './deliveries.js';
import { ChannelWatch } from '../control/channel-watch.js';

describe('the delivery account of a broadcast', () => {
  let db: TestDatabase;
  let keys: Keys;
  let account: Deliveries;

  beforeAll(async () => {
    db = await testDatabase();
    keys = new Keys(testConfig(db.url));
    account = new Deliveries(
      db.source,
      keys,
      new ChannelWatch(
        db.source,
        { PROVIDER_TIMEOUT_SECONDS: 15, DATABASE_TIMEOUT_SECONDS: 10, STALL_SECONDS: 30 },
        createLogger('test', 'silent'),
      ),
    );
  });
  afterEach(() => forget(db.source));
  afterAll(() => db.drop());

  const broadcast = (states: DeliveryState[], state?: string, waveState?: string): Promise<TwoChannels> =>
    onTwoChannels(db.source, keys, states, state, waveState);

  it('counts each state once: in total, by channel and by region', async () => {
    const { id } = await broadcast([...DELIVERY_STATES, 'accepted']);
    const progress = await account.progress(id);
    const each = Object.fromEntries(DELIVERY_STATES.map((state) => [state, 1]));
    const half = { ...each, accepted: 2, targeted: 10, unlisted: 0, neverListed: 0, expected: 0 };
    expect(progress.channels).toEqual({ email: half, sms: half });
    expect(progress.regions).toEqual({ '11.01': half, '51': half });
    expect(progress.parts).toEqual([
      { channel: 'email', province: '11', ...half },
      { channel: 'sms', province: '51', ...half },
    ]);
    expect(progress.total).toEqual(
      Object.fromEntries(Object.entries(half).map(([state, n]) => [state, n * 2])),
    );
    expect(progress).toMatchObject({
      broadcastId: id,
      state: 'running',
      firstHandoverAt: null,
      endedAt: null,
    });
    await expect(account.progress('1')).rejects.toThrow(Problem);
  });

  it('lists pages by wave and address id, filtered by channel, state and region', async () => {
    const { id, addresses } = await broadcast(['accepted', 'failed', 'accepted']);
    const list = async (where = {}, limit = 10) => (await account.list(id, where, limit)).deliveries;
    const first = await list({}, 4);
    const second = await list({ after: first.at(-1)?.addressId }, 4);
    expect([...first, ...second].map(({ channel }) => channel)).toEqual([
      'email',
      'email',
      'email',
      'sms',
      'sms',
      'sms',
    ]);
    expect([...first, ...second].slice(0, 3).map(({ addressId }) => addressId)).toEqual(addresses);
    expect((await list({ channel: 'email', state: 'accepted' })).map(({ addressId }) => addressId)).toEqual([
      addresses[0],
      addresses[2],
    ]);
    expect(await list({ region: '11' })).toHaveLength(3);
    expect(await list({ region: '11.01' })).toHaveLength(3);
    expect(await list({ region: '%' })).toHaveLength(0);
    expect(await list({ region: '1' })).toHaveLength(0);
  });

  it('masks addresses and returns null for erased ones', async () => {
    const { id, addresses } = await broadcast(['accepted', 'accepted']);
    await db.source.query('DELETE FROM addresses WHERE id = $1', [addresses[1]]);
    const { deliveries } = await account.list(id, { channel: 'email' }, 10);
    const [kept, erased] = deliveries;
    expect(kept?.address).toBe('w***@contoh.id');
    expect(erased?.address).toBeNull();
  });

  it('writes the same rows as CSV for any number of pages and escapes formulas', async () => {
    const { id } = await broadcast(Array.from({ length: 2500 }, () => 'accepted'));
    const text = await textOf((into) => account.csv(id, {}, into, () => undefined));
    const lines = parse(text, { columns: true }) as Record<string, string>[];
    expect(lines).toHaveLength(5000);
    for (const channel of ['email', 'sms']) {
      const ids = lines
        .filter((line) => line['channel'] === channel)
        .map((line) => BigInt(line['addressId'] ?? ''));
      expect(new Set(ids).size).toBe(2500);
      expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? -1 : 1)));
    }
    expect(lines[0]).toMatchObject({ state: 'accepted', attempts: '3', reason: "'=test" });
    const [sms] = lines.filter(({ channel }) => channel === 'sms');
    expect(sms?.['address']).toMatch(/^'\+6281\*+\d{3}$/);
    const none = await textOf((into) => account.csv(id, { state: 'failed' }, into, () => undefined));
    expect(none).toBe(
      'addressId,channel,region,state,attempts,resends,reason,handedAt,address,messageId,providerId\n',
    );
  });

  it('stops reading when the reader disconnects, and fails when the database does', async () => {
    const { id } = await broadcast(Array.from({ length: 3000 }, () => 'accepted'));
    let failing: Promise<void> = Promise.resolve();
    const reader = new PassThrough({ highWaterMark: 16 });
    const broken = account.csv(id, {}, reader, () => undefined);
    reader.once('readable', () => reader.destroy());
    await expect(broken).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });

    // The export has started and waits: nobody reads until the table is gone.
    const into = new PassThrough({ highWaterMark: 16 });
    const begun = new Promise<void>((resolve) => {
      const failed = account.csv(id, {}, into, resolve);
      failed.catch(() => undefined);
      failing = failed;
    });
    await begun;
    await db.source.query('ALTER TABLE waves RENAME TO waves_away');
    into.resume();
    await expect(failing).rejects.toThrow('waves');
    expect(into.destroyed).toBe(true);
    const never = new PassThrough();
    await expect(account.csv(id, {}, never, () => never.destroy())).rejects.toThrow('waves');
    expect(never.destroyed).toBe(false);
    await db.source.query('ALTER TABLE waves_away RENAME TO waves');
  });
});

async function textOf(write: (into: PassThrough) => Promise<void>): Promise<string> {
  const through = new PassThrough();
  let text = '';
  const read = pipeline(
    through,
    new Writable({
      write(chunk: Buffer, _, done) {
        text += chunk.toString();
        done();
      },
    }),
  );
  await write(through);
  await read;
  return text;
}
