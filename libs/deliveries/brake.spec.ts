import type { INestApplicationContext } from '@nestjs/common';
import { approvedFor, forget } from '../../test/factories/crowd.js';
import { type TestDatabase, testConfig, testDatabase } from '../../test/factories/database.js';
import { deliveryProgram } from '../../test/factories/program.js';
import { trail } from '../../test/factories/waves.js';
import type { ChannelName } from '#channels';
import { row } from '#platform';
import { Waves } from '#waves';
import { Brake, noteDead } from './brake.js';

describe('the brake on dead addresses', () => {
  let db: TestDatabase;
  let app: INestApplicationContext;
  beforeAll(async () => {
    db = await testDatabase();
    app = await deliveryProgram(testConfig(db.url));
  });
  afterEach(() => forget(db.source));
  afterAll(async () => {
    await app.close();
    await db.drop();
  });

  /** A group of answers as a worker writes it: the counters first, the dead beside them, in one transaction. */
  const answers = (
    id: string,
    waveId: string,
    channel: ChannelName,
    accepted: number,
    dead: number,
  ): Promise<void> =>
    db.source.transaction(async (tx) => {
      await tx.query(
        'UPDATE waves SET targeted = targeted + $2 + $3, accepted = accepted + $2, failed = failed + $3 WHERE id = $1',
        [waveId, accepted, dead],
      );
      if (dead > 0) await noteDead(tx, { broadcastId: id, channel }, dead, false);
    });
  const judge = (id: string, channel: ChannelName): Promise<void> =>
    app.get(Brake).judge({ broadcastId: id, channel });
  const standing = async (waveId: string): Promise<{ state: string; reason: string | null } | undefined> =>
    row(db.source.manager, 'SELECT state, pause_reason AS reason FROM waves WHERE id = $1', [waveId]);
  const released = { state: 'released', reason: null };

  it('stops the channel of that broadcast, and no other, and tells people why', async () => {
    const { id, waves } = await approvedFor(db.source, [{}, { channel: 'sms' }]);
    const [email = '', sms = ''] = waves;
    const other = await approvedFor(db.source, [{}]);
    for (let group = 0; group < 10; group++) await answers(id, email, 'email', 45, 5);
    await judge(id, 'email');
    expect(await standing(email)).toEqual(released);
    await answers(id, email, 'email', 88, 12);
    await judge(id, 'email');
    expect(await standing(email)).toEqual({
      state: 'paused',
      reason:
        'E-mail: 52 dari 500 alamat terakhir tidak ada lagi. Pengiriman dijeda; operator harus memeriksa dan memutuskan.',
    });
    expect(await standing(sms)).toEqual(released);
    expect(await standing(other.waves[0] ?? '')).toEqual(released);
    expect(await trail(db.source, id)).toEqual([
      { act: 'broadcast.pause', detail: expect.objectContaining({ by: 'brake', channel: 'email' }) },
    ]);
  });

  it('is exact over many workers and regions, and pulled once however many see it', async () => {
    const { id, waves } = await approvedFor(db.source, [{}, { regionCode: '51' }, { regionCode: '91' }]);
    await Promise.all(
      Array.from({ length: 17 }, async (_, n) => {
        await answers(id, waves[n % 3] ?? '', 'email', 20, 3);
        await judge(id, 'email');
      }),
    );
    // 51 dead of 391: the one that came last saw them all.
    for (const waveId of waves) expect((await standing(waveId))?.state).toBe('paused');
    expect((await trail(db.source, id)).map(({ act }) => act)).toEqual(['broadcast.pause']);
  });

  it('counts anew when an operator has decided to go on, without what was under way at the pause', async () => {
    const { id, waves } = await approvedFor(db.source, [{}]);
    const [waveId = ''] = waves;
    const author = await row<{ id: string }>(
      db.source.manager,
      'SELECT author_id AS id FROM broadcasts WHERE id = $1',
      [id],
    );
    await answers(id, waveId, 'email', 0, 60);
    await judge(id, 'email');
    expect((await standing(waveId))?.state).toBe('paused');
    // In workers' hands at the pause.
    await answers(id, waveId, 'email', 100, 60);
    await db.source.transaction((tx) => app.get(Waves).resume(tx, id, {}, author?.id ?? ''));
    await answers(id, waveId, 'email', 90, 10);
    await judge(id, 'email');
    expect(await standing(waveId)).toEqual(released);
    await answers(id, waveId, 'email', 59, 41);
    await judge(id, 'email');
    expect((await standing(waveId))?.reason).toMatch(/^E-mail: 51 dari 420 alamat/);
  });

  it('judges late bounces by all that was sent, and reports of delivery by the last of them', async () => {
    const { id, waves } = await approvedFor(db.source, [{}, { channel: 'sms' }]);
    const [email = '', sms = ''] = waves;
    await answers(id, email, 'email', 10_000, 0);
    await answers(id, sms, 'sms', 10_000, 0);
    const late = (waveId: string, channel: ChannelName, delivered: number, dead: number): Promise<void> =>
      db.source.transaction(async (tx) => {
        await tx.query(
          'UPDATE waves SET accepted = accepted - $2 - $3, delivered = delivered + $2, failed = failed + $3 WHERE id = $1',
          [waveId, delivered, dead],
        );
        await noteDead(tx, { broadcastId: id, channel }, dead, true);
      });
    // Bounces of ten thousand, all after the last was sent: one in a hundred is as usual.
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
    expect((await standing(sms))?.reason).toMatch(/^SMS: 90 dari 500 alamat/);
  });
});
