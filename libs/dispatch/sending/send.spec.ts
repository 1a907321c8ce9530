import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { approvedFor, crowd, type CrowdWave, disagreements, forget } from '../../../test/factories/crowd.js';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { deliveryProgram } from '../../../test/factories/program.js';
import { testSender } from '../../../test/factories/sender.js';
import { trail } from '../../../test/factories/waves.js';
import type { Channel, Outcome, OutgoingMessage } from '#channels';
import { Keys } from '#platform/crypto';
import { Database, row, rows, type Tx } from '#platform/database';
import { Waves } from '../waves/waves.js';

import { FanOut } from '../fan-out/fan-out.js';
import { Reconciler } from '../recovery/reconcile.js';
import { Sender } from './send.js';

const PEOPLE = 60;

/** A provider that answers as instructed and records what it received. */
class Told implements Channel {
  readonly name = 'email';
  readonly account = 'email';
  readonly atOnce = 32;
  readonly revisions = null;
  readonly came: OutgoingMessage[] = [];

  constructor(private readonly answer: (message: OutgoingMessage, n: number) => Outcome | Promise<Outcome>) {}

  async send(message: OutgoingMessage): Promise<Outcome> {
    this.came.push(message);
    return this.answer(message, this.came.length);
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** The database, except that the answer to the first transaction's commit is lost. */
function losingTheFirstClaim(database: Database): Database {
  let lost = false;
  return new Proxy(database, {
    get: (target, name) => {
      if (name !== 'transaction') return Reflect.get(target, name) as unknown;
      return async (work: (tx: Tx) => Promise<unknown>) => {
        const result = await target.transaction(work);
        if (lost) return result;
        lost = true;
        throw new Error('the connection is lost');
      };
    },
  });
}

describe('sending', () => {
  let db: TestDatabase;
  let app: INestApplicationContext;
  const more = { EMAIL_RATE: '0', CLAIM_WINDOW: '40', PROVIDER_TIMEOUT_SECONDS: '1', LEASE_SECONDS: '30' };

  beforeAll(async () => {
    db = await testDatabase();
    app = await deliveryProgram(testConfig(db.url, more));
  });
  afterEach(() => forget(db.source));
  afterAll(async () => {
    await app.close();
    await db.drop();
  });

  const accept = (): Outcome => ({ kind: 'accepted' });
  const sender = async (
    channel: Channel,
    settings: Record<string, string> = {},
    database = app.get(Database),
  ): Promise<Sender> => {
    await database.query(`DELETE FROM budgets`);
    return testSender(app, testConfig(db.url, { ...more, ...settings }), [channel], { database });
  };
  /** A released wave of sixty people, in one batch. */
  const wave = async (wanted: CrowdWave = {}): Promise<{ id: string; waveId: string }> => {
    await crowd(
      db.source,
      app.get(Keys),
      Array.from({ length: PEOPLE }, () => ({ on: { email: 'active' as const } })),
    );
    const { id, waves } = await approvedFor(db.source, [wanted]);
    const waveId = waves[0] ?? '';
    await app.get(FanOut).run(waveId, 'email', new AbortController().signal, () => Promise.resolve());
    await db.source.query('UPDATE deliveries SET batch_no = 0 WHERE wave_id = $1', [waveId]);
    await db.source.query('DELETE FROM batches WHERE wave_id = $1 AND no > 0', [waveId]);
    return { id, waveId };
  };
  const counts = async (id: string): Promise<Record<string, number>> => {
    expect(await disagreements(db.source, id)).toEqual([]);
    const found = await rows<{ state: string; n: number }>(
      db.source.manager,
      'SELECT state, count(*)::int AS n FROM deliveries WHERE broadcast_id = $1 GROUP BY 1',
      [id],
    );
    return Object.fromEntries(found.map(({ state, n }) => [state, n]));
  };
  /** Sends the wave's batch until nothing in it is pending or claimed. */
  const toTheEnd = async (sending: Sender, id: string, waveId: string): Promise<void> => {
    for (;;) {
      await sending.batch(waveId, 0, 'fan-out');
      await sending.settled();
      const open = await row(
        db.source.manager,
        `SELECT FROM deliveries WHERE broadcast_id = $1 AND state IN ('pending', 'claimed')`,
        [id],
      );
      if (!open) return;
    }
  };

  it('hands everybody over once, with a token of their own', async () => {
    const { id, waveId } = await wave();
    const provider = new Told(accept);
    const sending = await sender(provider);
    await Promise.all([sending.batch(waveId, 0, 'fan-out'), sending.batch(waveId, 0, 'fan-out')]);
    await sending.settled();
    expect(await counts(id)).toEqual({ accepted: PEOPLE });
    expect(new Set(provider.came.map(({ to }) => to)).size).toBe(PEOPLE);
    expect(new Set(provider.came.map(({ token }) => token)).size).toBe(PEOPLE);
    expect(await row(db.source.manager, 'SELECT state FROM batches WHERE wave_id = $1', [waveId])).toEqual({
      state: 'done',
    });
  });

  it('marks all batches that end at once, whatever their waves', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) ids.push((await wave()).waveId);
    await db.source.query(
      `INSERT INTO batches (wave_id, no, size, state) SELECT w, 1, 1, 'queued' FROM unnest($1::bigint[]) AS w`,
      [ids],
    );
    const sending = await sender(new Told(accept), { CLAIM_WINDOW: '400' });
    await Promise.all(ids.flatMap((id) => [0, 1].map((no) => sending.batch(id, no, 'fan-out'))));
    await sending.settled();
    expect(
      await rows(
        db.source.manager,
        'SELECT state, count(*)::int AS n FROM batches WHERE wave_id = ANY ($1) GROUP BY 1',
        [ids],
      ),
    ).toEqual([{ state: 'done', n: 6 }]);
  });

  it('keeps outcomes that cannot be written, and their places among the claimed, until they can', async () => {
    const { id, waveId } = await wave();
    let away: () => void = () => undefined;
    const isAway = new Promise<void>((resolve) => (away = resolve));
    const provider = new Told(async (_, n) => {
      if (n === 1) {
        await db.source.query('ALTER TABLE claims RENAME TO claims_away');
        away();
      }
      await isAway;
      return { kind: 'accepted' };
    });
    const sending = await sender(provider);
    const batch = sending.batch(waveId, 0, 'fan-out').catch((error: unknown) => error);
    await isAway;
    // The window of forty claims is full: no more is claimed, however long the outage lasts.
    await sleep(1000);
    expect(provider.came).toHaveLength(40);
    await db.source.query('ALTER TABLE claims_away RENAME TO claims');
    await batch;
    await sending.settled();
    expect((await counts(id))['accepted']).toBeGreaterThanOrEqual(40);
    await toTheEnd(sending, id, waveId);
    expect(await counts(id)).toEqual({ accepted: PEOPLE });
    expect(provider.came).toHaveLength(PEOPLE);
  });

  it('gives back what it could not start, repeatedly, and gets all its places back', async () => {
    const { id, waveId } = await wave();
    const provider = new Told(accept);
    const sending = await sender(provider, { EMAIL_RATE: '100' });
    for (let time = 0; time < 8; time++) {
      const began = provider.came.length;
      const batch = sending.batch(waveId, 0, 'fan-out').catch((error: unknown) => error);
      if (time > 0) while (provider.came.length < Math.min(began + 1, PEOPLE)) await sleep(1);
      await db.source.query('ALTER TABLE budgets RENAME TO budgets_away');
      await batch;
      await sending.settled();
      const after = await counts(id);
      expect((after['accepted'] ?? 0) + (after['pending'] ?? 0)).toBe(PEOPLE);
      await db.source.query('ALTER TABLE budgets_away RENAME TO budgets');
    }
    await toTheEnd(sending, id, waveId);
    expect(await counts(id)).toEqual({ accepted: PEOPLE });
    expect(provider.came).toHaveLength(PEOPLE);
  });

  it('ignores a job whose batch no publisher has queued', async () => {
    const { id, waveId } = await wave();
    await db.source.query(`UPDATE batches SET state = 'waiting', queued_at = NULL WHERE wave_id = $1`, [
      waveId,
    ]);
    const provider = new Told(() => ({ kind: 'accepted' }));
    const sending = await sender(provider);
    await sending.batch(waveId, 0, 'queue');
    await sending.settled();
    expect(provider.came).toHaveLength(0);
    await db.source.query(`UPDATE batches SET state = 'queued', queued_at = siar_now() WHERE wave_id = $1`, [
      waveId,
    ]);
    await sending.batch(waveId, 0, 'queue');
    await sending.settled();
    expect(await counts(id)).toEqual({ accepted: PEOPLE });
  });

  it('sends only what was claimed before a pause, and the rest afterwards', async () => {
    const { id, waveId } = await wave();
    const provider = new Told(async (_, n) => {
      if (n === 1)
        await db.source.transaction((tx) =>
          app.get(Waves).pause(tx, id, {}, { by: 'operator', reason: 'test' }),
        );
      return { kind: 'accepted' };
    });
    const sending = await sender(provider);
    await sending.batch(waveId, 0, 'fan-out');
    await sending.settled();
    expect(provider.came.length).toBeLessThanOrEqual(40);
    const stopped = await counts(id);
    expect(stopped['pending']).toBe(PEOPLE - provider.came.length);
    const person = await row<{ id: string }>(db.source.manager, 'SELECT min(id) AS id FROM people');
    await db.source.transaction((tx) => app.get(Waves).resume(tx, id, {}, person?.id ?? ''));
    await toTheEnd(sending, id, waveId);
    expect(await counts(id)).toEqual({ accepted: PEOPLE });
  });

  it('gives back a claim, without counting an attempt, when the answer to its commit was lost', async () => {
    const { id, waveId } = await wave();
    const provider = new Told(accept);
    const sending = await sender(provider, {}, losingTheFirstClaim(app.get(Database)));
    await expect(sending.batch(waveId, 0, 'fan-out')).rejects.toThrow('the connection is lost');
    await sending.settled();
    expect(provider.came).toEqual([]);
    expect(await counts(id)).toEqual({ pending: PEOPLE });
    await toTheEnd(sending, id, waveId);
    expect(await counts(id)).toEqual({ accepted: PEOPLE });
    const tried = await rows(db.source.manager, 'SELECT DISTINCT attempts FROM deliveries');
    expect(tried).toEqual([{ attempts: 1 }]);
  });

  it('hands nothing over after the expiry', async () => {
    const { id, waveId } = await wave({ expires: 1 / 60 });
    const expiresAt = Date.now() + 1000;
    let latest = 0;
    const provider = new Told(() => {
      latest = Date.now();
      return { kind: 'accepted' };
    });
    const sending = await sender(provider, { EMAIL_RATE: '20' });
    await sending.batch(waveId, 0, 'fan-out');
    await sending.settled();
    expect(latest).toBeLessThanOrEqual(expiresAt);
    expect(provider.came.length).toBeGreaterThan(0);
    await app.get(Reconciler).round();
    const after = await counts(id);
    expect(after).toEqual({ accepted: provider.came.length, expired: PEOPLE - provider.came.length });
  });

  it('pauses the channel and fails no delivery when the addresses’ key is missing', async () => {
    const { id, waveId } = await wave();
    const provider = new Told(accept);
    const sending = await sender(provider, { DATA_KEY: `k2:${Buffer.alloc(32, 9).toString('base64')}` });
    await sending.batch(waveId, 0, 'fan-out');
    await sending.settled();
    expect(provider.came).toEqual([]);
    expect(await counts(id)).toEqual({ pending: PEOPLE });
    expect(await row(db.source.manager, 'SELECT state FROM waves WHERE id = $1', [waveId])).toEqual({
      state: 'paused',
    });
    expect((await trail(db.source, id)).map(({ act }) => act)).toEqual(['broadcast.pause']);
  });

  it('follows an address that moved, and gives up on one that moves for ever', async () => {
    const { id, waveId } = await wave();
    const [first] = await rows<{ id: string }>(
      db.source.manager,
      // The order in which they are claimed.
      'SELECT address_id AS id FROM deliveries WHERE broadcast_id = $1 ORDER BY ctid LIMIT 1',
      [id],
    );
    let restless: string | undefined;
    const provider = new Told(({ to, messageId }) => {
      if (messageId.endsWith(`.${first?.id}`) && to !== 'pindah@contoh.id')
        return { kind: 'moved', to: 'pindah@contoh.id', reason: 'test moved' };
      restless ??= messageId;
      // To an address that another contact has: nothing changes, and it would move again.
      if (messageId === restless) return { kind: 'moved', to: 'pindah@contoh.id', reason: 'test moved' };
      return { kind: 'accepted' };
    });
    const sending = await sender(provider);
    await toTheEnd(sending, id, waveId);
    expect(await counts(id)).toEqual({ accepted: PEOPLE - 1, failed: 1 });
    expect(provider.came.filter(({ messageId }) => messageId === restless).length).toBe(10);
  });

  it('suppresses dead addresses and people who left, and nobody else', async () => {
    const { id, waveId } = await wave();
    const provider = new Told((_, n) =>
      n === 1
        ? { kind: 'dead', reason: 'test 5.1.1' }
        : n === 2
          ? { kind: 'opted_out', reason: 'test left' }
          : n === 3
            ? { kind: 'failed', reason: 'test 5.5.0' }
            : { kind: 'accepted' },
    );
    const sending = await sender(provider);
    await toTheEnd(sending, id, waveId);
    expect(await counts(id)).toEqual({ accepted: PEOPLE - 3, failed: 3 });
    const suppressed = await rows(db.source.manager, 'SELECT reason FROM suppressions ORDER BY reason');
    expect(suppressed).toEqual([{ reason: 'dead-address' }, { reason: 'provider-opt-out' }]);
  });
});
