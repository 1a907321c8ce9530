import { approvedFor, disagreements, forget } from '../../../test/factories/crowd.js';
import { tamper, type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { onTwoChannels, type TwoChannels } from '../../../test/factories/two-channels.js';
import { trail } from '../../../test/factories/waves.js';
import { Keys } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { KeptCounts, LargeReads } from '#platform/database/counts';
import { createLogger } from '#platform/logging';
import type { DeliveryState } from '#contract';
import { type DecidedRejected, RejectedCopies } from './rejected.js';
import type { Resent } from '#contract/api/deliveries';

const CAUSE = 'smtp 5.3.0';

describe('rejected copies', () => {
  let db: TestDatabase;
  let keys: Keys;
  let copies: RejectedCopies;
  let operator: string;

  beforeAll(async () => {
    db = await testDatabase();
    keys = new Keys(testConfig(db.url));
    const reads = new LargeReads(db.source);
    copies = new RejectedCopies(db.source, new KeptCounts(db.source, reads, createLogger('test', 'silent')));
  });
  afterEach(async () => {
    await db.source.query('DELETE FROM receipts');
    await forget(db.source);
  });
  afterAll(() => db.drop());

  /** As a hand-over leaves a rejected copy: with its time, and without the claim. */
  const broadcast = async (
    states: DeliveryState[],
    state?: string,
    waveState?: string,
  ): Promise<TwoChannels> => {
    const made = await onTwoChannels(db.source, keys, states, state, waveState);
    operator = (await row<{ id: string }>(db.source.manager, 'SELECT min(id) AS id FROM people'))?.id ?? '';
    await db.source.query(
      `UPDATE deliveries SET handed_at = siar_now(), reason = $2 WHERE broadcast_id = $1 AND state = 'failed'`,
      [made.id, CAUSE],
    );
    return made;
  };
  const resend = (id: string, rejected: number, part: Partial<DecidedRejected> = {}): Promise<Resent> =>
    db.source.transaction((tx) =>
      copies.resend(tx, id, { rejected, causes: [CAUSE], reason: 'uji', ...part }, operator),
    );
  const counts = async (id: string): Promise<unknown> =>
    row(
      db.source.manager,
      `SELECT sum(failed)::int AS failed, sum(pending)::int AS pending, sum(accepted)::int AS accepted FROM waves WHERE broadcast_id = $1`,
      [id],
    );

  it('are counted by channel, region and reason, with what withholds them', async () => {
    const { id, waves, addresses } = await broadcast(['failed', 'accepted', 'failed', 'unknown']);
    await db.source.query(
      `UPDATE deliveries SET reason = 'smtp 550' WHERE broadcast_id = $1 AND address_id = $2`,
      [id, addresses[0]],
    );
    const email = { channel: 'email', region: '11.01' };
    expect(await copies.of(id)).toEqual([
      { channel: 'sms', region: '51', reason: CAUSE, copies: 2, withheld: null },
      { ...email, reason: CAUSE, copies: 1, withheld: null },
      { ...email, reason: 'smtp 550', copies: 1, withheld: null },
    ]);
    await db.source.query(
      `UPDATE waves SET state = 'paused', resume_state = 'released', paused_by = 'brake', paused_at = siar_now() WHERE id = $1`,
      [waves[0]],
    );
    const withheld = async (): Promise<string[]> =>
      (await copies.of(id)).map((one) => `${one.channel} ${one.withheld}`);
    expect(await withheld()).toEqual(['sms null', 'email braked', 'email braked']);
    await db.source.query(`UPDATE waves SET expires_at = siar_now(), due_at = siar_now() - interval '1 h'`);
    expect(await withheld()).toEqual(['sms ended', 'email ended', 'email ended']);
    expect(await copies.of('1')).toEqual([]);
  });

  it('go out again, only they: ended waves are revived, the brake counts afresh, and the trail records it', async () => {
    const { id, waves, addresses } = await broadcast(
      ['failed', 'accepted', 'failed'],
      'completed',
      'completed',
    );
    await db.source.query(
      `INSERT INTO brake_signs (broadcast_id, channel, address_id, sign, late, class, reason, answers)
       SELECT $1, 'email', address, 'refused', false, '~', 'uji', 1 FROM unnest($2::bigint[]) AS a(address)`,
      [id, addresses],
    );
    expect(await resend(id, 4, { causes: [CAUSE, 'smtp 550'] })).toEqual({ resent: 4, left: 0 });
    expect(await counts(id)).toEqual({ failed: 0, pending: 4, accepted: 2 });
    expect(await disagreements(db.source, id)).toEqual([]);
    const found = await rows(
      db.source.manager,
      `SELECT DISTINCT w.state AS wave, b.state AS broadcast, t.state AS batch FROM waves w JOIN broadcasts b ON b.id = w.broadcast_id
       JOIN batches t ON t.wave_id = w.id WHERE w.id = ANY ($1)`,
      [waves],
    );
    expect(found).toEqual([{ wave: 'released', broadcast: 'running', batch: 'waiting' }]);
    // A correction is not for them: they have nothing.
    const resent = await rows(
      db.source.manager,
      'SELECT DISTINCT attempts, resends FROM deliveries WHERE broadcast_id = $1 AND state = $2',
      [id, 'pending'],
    );
    expect(resent).toEqual([{ attempts: 0, resends: 0 }]);
    const signs = await rows(
      db.source.manager,
      'SELECT address_id AS id FROM brake_signs WHERE broadcast_id = $1',
      [id],
    );
    expect(signs).toEqual([{ id: addresses[1] }]);
    expect(await trail(db.source, id)).toEqual([
      {
        act: 'broadcast.resend-rejected',
        detail: { resent: 4, left: 0, causes: `${CAUSE}, smtp 550`, reason: 'uji' },
      },
    ]);
    expect(await copies.resends(id)).toEqual([
      { at: expect.any(Date), by: expect.any(String), copies: 4, reason: 'uji', channel: null, region: null },
    ]);
    expect(await copies.of(id)).toEqual([]);
  });

  it('wait while somebody writes a correction, of the broadcast or of what it completes', async () => {
    const { id } = await broadcast(['failed', 'failed'], 'completed', 'completed');
    const { id: correction } = await broadcast(['failed']);
    const written = (state: string, originalId: string) =>
      tamper(
        db.source,
        `UPDATE broadcasts SET kind = 'correction', state = $2, original_id = $3 WHERE id = $1`,
        [correction, state, originalId],
      );
    await tamper(db.source, `UPDATE submissions SET decision = 'rejected' WHERE broadcast_id = $1`, [
      correction,
    ]);
    await written('draft', id);
    await expect(resend(id, 2)).rejects.toMatchObject({ code: 'correction-drafted' });
    await written('rejected', id);
    expect(await resend(id, 4)).toEqual({ resent: 4, left: 0 });
    const { id: completed } = await broadcast(['failed']);
    await tamper(db.source, "UPDATE broadcasts SET kind = 'urgent', remainder_of_id = $2 WHERE id = $1", [
      id,
      completed,
    ]);
    await written('draft', completed);
    await expect(resend(id, 2)).rejects.toMatchObject({ code: 'correction-drafted' });
  });

  const ofCopy = (set: string) => `UPDATE deliveries SET ${set} WHERE broadcast_id = $1 AND address_id = $2`;
  const suppressed = `INSERT INTO suppressions (channel, hash, reason, detail) SELECT channel, hash, 'complaint', '' FROM addresses WHERE id = $2 AND $1::bigint > 0`;
  it.each([
    ['is still held by its claim', ofCopy('claim_id = 1')],
    ['has an id of its provider', ofCopy(`provider_id = 'x'`)],
    ['was unknown and sent again', ofCopy('resends = 1')],
    ['was given up after many tries', ofCopy('attempts = 10')],
    ['was never handed over', ofCopy('handed_at = NULL')],
    [
      'was handed over longer ago than receipts are kept',
      ofCopy(`handed_at = handed_at - interval '8 days'`),
    ],
    ['failed for another cause', ofCopy(`reason = 'smtp 550'`)],
    ['failed for no cause that is known', ofCopy('reason = NULL')],
    ['became uncertain', ofCopy(`state = 'unknown'`)],
    [
      'was rejected by a later report',
      `INSERT INTO receipts (channel, broadcast_id, address_id, verdict, reason, fingerprint) VALUES ('email', $1, $2, 'failed', 'smtp 5.3.0', '\\x01')`,
    ],
    ['was declared dead', `UPDATE addresses SET state = 'invalid' WHERE id = $2 AND $1::bigint > 0`],
    ['left', `UPDATE addresses SET state = 'unsubscribed' WHERE id = $2 AND $1::bigint > 0`],
    ['is suppressed', suppressed],
    [
      'has withdrawn the consent',
      `UPDATE consents SET withdrawn_at = siar_now() WHERE address_id = $2 AND $1::bigint > 0`,
    ],
    [
      'had the use of the data restricted',
      `UPDATE contacts SET restricted_at = siar_now() WHERE id = (SELECT contact_id FROM addresses WHERE id = $2) AND $1::bigint > 0`,
    ],
  ])('leave out one that %s', async (_, sql) => {
    const { id, addresses } = await broadcast(['failed', 'failed', 'failed'], 'completed', 'completed');
    await db.source.query(sql, [id, addresses[1]]);
    const part = { channel: 'email' } as const;
    await expect(resend(id, 3, part)).rejects.toMatchObject({
      code: 'other-rejected',
      extra: { rejected: 2 },
    });
    expect(await resend(id, 2, part)).toEqual({ resent: 2, left: 0 });
    const pending = await rows<{ id: string }>(
      db.source.manager,
      `SELECT address_id AS id FROM deliveries WHERE broadcast_id = $1 AND state = 'pending' ORDER BY 1`,
      [id],
    );
    expect(pending.map((one) => one.id)).toEqual([addresses[0], addresses[2]]);
  });

  it('leave out an erased address, and take one that was given back', async () => {
    const { id, addresses } = await broadcast(['failed', 'failed'], 'completed', 'completed');
    await db.source.query(`UPDATE deliveries SET reason = 'smtp 5.1.1' WHERE broadcast_id = $1`, [id]);
    await db.source.query(`UPDATE addresses SET state = 'invalid'`);
    const dead = { channel: 'email', causes: ['smtp 5.1.1'] } as const;
    await expect(resend(id, 2, { ...dead, causes: [...dead.causes] })).rejects.toMatchObject({
      code: 'nothing-rejected',
    });
    await db.source.query(`UPDATE addresses SET state = 'active'`);
    await db.source.query(`DELETE FROM consents WHERE address_id = $1`, [addresses[1]]);
    await db.source.query(`DELETE FROM addresses WHERE id = $1`, [addresses[1]]);
    expect(await resend(id, 1, { ...dead, causes: [...dead.causes] })).toEqual({ resent: 1, left: 0 });
  });

  it('stay when they were rejected before a restore: they may have been sent again since its backup', async () => {
    const { id } = await broadcast(['failed'], 'completed', 'completed');
    const fence = (settled: string) =>
      db.source.query(
        `INSERT INTO emergency_stops (reason, fence, stopped_at, settled_at, lifted_at, lifted_by, lift_note)
         VALUES ('uji', '{}', siar_now() - interval '1 day', ${settled}, siar_now(), $1, 'uji')`,
        [operator],
      );
    await fence(`siar_now() - interval '1 hour'`);
    expect(await copies.of(id)).toHaveLength(2);
    await fence(`siar_now() + interval '1 second'`);
    expect(await copies.of(id)).toEqual([]);
    await expect(resend(id, 2)).rejects.toMatchObject({ code: 'nothing-rejected' });
    await db.source.query('DELETE FROM emergency_stops');
  });

  it('stay where a companion goes to those that the broadcast missed', async () => {
    const { id } = await broadcast(['failed'], 'completed', 'completed');
    const companion = await approvedFor(db.source, [{ channel: 'telegram' }]);
    expect(await copies.of(id)).toHaveLength(2);
    await db.source.query(`UPDATE broadcasts SET kind = 'urgent', remainder_of_id = $1 WHERE id = $2`, [
      id,
      companion.id,
    ]);
    await expect(resend(id, 2)).rejects.toMatchObject({ code: 'nothing-rejected' });
    await db.source.query(`UPDATE broadcasts SET remainder_of_id = NULL WHERE id = $1`, [companion.id]);
  });

  it('stay when the number differs from what the operator saw, and the answer gives the new one', async () => {
    const { id } = await broadcast(['failed']);
    for (const expected of [1, 3])
      await expect(resend(id, expected)).rejects.toMatchObject({
        kind: 'conflict',
        code: 'other-rejected',
        extra: { rejected: 2 },
      });
    await expect(resend(id, 2, { channel: 'sms', region: '11' })).rejects.toMatchObject({
      code: 'nothing-rejected',
    });
    expect(await counts(id)).toEqual({ failed: 2, pending: 0, accepted: 0 });
  });

  it('take no address for a cause, which would enter the trail', async () => {
    const { id } = await broadcast(['failed']);
    await expect(resend(id, 2, { causes: [CAUSE, 'sari@contoh.id'] })).rejects.toMatchObject({
      faults: [{ path: 'causes.1' }],
    });
    expect(await counts(id)).toEqual({ failed: 2, pending: 0, accepted: 0 });
  });

  it('go out once when two operators ask at the same time', async () => {
    const { id } = await broadcast(['failed', 'failed']);
    const asked = await Promise.allSettled([resend(id, 4), resend(id, 4)]);
    expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await counts(id)).toEqual({ failed: 0, pending: 4, accepted: 0 });
    expect(await disagreements(db.source, id)).toEqual([]);
  });

  it.each(['paused', 'cancelled', 'withdrawn', 'expired'])('stay when the broadcast is %s', async (state) => {
    const { id } = await broadcast(['failed'], state, 'completed');
    await expect(resend(id, 2)).rejects.toMatchObject({ code: 'not-resendable', extra: { state } });
    expect(await counts(id)).toEqual({ failed: 2, pending: 0, accepted: 0 });
  });

  it('stay during an emergency stop, and while their channel is braked or paused by an operator', async () => {
    const { id, waves } = await broadcast(['failed'], 'running', 'completed');
    const refused = (code: string) => ({ kind: 'conflict', code, extra: { rejected: 0 } });
    await db.source.query(`INSERT INTO emergency_stops (reason, stopped_by) VALUES ('uji', $1)`, [operator]);
    await expect(resend(id, 2)).rejects.toMatchObject(refused('rejected-stopped'));
    await db.source.query(`DELETE FROM emergency_stops`);
    await db.source.query(
      `INSERT INTO channel_pauses (channel, reason, paused_by) VALUES ('email', 'uji', $1)`,
      [operator],
    );
    await expect(resend(id, 1, { channel: 'email' })).rejects.toMatchObject(refused('rejected-paused'));
    await db.source.query(`DELETE FROM channel_pauses`);
    await db.source.query(
      `INSERT INTO waves (broadcast_id, channel, region_code, time_zone, state, resume_state, paused_by, paused_at, priority, due_at, expires_at)
       SELECT broadcast_id, channel, '91', time_zone, 'paused', 'released', 'brake', siar_now(), priority, due_at, expires_at FROM waves WHERE id = $1`,
      [waves[0]],
    );
    await expect(resend(id, 1, { channel: 'email' })).rejects.toMatchObject(refused('rejected-braked'));
    expect(await resend(id, 1)).toEqual({ resent: 1, left: 0 });
    expect(await disagreements(db.source, id)).toEqual([]);
  });

  it('are left out when their wave has expired or was stopped', async () => {
    const { id, waves } = await broadcast(['failed']);
    await db.source.query(
      `UPDATE waves SET due_at = siar_now() - interval '2 h', expires_at = siar_now() WHERE id = $1`,
      [waves[0]],
    );
    await expect(resend(id, 2)).rejects.toMatchObject({ extra: { rejected: 1 } });
    expect(await resend(id, 1)).toEqual({ resent: 1, left: 0 });
    await expect(resend(id, 1)).rejects.toThrow('has expired or was stopped');
    expect(await disagreements(db.source, id)).toEqual([]);
  });
});
