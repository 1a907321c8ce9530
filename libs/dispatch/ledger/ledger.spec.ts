import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolClient, QueryConfig } from 'pg';
import {
  approvedFor,
  changesOfLedger,
  crowd,
  type CrowdWave,
  disagreements,
} from '../../../test/factories/crowd.js';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { watchSteps } from '../../../test/factories/legal-steps.js';
import { Keys } from '#platform/crypto';
import { type Connection, row, rows, type Tx } from '#platform/database';
import { createLogger } from '#platform/logging';
import { Emergency } from '../control/emergency.js';
import {
  type Claim,
  claimChunk,
  closeBatches,
  endDeadClaim,
  endPending,
  type Settled,
  WaveStopped,
  writeOutcomes,
} from './ledger.js';

const outcome = (addressId: string, state: Settled['state'], more: Partial<Settled> = {}): Settled => ({
  addressId,
  state,
  reason: null,
  providerId: null,
  nextAttemptAt: null,
  counts: true,
  suppress: null,
  soft: false,
  brake: null,
  slowDownMs: 0,
  movedTo: null,
  ...more,
});

describe('the ledger', () => {
  let db: TestDatabase;
  let keys: Keys;
  beforeAll(async () => {
    db = await testDatabase();
    keys = new Keys(testConfig(db.url));
    await watchSteps(db.source);
  });
  afterAll(() => db.drop());

  /** A released e-mail wave, fanned out, with one batch of `people` pending deliveries. */
  const wave = async (people: number, wanted: CrowdWave = {}): Promise<Batch> => {
    const { id, waves } = await approvedFor(db.source, [wanted]);
    const waveId = waves[0] ?? '';
    const { addresses, contacts } = await crowd(
      db.source,
      keys,
      Array.from({ length: people }, () => ({ on: { email: 'active' as const } })),
    );
    const addressIds = addresses.map(({ email = '' }) => email);
    await db.source.query(
      `INSERT INTO deliveries (broadcast_id, address_id, wave_id, contact_id, batch_no, state)
       SELECT $1, address, $2, contact, 0, 'pending' FROM unnest($3::bigint[], $4::bigint[]) AS p(address, contact)`,
      [id, waveId, addressIds, contacts],
    );
    await db.source.query(`INSERT INTO batches (wave_id, no, size, state) VALUES ($1, 0, $2, 'queued')`, [
      waveId,
      people,
    ]);
    await db.source.query(
      `UPDATE waves SET targeted = $2, pending = $2, batches = 1, fanned_out_at = siar_now() WHERE id = $1`,
      [waveId, people],
    );
    return { id, waveId, addressIds, contacts };
  };
  /** The rows of the ledger that a transaction has read so far. */
  const read = async (tx: Tx): Promise<number> =>
    (
      await row<{ n: number }>(
        tx,
        `SELECT sum(seq_tup_read + idx_tup_fetch)::int AS n FROM pg_stat_xact_user_tables WHERE relname LIKE 'deliveries%'`,
      )
    )?.n ?? 0;
  const claim = (waveId: string, limit = 100, leaseSeconds = 60): Promise<Claim | null> =>
    db.source.transaction((tx) =>
      claimChunk(tx, {
        waveId,
        batchNo: 0,
        channel: 'email',
        limit,
        account: 'email',
        worker: 'test',
        leaseSeconds,
      }),
    );
  const settle = (claimed: Claim, settled: Settled[], last = true): Promise<void> =>
    db.source.transaction((tx) => writeOutcomes(tx, claimed, settled, last));
  const states = async ({ id }: Batch): Promise<string[]> =>
    (
      await rows<{ state: string }>(
        db.source.manager,
        'SELECT state FROM deliveries WHERE broadcast_id = $1 ORDER BY address_id',
        [id],
      )
    ).map(({ state }) => state);
  const batch = async ({ waveId }: Batch): Promise<{ state: string; notBefore: Date | null } | undefined> =>
    row(db.source.manager, `SELECT state, not_before AS "notBefore" FROM batches WHERE wave_id = $1`, [
      waveId,
    ]);
  const claims = async (): Promise<number> =>
    (await row<{ n: number }>(db.source.manager, 'SELECT count(*)::int AS n FROM claims'))?.n ?? 0;
  const agree = async ({ id }: Batch): Promise<void> =>
    expect(await disagreements(db.source, id)).toEqual([]);

  describe('claims', () => {
    it('take nothing while an operator has paused the channel, and continue afterwards', async () => {
      const sent = await wave(2);
      await db.source.query(
        `INSERT INTO channel_pauses (channel, reason, paused_by) SELECT 'email', 'test', min(id) FROM people`,
      );
      expect(await claim(sent.waveId)).toBeNull();
      await db.source.query('UPDATE channel_pauses SET resumed_at = siar_now(), resumed_by = paused_by');
      expect((await claim(sent.waveId))?.deliveries).toHaveLength(2);
    });

    it('take nothing of a wave of another channel, and suppress nobody in it', async () => {
      const sent = await wave(3);
      const at = {
        waveId: sent.waveId,
        batchNo: 0,
        limit: 10,
        account: 'sms',
        worker: 'test',
        leaseSeconds: 60,
      };
      expect(await db.source.transaction((tx) => claimChunk(tx, { ...at, channel: 'sms' }))).toBeNull();
      expect(await states(sent)).toEqual(['pending', 'pending', 'pending']);
      await agree(sent);
    });

    it('take what is pending and due, in key order, with the data its message needs', async () => {
      const sent = await wave(5);
      await db.source.query(
        `UPDATE deliveries SET next_attempt_at = siar_now() + interval '1 hour' WHERE broadcast_id = $1 AND address_id = $2`,
        [sent.id, sent.addressIds[0]],
      );
      const first = await claim(sent.waveId, 3);
      expect(first?.deliveries.map(({ addressId }) => addressId).sort()).toEqual(sent.addressIds.slice(1, 4));
      expect(first?.deliveries[0]).toMatchObject({ attempts: 1, language: 'id', regionName: 'Wilayah 11' });
      expect((await claim(sent.waveId, 3))?.deliveries).toHaveLength(1);
      expect(await claim(sent.waveId, 3)).toBeNull();
      await agree(sent);
    });

    // Settled rows need the space of their earlier versions, whose clean-up the transactions of other databases delay.
    it('keep rows on their page and update no index, even when they take a whole page at once', async () => {
      const sent = await wave(500);
      const before = await changesOfLedger(db.source);
      const at = { waveId: sent.waveId, batchNo: 0, channel: 'email' as const, limit: 100 };
      for (let n = 0; n < 5; n++)
        await db.source.transaction(async (tx) => {
          const claimed = await claimChunk(tx, { ...at, account: 'email', worker: 'test', leaseSeconds: 60 });
          expect(claimed?.deliveries).toHaveLength(100);
          await tx.query('SELECT pg_stat_force_next_flush()');
        });
      const after = await changesOfLedger(db.source);
      expect(after.all - before.all).toBeGreaterThanOrEqual(500);
      expect((after.hot - before.hot) / (after.all - before.all)).toBeGreaterThan(0.95);
    });

    it('use a generic plan, and no other statement does', async () => {
      const { waveId } = await wave(3);
      const at = {
        waveId,
        batchNo: 0,
        channel: 'email' as const,
        limit: 1,
        account: 'email',
        worker: 'test',
        leaseSeconds: 60,
      };
      await db.source.transaction(async (tx) => {
        for (let n = 0; n < 3; n++) expect((await claimChunk(tx, at))?.deliveries).toHaveLength(1);
        const claiming = `SELECT custom_plans::int AS "customPlans" FROM pg_prepared_statements WHERE name = 'claim'`;
        expect(await rows(tx, claiming)).toEqual([{ customPlans: 0 }]);
        expect(await rows(tx, 'SHOW plan_cache_mode')).toEqual([{ plan_cache_mode: 'auto' }]);
      });
    });

    it('read only their own rows of a broadcast that the statistics do not cover yet', async () => {
      await wave(20);
      await db.source.query('ANALYZE deliveries');
      const sent = await wave(1000);
      await db.source.query(
        'UPDATE deliveries SET batch_no = 1 WHERE broadcast_id = $1 AND address_id > $2',
        [sent.id, sent.addressIds[19]],
      );
      await db.source.transaction(async (tx) => {
        const at = { waveId: sent.waveId, batchNo: 0, channel: 'email', limit: 20 } as const;
        const before = await read(tx);
        const claimed = await claimChunk(tx, { ...at, account: 'email', worker: 'test', leaseSeconds: 60 });
        expect(claimed?.deliveries).toHaveLength(20);
        const between = await read(tx);
        expect(between - before).toBeLessThan(100);
        const settled = claimed?.deliveries.map(({ addressId }) => outcome(addressId, 'accepted')) ?? [];
        if (claimed) await writeOutcomes(tx, claimed, settled, true);
        expect((await read(tx)) - between).toBeLessThan(100);
      });
    });

    it.each([
      ['is paused', `UPDATE waves SET state = 'paused', resume_state = 'released' WHERE id = $1`],
      [
        'has expired',
        `UPDATE waves SET due_at = siar_now() - interval '2 h', expires_at = siar_now() WHERE id = $1`,
      ],
      ['is outside its window', `UPDATE waves SET window_from = '00:00', window_to = '00:00' WHERE id = $1`],
      [
        'is of a paused broadcast',
        `UPDATE broadcasts SET state = 'paused' WHERE id = (SELECT broadcast_id FROM waves WHERE id = $1)`,
      ],
    ])('take nothing of a wave that %s', async (_, sql) => {
      const sent = await wave(2);
      await db.source.query(sql, [sent.waveId]);
      const before = await claims();
      expect(await claim(sent.waveId)).toBeNull();
      expect(await claims()).toBe(before);
      expect(await states(sent)).toEqual(['pending', 'pending']);
    });

    it('turn those who left or were suppressed or erased since the fan-out to `suppressed`', async () => {
      const sent = await wave(6);
      const [left, suppressed, withdrawn, erased, , dead] = sent.addressIds;
      await db.source.query(`UPDATE addresses SET state = 'unsubscribed' WHERE id = $1`, [left]);
      await db.source.query(
        `INSERT INTO suppressions (channel, hash, reason) SELECT channel, hash, 'staff' FROM addresses WHERE id = $1`,
        [suppressed],
      );
      await db.source.query(`UPDATE consents SET withdrawn_at = siar_now() WHERE address_id = $1`, [
        withdrawn,
      ]);
      await db.source.query(`DELETE FROM contacts WHERE id = $1`, [sent.contacts[3]]);
      await db.source.query(`UPDATE addresses SET state = 'invalid' WHERE id = $1`, [dead]);
      expect(erased).toBeDefined();
      expect((await claim(sent.waveId))?.deliveries.map(({ addressId }) => addressId)).toEqual([
        sent.addressIds[4],
      ]);
      const gone = Array.from({ length: 4 }, () => 'suppressed');
      expect(await states(sent)).toEqual([...gone, 'claimed', 'suppressed']);
      const told = await rows<{ reason: string; copies: number }>(
        db.source.manager,
        `SELECT reason, count(*)::int AS copies FROM deliveries WHERE wave_id = $1 AND state = 'suppressed' GROUP BY 1 ORDER BY 1`,
        [sent.waveId],
      );
      expect(told).toEqual([
        { reason: 'dead before sending', copies: 1 },
        { reason: 'left or suppressed before sending', copies: 4 },
      ]);
      await agree(sent);
    });

    it('leave no claim behind when all deliveries were suppressed', async () => {
      const sent = await wave(1);
      await db.source.query(`UPDATE addresses SET state = 'invalid' WHERE id = $1`, sent.addressIds);
      const before = await claims();
      expect((await claim(sent.waveId))?.deliveries).toEqual([]);
      expect(await claims()).toBe(before);
      await agree(sent);
    });

    it('do not stand when the wave is stopped while they are made', async () => {
      const sent = await wave(3);
      await inTransaction(async (pausing) => {
        await pausing.query(`UPDATE waves SET state = 'paused', resume_state = 'released' WHERE id = $1`, [
          sent.waveId,
        ]);
        const made = claim(sent.waveId);
        await untilWaiting(1);
        await pausing.commitTransaction();
        await expect(made).rejects.toThrow(WaveStopped);
      });
      expect(await states(sent)).toEqual(['pending', 'pending', 'pending']);
      await agree(sent);
    });
  });

  it.each([
    ['data request', `SELECT held_in_dispatch((SELECT contact_id FROM addresses WHERE id = $1))`],
    ['erasure', `SELECT erase_in_dispatch(ARRAY[$1::bigint])`],
    ['deletion', `DELETE FROM addresses WHERE id = $1`],
  ])('gives one person’s copies for a %s without reading those of others', async (_, sql) => {
    const { waveId, addressIds } = await wave(1500);
    await wave(1500);
    await db.source.query('UPDATE waves SET first_handover_at = siar_now() WHERE id = $1', [waveId]);
    await db.source.query(`UPDATE deliveries SET provider_id = 'one' WHERE wave_id = $1`, [waveId]);
    await db.source.query('ANALYZE deliveries');
    await db.source.transaction(async (tx) => {
      const before = await read(tx);
      await tx.query(sql, [addressIds[700]]);
      const found = (await read(tx)) - before;
      expect(found).toBeGreaterThan(0);
      expect(found).toBeLessThan(10);
    });
  });

  describe('an emergency stop', () => {
    let emergency: Emergency;
    let operator: string;
    beforeAll(async () => {
      emergency = new Emergency(db.source, createLogger('test', 'silent'));
      await wave(1);
      operator = (await row<{ id: string }>(db.source.manager, 'SELECT id FROM people LIMIT 1'))?.id ?? '';
    });
    afterEach(() => emergency.lift(operator, 'uji selesai'));
    const of = (waveId: string) => ({
      waveId,
      batchNo: 0,
      channel: 'email' as const,
      limit: 100,
      account: 'email',
      worker: 'test',
      leaseSeconds: 60,
    });
    const inHand = async (): Promise<number> => (await emergency.held()).inHand;

    it('leaves nothing to claim until it is lifted', async () => {
      const sent = await wave(3);
      const before = await claims();
      expect(await emergency.stop(operator, 'uji')).toMatchObject({
        reason: 'uji',
        held: { waves: expect.any(Number) },
      });
      expect(await claim(sent.waveId)).toBeNull();
      expect(await claims()).toBe(before);
      await emergency.lift(operator, 'aman');
      const claimed = await claim(sent.waveId);
      expect(claimed?.deliveries).toHaveLength(3);
      await emergency.stop(operator, 'lagi');
      // Earlier claims end as usual.
      if (claimed)
        await settle(
          claimed,
          sent.addressIds.map((id) => outcome(id, 'accepted')),
        );
      expect(await states(sent)).toEqual(['accepted', 'accepted', 'accepted']);
      await agree(sent);
    });

    it('waits for claims being made, admits no new ones, and counts them', async () => {
      const [sent, other] = [await wave(3), await wave(2)];
      const before = await inHand();
      const making = db.source.createQueryRunner();
      await making.startTransaction();
      const claimed = await claimChunk(making.manager, of(sent.waveId));
      let answered = false;
      const stopping = emergency.stop(operator, 'uji').finally(() => (answered = true));
      await untilWaiting(1);
      expect(await claim(other.waveId)).toBeNull();
      expect(answered).toBe(false);
      await making.commitTransaction();
      await making.release();
      expect((await stopping).held?.inHand).toBe(before + 3);
      if (claimed)
        await settle(
          claimed,
          sent.addressIds.map((id) => outcome(id, 'accepted')),
        );
      await agree(sent);
    });

    it('voids a claim that checked before it and continues after it', async () => {
      const sent = await wave(3);
      const before = await inHand();
      let stopping: Promise<unknown> = Promise.resolve();
      const late = db.source.transaction(async (tx) => {
        const connection = (await tx.queryRunner?.connect()) as PoolClient;
        // Between the claim’s first and last statement.
        const query = async (statement: QueryConfig): Promise<unknown> => {
          if (statement.text.includes('UPDATE waves')) {
            stopping = emergency.stop(operator, 'uji');
            while ((await emergency.standing()) === null) await sleep(5);
          }
          return connection.query(statement);
        };
        const queryRunner = { connect: async () => ({ query }) };
        return claimChunk({ queryRunner } as unknown as Tx, of(sent.waveId));
      });
      await expect(late).rejects.toThrow(WaveStopped);
      expect(await stopping).toMatchObject({ held: { inHand: before } });
      expect(await states(sent)).toEqual(['pending', 'pending', 'pending']);
      await agree(sent);
    });

    it('takes effect even when a claim hangs, and reports that it could not wait for it', async () => {
      const sent = await wave(3);
      const hanging = db.source.createQueryRunner();
      await hanging.startTransaction();
      await claimChunk(hanging.manager, of(sent.waveId));
      expect((await emergency.stop(operator, 'uji')).held).toBeNull();
      expect(await emergency.standing()).toMatchObject({ reason: 'uji' });
      await hanging.rollbackTransaction();
      await hanging.release();
      expect(await claim(sent.waveId)).toBeNull();
    });
  });

  describe('outcomes', () => {
    it('are written with the counters, and the last one ends the claim', async () => {
      const sent = await wave(5);
      const claimed = (await claim(sent.waveId)) as Claim;
      const [a = '', b = '', c = '', d = '', e = ''] = sent.addressIds;
      const at = new Date(Date.now() + 60_000);
      await settle(claimed, [outcome(c, 'accepted', { providerId: 'x' }), outcome(a, 'failed')], false);
      expect(await row(db.source.manager, 'SELECT id FROM claims WHERE id = $1', [claimed.id])).toBeDefined();
      await settle(claimed, [
        outcome(e, 'unknown'),
        outcome(d, 'pending', { nextAttemptAt: at, counts: false }),
        outcome(b, 'expired'),
      ]);
      expect(await states(sent)).toEqual(['failed', 'expired', 'accepted', 'pending', 'unknown']);
      expect(
        await row(db.source.manager, 'SELECT id FROM claims WHERE id = $1', [claimed.id]),
      ).toBeUndefined();
      expect(await batch(sent)).toEqual({ state: 'waiting', notBefore: at });
      const given = await row(
        db.source.manager,
        `SELECT attempts, handed_at AS "handedAt" FROM deliveries WHERE broadcast_id = $1 AND address_id = $2`,
        [sent.id, d],
      );
      // It counts as no attempt, and nothing was handed over.
      expect(given).toEqual({ attempts: 0, handedAt: null });
      await agree(sent);
    });

    it('skip rows that a receipt has moved or another worker has claimed', async () => {
      const sent = await wave(2);
      const [first = '', second = ''] = sent.addressIds;
      const claimed = (await claim(sent.waveId)) as Claim;
      await db.source.query(
        `UPDATE deliveries SET state = 'delivered', claim_id = NULL WHERE broadcast_id = $1 AND address_id = $2`,
        [sent.id, first],
      );
      await db.source.query('UPDATE waves SET claimed = claimed - 1, delivered = 1 WHERE id = $1', [
        sent.waveId,
      ]);
      await settle({ ...claimed, id: '0' }, [outcome(second, 'accepted')]);
      expect(await states(sent)).toEqual(['delivered', 'claimed']);
      await settle(claimed, [outcome(first, 'unknown'), outcome(second, 'accepted')]);
      expect(await states(sent)).toEqual(['delivered', 'accepted']);
      await agree(sent);
    });

    it('show that the provider answers, though each receipt overtook its answer', async () => {
      const sent = await wave(1);
      const claimed = (await claim(sent.waveId)) as Claim;
      await db.source.query(`UPDATE deliveries SET state = 'delivered' WHERE broadcast_id = $1`, [sent.id]);
      await db.source.query('UPDATE waves SET claimed = 0, delivered = 1 WHERE id = $1', [sent.waveId]);
      const answered = (): Promise<unknown> =>
        row(db.source.manager, 'SELECT handed_at IS NOT NULL AS answered FROM waves WHERE id = $1', [
          sent.waveId,
        ]);
      expect(await answered()).toEqual({ answered: false });
      await settle(claimed, [outcome(sent.addressIds[0] ?? '', 'accepted')]);
      expect(await answered()).toEqual({ answered: true });
      await agree(sent);
    });

    it('of a slow, not dead, worker replace unknown when the worker has the result', async () => {
      const sent = await wave(4);
      const [a = '', b = '', c = '', d = ''] = sent.addressIds;
      const claimed = (await claim(sent.waveId, 100, 0)) as Claim;
      await db.source.transaction((tx) => endDeadClaim(tx, claimed.id));
      expect(await states(sent)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
      // An operator has resent one since then: its earlier result no longer counts.
      await db.source.query(
        `UPDATE deliveries SET state = 'pending', claim_id = NULL WHERE broadcast_id = $1 AND address_id = $2`,
        [sent.id, d],
      );
      await db.source.query('UPDATE waves SET unknown = unknown - 1, pending = 1 WHERE id = $1', [
        sent.waveId,
      ]);
      await db.source.transaction((tx) => closeBatches(tx, sent.waveId, [0]));
      await settle(claimed, [
        outcome(a, 'accepted'),
        outcome(b, 'failed'),
        outcome(c, 'pending', { nextAttemptAt: new Date() }),
        outcome(d, 'accepted'),
      ]);
      // The third was never handed over, and goes out with the rest.
      expect(await states(sent)).toEqual(['accepted', 'failed', 'pending', 'pending']);
      await agree(sent);
    });

    it('that arrive after an erasure store no provider message id', async () => {
      const sent = await wave(3);
      const [erased = '', heard = '', kept = ''] = sent.addressIds;
      const claimed = (await claim(sent.waveId, 100, 0)) as Claim;
      // A receipt came before the outcome: until then the row keeps the claim’s id.
      await db.source.query(
        `UPDATE deliveries SET state = 'delivered' WHERE broadcast_id = $1 AND address_id = $2`,
        [sent.id, heard],
      );
      await db.source.query('UPDATE waves SET claimed = claimed - 1, delivered = 1 WHERE id = $1', [
        sent.waveId,
      ]);
      await db.source.transaction((tx) => endDeadClaim(tx, claimed.id));
      await db.source.query(
        'DELETE FROM contacts WHERE id IN (SELECT contact_id FROM addresses WHERE id = ANY ($1))',
        [[erased, heard]],
      );
      await settle(
        claimed,
        [erased, heard, kept].map((id) => outcome(id, 'accepted', { providerId: `an ${id}` })),
      );
      expect(await states(sent)).toEqual(['accepted', 'delivered', 'accepted']);
      expect(
        await rows(
          db.source.manager,
          'SELECT provider_id AS id FROM deliveries WHERE broadcast_id = $1 ORDER BY address_id',
          [sent.id],
        ),
      ).toEqual([{ id: null }, { id: null }, { id: `an ${kept}` }]);
      await agree(sent);
    });

    it('that arrive after the wave has ended record their result, and make nothing pending', async () => {
      const sent = await wave(2);
      const [a = '', b = ''] = sent.addressIds;
      const claimed = (await claim(sent.waveId, 100, 0)) as Claim;
      await db.source.transaction((tx) => endDeadClaim(tx, claimed.id));
      await db.source.query(`UPDATE waves SET state = 'completed' WHERE id = $1`, [sent.waveId]);
      await settle(claimed, [outcome(a, 'accepted'), outcome(b, 'pending', { nextAttemptAt: new Date() })]);
      expect(await states(sent)).toEqual(['accepted', 'unknown']);
      await agree(sent);
    });
  });

  describe('batches', () => {
    it('are done when nothing in them is pending, else wait for the earliest retry', async () => {
      const sent = await wave(2);
      const close = (): Promise<void> => db.source.transaction((tx) => closeBatches(tx, sent.waveId, [0]));
      await close();
      expect(await batch(sent)).toEqual({ state: 'waiting', notBefore: null });
      await db.source.query(
        `UPDATE deliveries SET next_attempt_at = siar_now() + interval '1 hour' * (1 + address_id - $2) WHERE broadcast_id = $1`,
        [sent.id, sent.addressIds[0]],
      );
      await close();
      const hours = ((await batch(sent))?.notBefore?.getTime() ?? 0) - Date.now();
      expect(hours / 3_600_000).toBeCloseTo(1, 1);
      const claimed = await db.source.transaction(async (tx) => {
        await tx.query('UPDATE deliveries SET next_attempt_at = NULL WHERE broadcast_id = $1', [sent.id]);
        return claimChunk(tx, {
          waveId: sent.waveId,
          batchNo: 0,
          channel: 'email',
          limit: 5,
          account: 'email',
          worker: 'test',
          leaseSeconds: 60,
        });
      });
      await close();
      expect(await batch(sent)).toEqual({ state: 'done', notBefore: null });
      await settle(
        claimed as Claim,
        sent.addressIds.map((id) => outcome(id, 'accepted')),
      );
      await agree(sent);
    });

    it('are not done while a worker gives a delivery back', async () => {
      const sent = await wave(1);
      const claimed = (await claim(sent.waveId)) as Claim;
      await inTransaction(async (giving) => {
        await writeOutcomes(
          giving.manager,
          claimed,
          [outcome(sent.addressIds[0] ?? '', 'pending', { nextAttemptAt: new Date() })],
          true,
        );
        const closed = db.source.transaction((tx) => closeBatches(tx, sent.waveId, [0]));
        await untilWaiting(1);
        await giving.commitTransaction();
        await closed;
      });
      expect((await batch(sent))?.state).toBe('waiting');
      await agree(sent);
    });

    it('of a stopped wave stay open while a worker gives a delivery back, and end on the next check', async () => {
      const sent = await wave(2);
      const claimed = (await claim(sent.waveId, 1)) as Claim;
      const [given = ''] = claimed.deliveries.map(({ addressId }) => addressId);
      const end = () => db.source.transaction((tx) => endPending(tx, sent.waveId, 'cancelled', 'test', 50));
      await inTransaction(async (giving) => {
        await writeOutcomes(
          giving.manager,
          claimed,
          [outcome(given, 'pending', { nextAttemptAt: new Date() })],
          true,
        );
        // It has read the rows, and waits for the wave's counters.
        const ended = end();
        await untilWaiting(1);
        await giving.commitTransaction();
        expect(await ended).toEqual({ batches: 1, ended: 1 });
      });
      expect(await states(sent)).toContain('pending');
      await agree(sent);
      expect(await end()).toEqual({ batches: 1, ended: 1 });
      expect(await end()).toEqual({ batches: 0, ended: 0 });
      expect(await states(sent)).toEqual(['cancelled', 'cancelled']);
      await agree(sent);
    });
  });

  describe('a dead claim', () => {
    it('is left alone until its lease has ended', async () => {
      const sent = await wave(1);
      const claimed = (await claim(sent.waveId)) as Claim;
      expect(await db.source.transaction((tx) => endDeadClaim(tx, claimed.id))).toBeNull();
      expect(await states(sent)).toEqual(['claimed']);
    });

    it('turns its deliveries to unknown once, however many processes find it', async () => {
      const sent = await wave(3);
      const claimed = (await claim(sent.waveId, 2, 0)) as Claim;
      const found = await Promise.all(
        [1, 2, 3].map(() => db.source.transaction((tx) => endDeadClaim(tx, claimed.id))),
      );
      expect(found.filter((one) => one !== null)).toEqual([{ broadcastId: sent.id, unknown: 2 }]);
      expect((await states(sent)).sort()).toEqual(['pending', 'unknown', 'unknown']);
      await agree(sent);
    });
  });

  async function inTransaction(work: (runner: Connection) => Promise<void>): Promise<void> {
    const runner = db.source.createQueryRunner();
    await runner.startTransaction();
    try {
      await work(runner);
    } finally {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      await runner.release();
    }
  }

  /** Waits until `n` connections of this database wait for a lock. */
  async function untilWaiting(n: number): Promise<void> {
    for (;;) {
      const found = await row<{ n: number }>(
        db.source.manager,
        `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      if ((found?.n ?? 0) >= n) return;
      await sleep(5);
    }
  }
});

interface Batch {
  id: string;
  waveId: string;
  addressIds: string[];
  contacts: string[];
}
