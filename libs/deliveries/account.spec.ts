import { PassThrough, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse/sync';
import { approvedFor, crowd, disagreements, forget } from '../../test/factories/crowd.js';
import { type TestDatabase, testConfig, testDatabase } from '../../test/factories/database.js';
import { trail } from '../../test/factories/waves.js';
import { createLogger, Keys, Problem, row, rows } from '#platform';
import { DELIVERY_STATES, type DeliveryState } from '#waves';
import { Account } from './account.js';
import { Standstills } from './standstills.js';

describe('the account of a broadcast', () => {
  let db: TestDatabase;
  let keys: Keys;
  let account: Account;
  let operator: string;

  beforeAll(async () => {
    db = await testDatabase();
    keys = new Keys(testConfig(db.url));
    account = new Account(
      db.source,
      keys,
      new Standstills(db.source, { STALL_SECONDS: 30 }, createLogger('test', 'silent')),
    );
  });
  afterEach(() => forget(db.source));
  afterAll(() => db.drop());

  /** A running broadcast with these deliveries on e-mail in Aceh Selatan, and as many on SMS in Bali. */
  const broadcast = async (
    states: DeliveryState[],
    state = 'running',
    waveState = 'released',
  ): Promise<Sent> => {
    const { id, waves } = await approvedFor(db.source, [
      { channel: 'email', regionCode: '11.01' },
      { channel: 'sms', regionCode: '51' },
    ]);
    const { addresses, contacts } = await crowd(
      db.source,
      keys,
      states.map(() => ({ regionCode: '11.01', on: { email: 'active' as const, sms: 'active' as const } })),
    );
    for (const [n, channel] of (['email', 'sms'] as const).entries()) {
      const wave = waves[n] ?? '';
      await db.source.query(
        `INSERT INTO deliveries (broadcast_id, address_id, wave_id, contact_id, batch_no, state, attempts, reason)
         SELECT $1, address, $2, contact, 0, state, 3, '=test' FROM unnest($3::bigint[], $4::bigint[], $5::text[]) AS d(address, contact, state)`,
        [id, wave, addresses.map((one) => one[channel] ?? ''), contacts, states],
      );
      await db.source.query(`INSERT INTO batches (wave_id, no, size, state) VALUES ($1, 0, $2, 'done')`, [
        wave,
        states.length,
      ]);
      const count = (one: DeliveryState): number => states.filter((other) => other === one).length;
      await db.source.query(
        `UPDATE waves SET targeted = $2, ${DELIVERY_STATES.map((one, i) => `${one} = $${i + 3}`).join(', ')}, fanned_out_at = siar_now(),
           batches = 1, state = '${waveState}' WHERE id = $1`,
        [wave, states.length, ...DELIVERY_STATES.map(count)],
      );
    }
    await db.source.query(`UPDATE broadcasts SET state = $2 WHERE id = $1`, [id, state]);
    operator = (await row<{ id: string }>(db.source.manager, 'SELECT min(id) AS id FROM people'))?.id ?? '';
    return { id, waves, addresses: addresses.map(({ email = '' }) => email) };
  };
  const resend = (id: string, expected: number): Promise<number> =>
    db.source.transaction((tx) => account.resendUnknown(tx, id, expected, operator));

  it('counts each state once, in all, by channel and by region', async () => {
    const { id } = await broadcast([...DELIVERY_STATES, 'accepted']);
    const progress = await account.progress(id);
    const each = Object.fromEntries(DELIVERY_STATES.map((state) => [state, 1]));
    const half = { ...each, accepted: 2, targeted: 10, unlisted: 0, neverListed: 0, expected: 0 };
    expect(progress.channels).toEqual({ email: half, sms: half });
    expect(progress.regions).toEqual({ '11.01': half, '51': half });
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

  it('lists page by page, wave by wave and in the order of ids, and by channel, state and region', async () => {
    const { id, addresses } = await broadcast(['accepted', 'failed', 'accepted']);
    const list = (where = {}, limit = 10) => account.list(id, where, limit);
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

  it('masks addresses, and says of those erased that there is none', async () => {
    const { id, addresses } = await broadcast(['accepted', 'accepted']);
    await db.source.query('DELETE FROM addresses WHERE id = $1', [addresses[1]]);
    const [kept, erased] = await account.list(id, { channel: 'email' }, 10);
    expect(kept?.address).toBe('w***@contoh.id');
    expect(erased?.address).toBeNull();
  });

  it('writes the same as CSV, whatever the number of pages, with formulas escaped', async () => {
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
    expect(none).toBe('addressId,channel,region,state,attempts,resends,reason,handedAt,address\n');
  });

  it('stops reading when the one who reads goes away, and fails when the database does', async () => {
    const { id } = await broadcast(Array.from({ length: 3000 }, () => 'accepted'));
    let failing: Promise<void> = Promise.resolve();
    const reader = new PassThrough({ highWaterMark: 16 });
    const broken = account.csv(id, {}, reader, () => undefined);
    reader.once('readable', () => reader.destroy());
    await expect(broken).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });

    // Nobody reads until the table is away: it has begun, and waits.
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

  describe('sending unknown ones again', () => {
    it('makes exactly them pending, revives what had ended, and says so in the trail', async () => {
      const { id, waves } = await broadcast(['unknown', 'accepted', 'unknown'], 'completed', 'completed');
      expect(await resend(id, 4)).toBe(4);
      expect((await account.progress(id)).total).toMatchObject({ unknown: 0, pending: 4, accepted: 2 });
      expect(await disagreements(db.source, id)).toEqual([]);
      const found = await rows(
        db.source.manager,
        `SELECT DISTINCT w.state AS wave, b.state AS broadcast, t.state AS batch FROM waves w JOIN broadcasts b ON b.id = w.broadcast_id
         JOIN batches t ON t.wave_id = w.id WHERE w.id = ANY ($1)`,
        [waves],
      );
      expect(found).toEqual([{ wave: 'released', broadcast: 'running', batch: 'waiting' }]);
      const resent = await rows(
        db.source.manager,
        'SELECT DISTINCT attempts, resends FROM deliveries WHERE broadcast_id = $1 AND state = $2',
        [id, 'pending'],
      );
      expect(resent).toEqual([{ attempts: 0, resends: 1 }]);
      expect(await trail(db.source, id)).toEqual([
        { act: 'broadcast.resend-unknown', detail: { resent: 4 } },
      ]);
    });

    it('is refused when the number is not what the operator saw, and says the number', async () => {
      const { id } = await broadcast(['unknown']);
      for (const expected of [1, 3]) {
        await expect(resend(id, expected)).rejects.toMatchObject({ kind: 'conflict', extra: { unknown: 2 } });
      }
      expect((await account.progress(id)).total).toMatchObject({ unknown: 2, pending: 0 });
    });

    it('happens once, when two operators ask at once', async () => {
      const { id } = await broadcast(['unknown', 'unknown']);
      const asked = await Promise.allSettled([resend(id, 4), resend(id, 4)]);
      expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect((await account.progress(id)).total.pending).toBe(4);
      expect(await disagreements(db.source, id)).toEqual([]);
    });

    it.each(['paused', 'cancelled', 'withdrawn', 'expired'])(
      'is refused for a broadcast that is %s',
      async (state) => {
        const { id } = await broadcast(['unknown'], state, 'completed');
        await expect(resend(id, 2)).rejects.toMatchObject({ kind: 'conflict' });
        expect((await account.progress(id)).total.pending).toBe(0);
      },
    );

    it('leaves out waves that have expired or were stopped', async () => {
      const { id, waves } = await broadcast(['unknown']);
      await db.source.query(
        `UPDATE waves SET due_at = siar_now() - interval '2 h', expires_at = siar_now() WHERE id = $1`,
        [waves[0]],
      );
      await expect(resend(id, 2)).rejects.toMatchObject({ extra: { unknown: 1 } });
      expect(await resend(id, 1)).toBe(1);
      await db.source.query(`UPDATE waves SET state = 'paused', resume_state = 'released' WHERE id = $1`, [
        waves[1],
      ]);
      await expect(resend(id, 1)).rejects.toThrow('has expired or was stopped');
      expect(await disagreements(db.source, id)).toEqual([]);
    });
  });
});

interface Sent {
  id: string;
  waves: string[];
  addresses: string[];
}

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
