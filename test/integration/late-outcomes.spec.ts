import { setTimeout as sleep } from 'node:timers/promises';
import { Keys } from '#platform/crypto';
import type { Tx } from '#platform/database';
import { endDeadClaim, type Settled, writeOutcomes } from '../../libs/dispatch/ledger/ledger.js';
import { type TestDatabase, testConfig, testDatabase } from '../factories/database.js';
import { ledgerStates, type RunningBroadcast, runningBroadcast } from '../factories/ledger.js';

describe('outcomes reported after the lease', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.drop());

  type Given = { broadcast: RunningBroadcast; claimId: string };
  /** Four copies claimed by a worker with an expired lease. */
  async function leaseOver(): Promise<Given> {
    const keys = new Keys(testConfig(db.url));
    const broadcast = await runningBroadcast(db.source, keys, {
      channel: 'email',
      states: ['claimed', 'claimed', 'claimed', 'claimed'],
    });
    const [claim] = await db.source.query<{ id: string }[]>(
      `INSERT INTO claims (broadcast_id, wave_id, batch_no, account, worker, leased_until)
       VALUES ($1, $2, 0, 'email', 'w', siar_now() - interval '1 second') RETURNING id`,
      [broadcast.id, broadcast.waveId],
    );
    const claimId = claim?.id ?? '';
    await db.source.query('UPDATE deliveries SET claim_id = $2, attempts = 1 WHERE broadcast_id = $1', [
      broadcast.id,
      claimId,
    ]);
    await db.source.query(`INSERT INTO batches (wave_id, no, size, state) VALUES ($1, 0, 4, 'done')`, [
      broadcast.waveId,
    ]);
    return { broadcast, claimId };
  }
  const giveUp = (tx: Tx, { claimId }: Given): Promise<void> =>
    expect(endDeadClaim(tx, claimId)).resolves.toMatchObject({ unknown: 4 });
  const givenUp = async (): Promise<Given> => {
    const given = await leaseOver();
    await db.source.transaction((tx) => giveUp(tx, given));
    return given;
  };

  const say = async ({ broadcast, claimId }: Given, last = true): Promise<string[]> => {
    const states: Settled['state'][] = ['accepted', 'failed', 'pending', 'unknown'];
    const settled = states.map((state, index): Settled => ({
      addressId: broadcast.addressIds[index] ?? '',
      state,
      reason: null,
      providerId: null,
      nextAttemptAt: null,
      counts: state !== 'pending',
      suppress: null,
      soft: false,
      brake: null,
      slowDownMs: 0,
      movedTo: null,
    }));
    const claim = { id: claimId, broadcastId: broadcast.id, waveId: broadcast.waveId, batchNo: 0 };
    await db.source.transaction((tx) => writeOutcomes(tx, claim, settled, last));
    return Object.values(await ledgerStates(db.source, broadcast.id));
  };

  const counters = async (waveId: string): Promise<unknown> =>
    (
      await db.source.query<unknown[]>(
        'SELECT pending, claimed, accepted, failed, unknown FROM waves WHERE id = $1',
        [waveId],
      )
    )[0];

  it('count: a known outcome replaces unknown, and an unsent copy waits again', async () => {
    const given = await givenUp();
    expect(await say(given)).toEqual(['accepted', 'failed', 'pending', 'unknown']);
    expect(await counters(given.broadcast.waveId)).toEqual({
      pending: 1,
      claimed: 0,
      accepted: 1,
      failed: 1,
      unknown: 1,
    });
    const batches = await db.source.query<unknown[]>('SELECT state FROM batches WHERE wave_id = $1', [
      given.broadcast.waveId,
    ]);
    expect(batches).toEqual([{ state: 'waiting' }]);
    // Reported twice, it changes nothing.
    expect(await say(given)).toEqual(['accepted', 'failed', 'pending', 'unknown']);
  });

  it.each([
    ['the claim’s last', true],
    ['not the last', false],
  ])('count when reported while the lease is given up: %s', async (_, last) => {
    const given = await leaseOver();
    let said: Promise<string[]> = Promise.resolve([]);
    await db.source.transaction(async (tx) => {
      await giveUp(tx, given);
      said = say(given, last);
      said.catch(() => undefined);
      const waits = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      while ((await db.source.query<unknown[]>(waits)).length === 0) await sleep(10);
    });
    expect(await said).toEqual(['accepted', 'failed', 'pending', 'unknown']);
    expect(await counters(given.broadcast.waveId)).toEqual({
      pending: 1,
      claimed: 0,
      accepted: 1,
      failed: 1,
      unknown: 1,
    });
  });

  it('make nothing wait in a wave that has ended', async () => {
    const given = await givenUp();
    await db.source.query(`UPDATE waves SET state = 'completed' WHERE id = $1`, [given.broadcast.waveId]);
    expect(await say(given)).toEqual(['accepted', 'failed', 'unknown', 'unknown']);
    expect(await counters(given.broadcast.waveId)).toEqual({
      pending: 0,
      claimed: 0,
      accepted: 1,
      failed: 1,
      unknown: 2,
    });
  });
});
