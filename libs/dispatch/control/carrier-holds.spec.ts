import type { INestApplicationContext } from '@nestjs/common';
import { approvedFor, crowd, disagreements, forget } from '../../../test/factories/crowd.js';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { deliveryProgram } from '../../../test/factories/program.js';
import { testSender } from '../../../test/factories/sender.js';
import type { Channel, Outcome, OutgoingMessage } from '#channels';
import { Keys } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { FanOut } from '../fan-out/fan-out.js';
import { endPending } from '../ledger/ledger.js';
import type { Sender } from '../sending/send.js';
import { Waves } from '../waves/waves.js';
import { CarrierHolds } from './carrier-holds.js';
import { ChannelPauses } from './channel-pauses.js';

const PEOPLE = 300;
const REFUSED: Outcome = { kind: 'sender_at_fault', reason: 'smtp 5.7.26' };

/** A mail server that hands some recipients' refusals on. */
class Relay implements Channel {
  readonly name = 'email';
  readonly account = 'email';
  readonly atOnce = 16;
  readonly revisions = null;
  readonly came: string[] = [];
  refuses: (addressId: string) => boolean = () => false;

  send({ messageId }: OutgoingMessage): Promise<Outcome> {
    const addressId = messageId.slice(messageId.lastIndexOf('.') + 1);
    this.came.push(addressId);
    return Promise.resolve(this.refuses(addressId) ? REFUSED : { kind: 'accepted' });
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

describe('a mailbox provider that refuses a broadcast', () => {
  let db: TestDatabase;
  let app: INestApplicationContext;
  let relay: Relay;
  let sending: Sender;
  let id: string;
  let waveId: string;
  let gmail: ReadonlySet<string>;
  const config = () => testConfig(db.url, { EMAIL_RATE: '0', CLAIM_WINDOW: '40' });

  beforeAll(async () => {
    db = await testDatabase();
    app = await deliveryProgram(config());
  });
  beforeEach(async () => {
    await crowd(
      db.source,
      app.get(Keys),
      Array.from({ length: PEOPLE }, () => ({ on: { email: 'active' as const } })),
    );
    await db.source.query(
      `UPDATE addresses SET class = CASE WHEN id % 2 = 0 THEN 'gmail' ELSE '~' || id % 7 END`,
    );
    const made = await approvedFor(db.source, [{}]);
    id = made.id;
    waveId = made.waves[0] ?? '';
    await app.get(FanOut).run(waveId, 'email', new AbortController().signal, () => Promise.resolve());
    const ids = await rows<{ id: string }>(
      db.source.manager,
      `SELECT id FROM addresses WHERE class = 'gmail'`,
    );
    gmail = new Set(ids.map((one) => one.id));
    relay = new Relay();
    relay.refuses = (addressId) => gmail.has(addressId);
    sending = await testSender(app, config(), [relay]);
  });
  afterEach(async () => {
    await forget(db.source);
    await db.source.query('DELETE FROM carrier_holds');
  });
  afterAll(async () => {
    await app.close();
    await db.drop();
  });

  /** Claims from every batch that is to be claimed from now, until there is none. */
  const sendAll = async (): Promise<void> => {
    for (let round = 0; ; round++) {
      expect(round).toBeLessThan(200);
      const ready = await rows<{ no: number }>(
        db.source.manager,
        `SELECT b.no FROM batches b JOIN waves w ON w.id = b.wave_id AND w.state = 'released'
         WHERE b.wave_id = $1 AND b.state <> 'done' AND (b.not_before IS NULL OR b.not_before <= siar_now()) ORDER BY b.no`,
        [waveId],
      );
      if (ready.length === 0) break;
      for (const { no } of ready) await sending.batch(waveId, no, 'fan-out');
      await sending.settled();
    }
    expect(await disagreements(db.source, id)).toEqual([]);
  };
  const counted = async (): Promise<Record<string, number>> => {
    const found = await rows<{ what: string; n: number }>(
      db.source.manager,
      `SELECT CASE WHEN a.class = 'gmail' THEN 'gmail ' ELSE 'others ' END || d.state AS what, count(*)::int AS n
       FROM deliveries d JOIN addresses a ON a.id = d.address_id WHERE d.broadcast_id = $1 GROUP BY 1`,
      [id],
    );
    return Object.fromEntries(found.map(({ what, n }) => [what, n]));
  };
  const held = (): Promise<{ carrier: string; trying: boolean; code: string }[]> =>
    app.get(CarrierHolds).list(id);
  const stand = async (): Promise<number> =>
    (await row<{ n: number }>(db.source.manager, 'SELECT count(*)::int AS n FROM carrier_holds'))?.n ?? 0;
  const due = (): Promise<unknown> => db.source.query(`UPDATE carrier_holds SET next_at = siar_now()`);
  /** Copies that were refused wait a minute for their next attempt. */
  const retriesDue = async (): Promise<void> => {
    await db.source.query(
      `UPDATE deliveries SET next_attempt_at = siar_now() WHERE broadcast_id = $1 AND state = 'pending' AND reason LIKE 'smtp%'`,
      [id],
    );
    await db.source.query(
      'UPDATE batches SET not_before = siar_now() WHERE wave_id = $1 AND not_before IS NOT NULL',
      [waveId],
    );
  };
  const acts = async (): Promise<string[]> =>
    (
      await rows<{ act: string }>(
        db.source.manager,
        `SELECT act FROM audit_entries WHERE subject = $1 AND act LIKE 'carrier.%' ORDER BY id`,
        [`broadcast:${id}`],
      )
    ).map(({ act }) => act);

  it('has its own mail wait, while everybody else’s goes out', async () => {
    await sendAll();
    await retriesDue();
    await sendAll();
    expect(await held()).toMatchObject([{ carrier: 'gmail', code: 'smtp 5.7.26', trying: false }]);
    expect(await counted()).toEqual({ 'gmail pending': PEOPLE / 2, 'others accepted': PEOPLE / 2 });
    expect(await row(db.source.manager, 'SELECT state, pending FROM waves WHERE id = $1', [waveId])).toEqual({
      state: 'released',
      pending: PEOPLE / 2,
    });
    // Set aside until the next try, and no attempt is counted for it.
    const { length } = relay.came;
    await retriesDue();
    await sendAll();
    expect(relay.came).toHaveLength(length);
    expect(
      await row(
        db.source.manager,
        `SELECT count(*)::int AS n, bool_and(next_attempt_at > siar_now() + interval '10 minutes') AS later FROM deliveries
         WHERE broadcast_id = $1 AND state = 'pending' AND reason = 'held gmail'`,
        [id],
      ),
    ).toEqual({ n: PEOPLE / 2, later: true });
  });

  it('gets a few copies as a try, waits longer when it refuses them, and the rest when it takes them', async () => {
    const holds = app.get(CarrierHolds);
    await sendAll();
    await retriesDue();
    await sendAll();
    // The hold began while these were sent: those refused just before it are set aside by the next claim.
    await retriesDue();
    await sendAll();
    const before = relay.came.length;
    await due();
    await holds.round();
    await sendAll();
    expect(relay.came.length - before).toBe(10);
    await due();
    await holds.round();
    expect(
      await row(
        db.source.manager,
        `SELECT tried, refused_tries AS "refusedTries", next_at > siar_now() + interval '29 minutes' AS later FROM carrier_holds`,
      ),
    ).toEqual({ tried: null, refusedTries: 1, later: true });
    await retriesDue();
    await sendAll();
    expect(relay.came.length - before).toBe(10);
    relay.refuses = () => false;
    await due();
    await holds.round();
    await sendAll();
    expect((await counted())['gmail accepted']).toBe(10);
    await due();
    await holds.round();
    expect(await held()).toEqual([]);
    await sendAll();
    expect(await counted()).toEqual({ 'gmail accepted': PEOPLE / 2, 'others accepted': PEOPLE / 2 });
    expect(await acts()).toEqual(['carrier.hold', 'carrier.through']);
  });

  it('gets everything at once when an operator releases it, and is held again if it still refuses', async () => {
    const holds = app.get(CarrierHolds);
    const operator = await row<{ id: string }>(db.source.manager, 'SELECT id FROM people LIMIT 1');
    const release = (): Promise<void> =>
      holds.release({ broadcastId: id, channel: 'email' }, 'gmail', operator?.id ?? '');
    await sendAll();
    await retriesDue();
    await sendAll();
    await release();
    await expect(release()).rejects.toMatchObject({ code: 'no-carrier-hold' });
    await sendAll();
    expect(await held()).toMatchObject([{ carrier: 'gmail' }]);
    relay.refuses = () => false;
    await release();
    await retriesDue();
    await sendAll();
    expect(await counted()).toEqual({ 'gmail accepted': PEOPLE / 2, 'others accepted': PEOPLE / 2 });
    expect(await acts()).toEqual(['carrier.hold', 'carrier.release', 'carrier.hold', 'carrier.release']);
  });

  it('has what waits expire like anything else, and is forgotten with the broadcast', async () => {
    await sendAll();
    await retriesDue();
    await sendAll();
    await db.source.transaction((tx) => endPending(tx, waveId, 'expired', 'expired', 1000));
    await db.source.query(`UPDATE waves SET state = 'expired' WHERE id = $1`, [waveId]);
    expect(await counted()).toEqual({ 'gmail expired': PEOPLE / 2, 'others accepted': PEOPLE / 2 });
    // Nothing waits any more, though the hold is only looked at when its time has come.
    expect([await held(), await stand()]).toEqual([[], 1]);
    await due();
    await app.get(CarrierHolds).round();
    expect(await stand()).toBe(0);
  });

  it('is held no longer than its broadcast may go on', async () => {
    await sendAll();
    await retriesDue();
    await sendAll();
    await db.source.transaction((tx) =>
      app.get(Waves).cancelPart(tx, id, { channel: 'email' }, { by: 'author', actorId: null, reason: 'Uji' }),
    );
    expect(await stand()).toBe(0);
  });

  const operator = async (): Promise<string> =>
    (await row<{ id: string }>(db.source.manager, 'SELECT id FROM people LIMIT 1'))?.id ?? '';
  /** All that was held goes out once its provider takes it. */
  const takesAll = async (): Promise<void> => {
    expect(await stand()).toBe(0);
    relay.refuses = () => false;
    await retriesDue();
    await sendAll();
    expect(await counted()).toEqual({ 'gmail accepted': PEOPLE / 2, 'others accepted': PEOPLE / 2 });
    expect(await acts()).toEqual(['carrier.hold', 'carrier.release']);
  };

  it('gets its mail as soon as its channel, which was paused, is resumed', async () => {
    await sendAll();
    await retriesDue();
    await sendAll();
    const pauses = app.get(ChannelPauses);
    await pauses.pause('email', 'Uji', await operator());
    expect(await stand()).toBe(1);
    await pauses.resume('email', await operator());
    await takesAll();
  });

  it('is followed by the brake where the others refuse too, and gets its mail with them when it is released', async () => {
    relay.refuses = (addressId) => gmail.has(addressId) || relay.came.length > 100;
    for (let round = 0; round < 3; round++) {
      await sendAll();
      await retriesDue();
    }
    expect(await acts()).toEqual(['carrier.hold']);
    expect(
      await row(db.source.manager, `SELECT state, paused_by, brake->>'why' AS why FROM waves WHERE id = $1`, [
        waveId,
      ]),
    ).toEqual({ state: 'paused', paused_by: 'brake', why: 'fault' });
    expect([await held(), await stand()]).toEqual([[], 1]);
    const by = await operator();
    await db.source.transaction((tx) => app.get(Waves).resume(tx, id, { channel: 'email' }, by));
    await takesAll();
  });
});
