import { row } from '#platform/database';
import { createLogger } from '#platform/logging';
import { type TestDatabase, testDatabase } from '../../../test/factories/database.js';
import { approvedBroadcast } from '../../../test/factories/waves.js';
import { ChannelWatch } from './channel-watch.js';

describe('a channel on which copies wait', () => {
  let db: TestDatabase;
  let watch: ChannelWatch;
  beforeAll(async () => {
    db = await testDatabase();
    watch = new ChannelWatch(
      db.source,
      { STALL_SECONDS: 0, DATABASE_TIMEOUT_SECONDS: 10, PROVIDER_TIMEOUT_SECONDS: 15 },
      createLogger('test', 'silent'),
    );
  });
  afterAll(() => db.drop());

  it('is not stalled while waves complete, each with the hand-over that ends it', async () => {
    // One wave without a fan-out, and one that is about to complete.
    const { id, waves } = await approvedBroadcast(
      db.source,
      [
        { due: -5, more: { state: 'released', released_at: new Date().toISOString() } },
        { due: -5, regionCode: '51', more: { state: 'released', released_at: new Date().toISOString() } },
      ],
      'running',
    );
    expect((await watch.round()).map(({ channel }) => channel)).toEqual(['email']);
    await db.source.query(
      `UPDATE waves SET state = 'completed', ended_at = siar_now(), fanned_out_at = siar_now(), handed_at = siar_now() WHERE id = $1`,
      [waves[1]],
    );
    expect(await watch.round()).toEqual([]);
    // It still waits: without another hand-over it counts as stalled from then on.
    expect((await watch.round()).map(({ channel }) => channel)).toEqual(['email']);
    expect(
      await row(db.source.manager, `SELECT state FROM waves WHERE broadcast_id = $1 AND id = $2`, [
        id,
        waves[0],
      ]),
    ).toEqual({ state: 'released' });
  });

  it('is stalled while a wave is due that nobody releases, and not before', async () => {
    const { id } = await approvedBroadcast(db.source, [{ channel: 'sms', due: 60 }]);
    expect(await watch.round()).not.toContainEqual(expect.objectContaining({ channel: 'sms' }));
    await db.source.query(
      `UPDATE waves SET due_at = siar_now() - interval '1 minute' WHERE broadcast_id = $1`,
      [id],
    );
    expect(await watch.round()).toContainEqual(expect.objectContaining({ channel: 'sms' }));
  });

  it('has a slow provider, not an absent one, until a hand-over takes longer than it may', async () => {
    const { id, waves } = await approvedBroadcast(
      db.source,
      [{ due: -5, more: { state: 'released', released_at: new Date().toISOString() } }],
      'running',
    );
    await db.source.query(
      `INSERT INTO heartbeats (name, program, beat_at) VALUES ('ada', 'worker', siar_now())`,
    );
    await db.source.query(
      `INSERT INTO claims (broadcast_id, wave_id, batch_no, account, worker, leased_until) VALUES ($1, $2, 0, 'email', 'ada', siar_now() + interval '1 minute')`,
      [id, waves[0]],
    );
    await watch.round();
    const awayAfter = async (seconds: number): Promise<boolean> =>
      db.source.transaction(async (tx) => {
        // Local, and the clock is back afterwards.
        await tx.query(`SET LOCAL siar.clock_offset = '${seconds} seconds'`);
        return (await row(tx, `SELECT FROM providers_away WHERE channel = 'email'`)) !== undefined;
      });
    expect([await awayAfter(15), await awayAfter(19)]).toEqual([false, true]);
  });
});
