import type { INestApplicationContext } from '@nestjs/common';
import { approvedFor, crowd, forget } from '../../../test/factories/crowd.js';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { deliveryProgram } from '../../../test/factories/program.js';
import { trail } from '../../../test/factories/waves.js';
import type { ChannelName } from '#channels';
import { Keys } from '#platform/crypto';
import { row } from '#platform/database';
import { Waves } from '../waves/waves.js';
import { Brake, noteSigns } from './brake.js';
import type { Sign } from './brake.rules.js';

/** Recipients whose copies may become signs. */
const PEOPLE = 1200;

describe('the brake', () => {
  let db: TestDatabase;
  let app: INestApplicationContext;
  let addressIds: string[];
  let next: number;
  beforeAll(async () => {
    db = await testDatabase();
    app = await deliveryProgram(testConfig(db.url));
  });
  beforeEach(async () => {
    const { addresses } = await crowd(
      db.source,
      app.get(Keys),
      Array.from({ length: PEOPLE }, () => ({ on: { email: 'active' as const } })),
    );
    addressIds = addresses.map(({ email }) => email ?? '');
    next = 0;
    await classes(10);
  });
  afterEach(() => forget(db.source));
  afterAll(async () => {
    await app.close();
    await db.drop();
  });

  /** Distributes the recipients over `domains` small domains. */
  const classes = async (domains: number): Promise<void> => {
    await db.source.query(`UPDATE addresses SET class = '~' || id % $1`, [domains]);
  };
  /** Copies that have no sign yet. */
  const copies = (count: number): { addressId: string; reason: string }[] =>
    addressIds.slice(next, (next += count)).map((addressId) => ({ addressId, reason: 'smtp 5.1.1' }));

  interface Group {
    accepted: number;
    against: number;
    sign?: Sign;
  }
  /** Writes a group of answers as a worker does: first the counters, then the signs, in one transaction. */
  const answers = (
    id: string,
    waveId: string,
    channel: ChannelName,
    { accepted, against, sign = 'dead' }: Group,
  ): Promise<void> =>
    db.source.transaction(async (tx) => {
      // A copy refused because of its sender waits for a retry and is not an answer yet.
      const failed = sign === 'fault' ? 0 : against;
      await tx.query(
        `UPDATE waves SET targeted = targeted + $2 + $3 + $4, accepted = accepted + $2, failed = failed + $3, pending = pending + $4
         WHERE id = $1`,
        [waveId, accepted, failed, against - failed],
      );
      await noteSigns(tx, { broadcastId: id, channel }, sign, copies(against), false);
    });
  const judge = (id: string, channel: ChannelName): Promise<void> =>
    app.get(Brake).judge({ broadcastId: id, channel });
  const standing = async (waveId: string): Promise<{ state: string; brake: object | null } | undefined> =>
    row(db.source.manager, 'SELECT state, brake FROM waves WHERE id = $1', [waveId]);
  const released = { state: 'released', brake: null };

  it('pauses only that broadcast and channel, and reports the reason', async () => {
    const { id, waves } = await approvedFor(db.source, [{}, { channel: 'sms' }]);
    const [email = '', sms = ''] = waves;
    const other = await approvedFor(db.source, [{}]);
    for (let group = 0; group < 10; group++) await answers(id, email, 'email', { accepted: 45, against: 5 });
    await judge(id, 'email');
    expect(await standing(email)).toEqual(released);
    await answers(id, email, 'email', { accepted: 88, against: 12 });
    await judge(id, 'email');
    expect(await standing(email)).toEqual({
      state: 'paused',
      brake: { channel: 'email', why: 'dead', copies: 52, of: 500, code: 'smtp 5.1.1', carrier: null },
    });
    expect(await standing(sms)).toEqual(released);
    expect(await standing(other.waves[0] ?? '')).toEqual(released);
    expect(await trail(db.source, id)).toEqual([
      {
        act: 'broadcast.pause',
        detail: expect.objectContaining({
          by: 'brake',
          channel: 'email',
          brake: expect.objectContaining({ copies: 52 }),
        }),
      },
    ]);
  });

  it('judges refusals of the sender the same way, though refused copies wait and are no answers', async () => {
    const { id, waves } = await approvedFor(db.source, [{}]);
    const [waveId = ''] = waves;
    await answers(id, waveId, 'email', { accepted: 0, against: 20, sign: 'fault' });
    await judge(id, 'email');
    expect(await standing(waveId)).toEqual(released);
    await answers(id, waveId, 'email', { accepted: 0, against: 1, sign: 'fault' });
    await judge(id, 'email');
    expect((await standing(waveId))?.brake).toMatchObject({
      why: 'fault',
      copies: 21,
      of: 21,
      code: 'smtp 5.1.1',
    });
  });

  it('is pulled where nearly everything is refused for good, whatever the reasons', async () => {
    const { id, waves } = await approvedFor(db.source, [{}]);
    const [waveId = ''] = waves;
    await answers(id, waveId, 'email', { accepted: 50, against: 400, sign: 'refused' });
    await judge(id, 'email');
    expect(await standing(waveId)).toEqual(released);
    await answers(id, waveId, 'email', { accepted: 0, against: 10, sign: 'fault' });
    await answers(id, waveId, 'email', { accepted: 0, against: 40, sign: 'refused' });
    await judge(id, 'email');
    expect(await standing(waveId)).toEqual(released);
    await answers(id, waveId, 'email', { accepted: 0, against: 11, sign: 'dead' });
    await judge(id, 'email');
    expect((await standing(waveId))?.brake).toEqual({
      channel: 'email',
      why: 'refused',
      // The last 500 answers are 461 refusals of three kinds and the rest of the first group.
      copies: 461,
      of: 500,
      code: 'smtp 5.1.1',
      carrier: null,
    });
  });

  it('counts a copy once that was refused for the sender’s fault and then for good', async () => {
    const { id, waves } = await approvedFor(db.source, [{}]);
    const [waveId = ''] = waves;
    await answers(id, waveId, 'email', { accepted: 0, against: 20, sign: 'fault' });
    next = 0;
    await answers(id, waveId, 'email', { accepted: 0, against: 40, sign: 'refused' });
    await judge(id, 'email');
    expect(await standing(waveId)).toEqual(released);
  });

  it('ignores fewer than three domains, but is pulled by one large provider among its own recipients', async () => {
    const { id, waves } = await approvedFor(db.source, [{}]);
    const [waveId = ''] = waves;
    await classes(2);
    await answers(id, waveId, 'email', { accepted: 300, against: 200 });
    await judge(id, 'email');
    expect(await standing(waveId)).toEqual(released);
    // A fifth of the recipients use one provider: 100 of the last 500 answers came from it.
    await db.source.query(
      `INSERT INTO deliveries (broadcast_id, address_id, wave_id, contact_id, batch_no, state)
       SELECT $1, id, $2, contact_id, 0, 'accepted' FROM addresses`,
      [id, waveId],
    );
    await db.source.query(`UPDATE addresses SET class = CASE WHEN id % 5 = 0 THEN 'gmail' ELSE '~1' END`);
    await answers(id, waveId, 'email', { accepted: 500, against: 0 });
    addressIds = addressIds.filter((_, n) => n >= next).filter((one) => BigInt(one) % 5n === 0n);
    next = 0;
    await answers(id, waveId, 'email', { accepted: 0, against: 50 });
    await judge(id, 'email');
    expect(await standing(waveId)).toEqual(released);
    await answers(id, waveId, 'email', { accepted: 0, against: 2 });
    await judge(id, 'email');
    expect((await standing(waveId))?.brake).toMatchObject({ why: 'dead', copies: 52, carrier: 'gmail' });
  });

  it('counts a copy once, however many signs it gives', async () => {
    const { id, waves } = await approvedFor(db.source, [{}]);
    const [waveId = ''] = waves;
    await answers(id, waveId, 'email', { accepted: 60, against: 40 });
    for (let again = 0; again < 3; again++) {
      next = 0;
      await answers(id, waveId, 'email', { accepted: 0, against: 40 });
      await judge(id, 'email');
    }
    expect(await standing(waveId)).toEqual(released);
    expect((await app.get(Brake).warnings())[0]).toMatchObject({ copies: 40 });
  });

  it('warns at half the limit without pausing anything', async () => {
    const { id, waves } = await approvedFor(db.source, [{}]);
    const [waveId = ''] = waves;
    const warnings = () => app.get(Brake).warnings();
    await answers(id, waveId, 'email', { accepted: 475, against: 25 });
    expect(await warnings()).toEqual([]);
    await answers(id, waveId, 'email', { accepted: 0, against: 1 });
    await judge(id, 'email');
    expect(await warnings()).toEqual([
      {
        broadcastId: id,
        channel: 'email',
        title: 'Uji',
        sign: 'dead',
        copies: 26,
        of: 500,
        code: 'smtp 5.1.1',
        carrier: null,
      },
    ]);
    expect(await standing(waveId)).toEqual(released);
    // Signs of several kinds are one warning: by the most telling of them.
    await answers(id, waveId, 'email', { accepted: 0, against: 60, sign: 'fault' });
    expect(await warnings()).toMatchObject([{ sign: 'fault', copies: 60 }]);
    await db.source.query(`DELETE FROM brake_signs WHERE sign = 'fault'`);
    // Good answers clear the warning.
    await answers(id, waveId, 'email', { accepted: 500, against: 0 });
    expect(await warnings()).toEqual([]);
  });

  it('counts exactly over many workers and regions, and is pulled once', async () => {
    const { id, waves } = await approvedFor(db.source, [{}, { regionCode: '51' }, { regionCode: '91' }]);
    await Promise.all(
      Array.from({ length: 17 }, async (_, n) => {
        await answers(id, waves[n % 3] ?? '', 'email', { accepted: 20, against: 3 });
        await judge(id, 'email');
      }),
    );
    // 51 of 391 are dead: the last writer saw all of them.
    for (const waveId of waves) expect((await standing(waveId))?.state).toBe('paused');
    expect((await trail(db.source, id)).map(({ act }) => act)).toEqual(['broadcast.pause']);
  });

  it('restarts its count at zero after a resume, ignoring copies claimed before the pause', async () => {
    const { id, waves } = await approvedFor(db.source, [{}]);
    const [waveId = ''] = waves;
    const author = await row<{ id: string }>(
      db.source.manager,
      'SELECT author_id AS id FROM broadcasts WHERE id = $1',
      [id],
    );
    await answers(id, waveId, 'email', { accepted: 0, against: 60 });
    await judge(id, 'email');
    expect((await standing(waveId))?.state).toBe('paused');
    // Claimed by workers when the pause came.
    await answers(id, waveId, 'email', { accepted: 100, against: 60 });
    await db.source.transaction((tx) => app.get(Waves).resume(tx, id, {}, author?.id ?? ''));
    await answers(id, waveId, 'email', { accepted: 90, against: 10 });
    await judge(id, 'email');
    expect(await standing(waveId)).toEqual(released);
    await answers(id, waveId, 'email', { accepted: 59, against: 41 });
    await judge(id, 'email');
    expect((await standing(waveId))?.brake).toMatchObject({ why: 'dead', copies: 51, of: 420 });
  });

  it('judges late bounces against everything sent, and delivery reports against the latest ones', async () => {
    const { id, waves } = await approvedFor(db.source, [{}, { channel: 'sms' }]);
    const [email = '', sms = ''] = waves;
    await answers(id, email, 'email', { accepted: 10_000, against: 0 });
    await answers(id, sms, 'sms', { accepted: 10_000, against: 0 });
    const late = (waveId: string, channel: ChannelName, delivered: number, dead: number): Promise<void> =>
      db.source.transaction(async (tx) => {
        await tx.query(
          'UPDATE waves SET accepted = accepted - $2 - $3, delivered = delivered + $2, failed = failed + $3 WHERE id = $1',
          [waveId, delivered, dead],
        );
        await noteSigns(tx, { broadcastId: id, channel }, 'dead', copies(dead), true);
      });
    // Bounces of ten thousand copies, all after the last was sent: one in a hundred is normal.
    await late(email, 'email', 0, 100);
    await judge(id, 'email');
    expect(await standing(email)).toEqual(released);
    await late(email, 'email', 0, 901);
    await judge(id, 'email');
    expect((await standing(email))?.state).toBe('paused');
    await late(sms, 'sms', 450, 50);
    await judge(id, 'sms');
    expect(await standing(sms)).toEqual(released);
    await late(sms, 'sms', 60, 40);
    await judge(id, 'sms');
    expect((await standing(sms))?.brake).toMatchObject({ channel: 'sms', copies: 90, of: 500 });
  });
});
