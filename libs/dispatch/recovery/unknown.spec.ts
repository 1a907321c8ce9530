import { disagreements, forget } from '../../../test/factories/crowd.js';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { onTwoChannels, type TwoChannels } from '../../../test/factories/two-channels.js';
import { trail } from '../../../test/factories/waves.js';
import { Keys } from '#platform/crypto';
import { row, rows } from '#platform/database';
import type { DeliveryState } from '#contract';
import { type Resent, UnknownCopies, type UnknownPart } from './unknown.js';

describe('unknown copies', () => {
  let db: TestDatabase;
  let keys: Keys;
  let copies: UnknownCopies;
  let operator: string;

  beforeAll(async () => {
    db = await testDatabase();
    keys = new Keys(testConfig(db.url));
    copies = new UnknownCopies(db.source);
  });
  afterEach(() => forget(db.source));
  afterAll(() => db.drop());

  const broadcast = async (
    states: DeliveryState[],
    state?: string,
    waveState?: string,
  ): Promise<TwoChannels> => {
    const made = await onTwoChannels(db.source, keys, states, state, waveState);
    operator = (await row<{ id: string }>(db.source.manager, 'SELECT min(id) AS id FROM people'))?.id ?? '';
    return made;
  };
  const resend = (id: string, unknown: number, part: UnknownPart = {}): Promise<Resent> =>
    db.source.transaction((tx) => copies.resend(tx, id, { unknown, reason: 'uji', ...part }, operator));
  const counts = async (id: string): Promise<unknown> =>
    row(
      db.source.manager,
      `SELECT sum(unknown)::int AS unknown, sum(pending)::int AS pending, sum(accepted)::int AS accepted FROM waves WHERE broadcast_id = $1`,
      [id],
    );

  it('are counted by channel, region and reason, with what withholds them', async () => {
    const { id, waves, addresses } = await broadcast(['unknown', 'accepted', 'unknown', 'unknown']);
    await db.source.query(
      `UPDATE deliveries SET reason = CASE WHEN address_id = $2 THEN 'worker lost' ELSE 'smtp ECONNRESET' END WHERE wave_id = $1`,
      [waves[0], addresses[0]],
    );
    const email = { channel: 'email', region: '11.01' };
    expect(await copies.of(id)).toEqual([
      { channel: 'sms', region: '51', reason: '=test', copies: 3, withheld: null },
      { ...email, reason: 'smtp ECONNRESET', copies: 2, withheld: null },
      { ...email, reason: 'worker lost', copies: 1, withheld: null },
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

  it('go out again, only they: ended waves are revived, and the trail records it', async () => {
    const { id, waves } = await broadcast(['unknown', 'accepted', 'unknown'], 'completed', 'completed');
    expect(await resend(id, 4)).toEqual({ resent: 4, left: 0 });
    expect(await counts(id)).toEqual({ unknown: 0, pending: 4, accepted: 2 });
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
      { act: 'broadcast.resend-unknown', detail: { resent: 4, left: 0, reason: 'uji' } },
    ]);
    expect(await copies.resends(id)).toEqual([
      { at: expect.any(Date), by: expect.any(String), copies: 4, reason: 'uji', channel: null, region: null },
    ]);
    expect(await copies.resends('1')).toEqual([]);
  });

  it('are accepted by an operator who found them with the provider, whatever holds them; nothing is sent', async () => {
    const { id, waves, addresses } = await broadcast(
      ['unknown', 'accepted', 'unknown'],
      'cancelled',
      'completed',
    );
    await db.source.query(
      `UPDATE deliveries SET reason = 'worker lost' WHERE wave_id = $1 AND address_id = $2`,
      [waves[0], addresses[2]],
    );
    const accept = (unknown: number, part: UnknownPart = {}) =>
      db.source.transaction((tx) =>
        copies.accept(tx, id, { unknown, reason: 'log penyedia', ...part }, operator),
      );
    const left = { channel: 'email', cause: 'worker lost' } as const;
    await expect(accept(2, left)).rejects.toMatchObject({ code: 'other-unknown', extra: { unknown: 1 } });
    expect(await accept(1, left)).toEqual({ accepted: 1, left: 0 });
    expect(await counts(id)).toEqual({ unknown: 3, pending: 0, accepted: 3 });
    const asked = await Promise.allSettled([accept(3), accept(3)]);
    expect(asked.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await counts(id)).toEqual({ unknown: 0, pending: 0, accepted: 6 });
    expect(await disagreements(db.source, id)).toEqual([]);
    expect(
      await rows(
        db.source.manager,
        `SELECT b.state, d.reason, count(*)::int AS copies FROM deliveries d JOIN broadcasts b ON b.id = d.broadcast_id
         WHERE b.id = $1 AND d.claim_id IS NULL GROUP BY 1, 2 ORDER BY 2`,
        [id],
      ),
    ).toEqual([
      { state: 'cancelled', reason: '=test', copies: 2 },
      { state: 'cancelled', reason: 'found with the provider', copies: 4 },
    ]);
    expect((await trail(db.source, id)).map(({ act, detail }) => [act, detail])).toEqual([
      ['broadcast.accept-unknown', { accepted: 1, left: 0, ...left, reason: 'log penyedia' }],
      ['broadcast.accept-unknown', { accepted: 3, left: 0, reason: 'log penyedia' }],
    ]);
    expect(await copies.acceptances(id)).toMatchObject([
      { copies: 3, reason: 'log penyedia', channel: null },
      { copies: 1, channel: 'email' },
    ]);
    expect(await copies.resends(id)).toEqual([]);
  });

  it('are listed with the part that was sent again', async () => {
    const { id } = await broadcast(['unknown']);
    await db.source.query(
      `INSERT INTO audit_entries (act, subject, detail) VALUES ('broadcast.resend-unknown', $1, '{"resent": 3, "left": 0, "channel": "sms", "region": "35", "reason": "uji"}')`,
      [`broadcast:${id}`],
    );
    expect(await copies.resends(id)).toMatchObject([{ copies: 3, channel: 'sms', region: '35' }]);
  });

  it('go out again in one channel, region or for one reason, and no others', async () => {
    const { id, waves, addresses } = await broadcast(['unknown', 'accepted', 'unknown', 'unknown']);
    await db.source.query(
      `UPDATE deliveries SET reason = 'worker lost' WHERE wave_id = $1 AND address_id = $2`,
      [waves[0], addresses[2]],
    );
    const again = async (): Promise<string[]> =>
      (
        await rows<{ n: string }>(
          db.source.manager,
          `SELECT w.channel || ' ' || w.region_code || ' ' || count(*) AS n FROM deliveries d JOIN waves w ON w.id = d.wave_id
           WHERE d.broadcast_id = $1 AND d.state = 'pending' GROUP BY w.channel, w.region_code ORDER BY 1`,
          [id],
        )
      ).map(({ n }) => n);
    // The matching ones are in a region of another channel.
    await expect(resend(id, 3, { channel: 'sms', region: '11' })).rejects.toMatchObject({
      code: 'nothing-unknown',
    });
    await expect(resend(id, 3, { channel: 'email', cause: 'worker lost' })).rejects.toMatchObject({
      code: 'other-unknown',
      extra: { unknown: 1 },
    });
    expect(await again()).toEqual([]);
    expect(await resend(id, 1, { channel: 'email', cause: 'worker lost' })).toEqual({ resent: 1, left: 0 });
    expect(await again()).toEqual(['email 11.01 1']);
    expect(await resend(id, 2, { region: '11' })).toEqual({ resent: 2, left: 0 });
    expect(await again()).toEqual(['email 11.01 3']);
    expect(await resend(id, 3, { channel: 'sms' })).toEqual({ resent: 3, left: 0 });
    expect(await again()).toEqual(['email 11.01 3', 'sms 51 3']);
    expect(await disagreements(db.source, id)).toEqual([]);
    expect((await trail(db.source, id)).map(({ detail }) => detail)).toEqual([
      { resent: 1, left: 0, channel: 'email', cause: 'worker lost', reason: 'uji' },
      { resent: 2, left: 0, region: '11', reason: 'uji' },
      { resent: 3, left: 0, channel: 'sms', reason: 'uji' },
    ]);
  });

  it('stay when the number differs from what the operator saw, and the answer gives the new one', async () => {
    const { id } = await broadcast(['unknown']);
    for (const expected of [1, 3]) {
      await expect(resend(id, expected)).rejects.toMatchObject({
        kind: 'conflict',
        code: 'other-unknown',
        extra: { unknown: 2 },
      });
    }
    expect(await counts(id)).toEqual({ unknown: 2, pending: 0, accepted: 0 });
  });

  it('go out once when two operators ask at the same time', async () => {
    const { id } = await broadcast(['unknown', 'unknown']);
    const asked = await Promise.allSettled([resend(id, 4), resend(id, 4)]);
    expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await counts(id)).toEqual({ unknown: 0, pending: 4, accepted: 0 });
    expect(await disagreements(db.source, id)).toEqual([]);
  });

  it.each(['paused', 'cancelled', 'withdrawn', 'expired'])('stay when the broadcast is %s', async (state) => {
    const { id } = await broadcast(['unknown'], state, 'completed');
    await expect(resend(id, 2)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'not-resendable',
      extra: { state },
    });
    expect(await counts(id)).toEqual({ unknown: 2, pending: 0, accepted: 0 });
  });

  it('stay during an emergency stop, and while their channel is braked or paused by an operator', async () => {
    const { id, waves } = await broadcast(['unknown'], 'running', 'completed');
    const refused = (code: string) => ({ kind: 'conflict', code, extra: { unknown: 0 } });
    await db.source.query(`INSERT INTO emergency_stops (reason, stopped_by) VALUES ('uji', $1)`, [operator]);
    await expect(resend(id, 2)).rejects.toMatchObject(refused('unknown-stopped'));
    await db.source.query(`DELETE FROM emergency_stops`);
    await db.source.query(
      `INSERT INTO channel_pauses (channel, reason, paused_by) VALUES ('email', 'uji', $1)`,
      [operator],
    );
    await expect(resend(id, 1, { channel: 'email' })).rejects.toMatchObject(refused('unknown-paused'));
    await db.source.query(`DELETE FROM channel_pauses`);
    // The brake is on another region of the channel. It also withholds unknown copies of ended waves.
    await db.source.query(
      `INSERT INTO waves (broadcast_id, channel, region_code, time_zone, state, resume_state, paused_by, paused_at, priority, due_at, expires_at)
       SELECT broadcast_id, channel, '91', time_zone, 'paused', 'released', 'brake', siar_now(), priority, due_at, expires_at FROM waves WHERE id = $1`,
      [waves[0]],
    );
    await expect(resend(id, 1, { channel: 'email' })).rejects.toMatchObject(refused('unknown-braked'));
    // The rest of the broadcast is not held.
    expect(await resend(id, 1)).toEqual({ resent: 1, left: 0 });
    expect(await disagreements(db.source, id)).toEqual([]);
  });

  it('are left out when their wave has expired or was stopped', async () => {
    const { id, waves } = await broadcast(['unknown']);
    await db.source.query(
      `UPDATE waves SET due_at = siar_now() - interval '2 h', expires_at = siar_now() WHERE id = $1`,
      [waves[0]],
    );
    await expect(resend(id, 2)).rejects.toMatchObject({ extra: { unknown: 1 } });
    expect(await resend(id, 1)).toEqual({ resent: 1, left: 0 });
    await db.source.query(`UPDATE waves SET state = 'paused', resume_state = 'released' WHERE id = $1`, [
      waves[1],
    ]);
    await expect(resend(id, 1)).rejects.toThrow('has expired or was stopped');
    expect(await disagreements(db.source, id)).toEqual([]);
  });
});
