import { strongestHindrance } from '#broadcasts/door';
import { Keys } from '#platform/crypto';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { makeStaff } from '../../../test/factories/staff.js';
import { approvedBroadcast } from '../../../test/factories/waves.js';

describe('the strongest hindrance of a broadcast', () => {
  let db: TestDatabase;
  let operator: string;
  beforeAll(async () => {
    db = await testDatabase();
    ({ operator } = (await makeStaff(db.source, new Keys(testConfig(db.url)))).people);
  });
  afterAll(() => db?.drop());
  const waiting = { targeted: 40, pending: 40 };
  const stalls = (channel: string): Promise<unknown> =>
    db.source.query(
      `INSERT INTO standstills (channel, since, called_at) VALUES ($1, siar_now(), siar_now()) ON CONFLICT DO NOTHING`,
      [channel],
    );
  const strongest = (id: string) => strongestHindrance(db.source.manager, id);

  it('is a channel that stands still, before one that somebody paused', async () => {
    const { id, waves } = await approvedBroadcast(
      db.source,
      [
        { due: -1, more: { ...waiting, state: 'released' } },
        { channel: 'sms', due: -1, more: { ...waiting, state: 'released' } },
      ],
      'running',
    );
    await db.source.query(
      `UPDATE waves SET state = 'paused', resume_state = 'released', paused_by = 'operator', pause_reason = 'uji', paused_at = siar_now() WHERE id = $1`,
      [waves[0]],
    );
    expect(await strongest(id)).toMatchObject({ kind: 'paused', channels: ['email'] });
    await stalls('sms');
    expect(await strongest(id)).toMatchObject({ kind: 'slowed', stands: true, channels: ['sms'] });
    // Somebody paused it: what stands still there is not its fault.
    await db.source.query(
      `INSERT INTO channel_pauses (channel, paused_by, paused_at, reason) VALUES ('sms', $1, siar_now(), 'uji')`,
      [operator],
    );
    expect(await strongest(id)).toMatchObject({ kind: 'paused', channels: [] });
    await db.source.query('DELETE FROM channel_pauses');
  });

  it('is none of a channel of which nothing is due', async () => {
    await stalls('sms');
    const { id } = await approvedBroadcast(db.source, [{ channel: 'sms', due: 600, more: waiting }]);
    expect(await strongest(id)).toBeNull();
  });
});
