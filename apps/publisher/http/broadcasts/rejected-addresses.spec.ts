import { record } from '#audit';
import { Audience } from '#audience';
import { Keys } from '#platform/crypto';
import { rows } from '#platform/database';
import { testConfig } from '../../../../test/factories/database.js';
import { runningBroadcast, type RunningBroadcast } from '../../../../test/factories/ledger.js';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn } from '../../../../test/factories/staff.js';

const CODE = 'twilio 30005';
const at = (id: string, act = ''): string => `/api/v1/broadcasts/${id}/rejected-addresses${act}`;
const BODY = { channel: 'sms', reason: 'Penyedia menjawab keliru' };

describe('addresses that a braked broadcast took out', () => {
  let publisher: TestPublisher;
  let operator: Ask;
  beforeAll(async () => {
    publisher = await testPublisher();
    operator = await signIn(publisher.url, 'operator');
  });
  afterAll(() => publisher.stop());

  const broadcast = async (copies: number): Promise<RunningBroadcast> => {
    const made = await runningBroadcast(publisher.db.source, new Keys(testConfig(publisher.db.url)), {
      channel: 'sms',
      states: Array<string>(copies).fill('failed'),
    });
    await publisher.db.source.query(
      `UPDATE broadcasts SET draft = '{"audience": {"regions": ["11"]}}', organisation_id = $2 WHERE id = $1`,
      [made.id, publisher.staff.organisations.ministry],
    );
    return made;
  };
  /** Ends copies as the ledger does, and suppresses their addresses in the same transaction. */
  const reject = (broadcastId: string, addressIds: readonly string[], detail = CODE): Promise<void> =>
    publisher.db.source.transaction(async (tx) => {
      await tx.query(
        `UPDATE deliveries SET reason = $3, handed_at = siar_now() WHERE broadcast_id = $1 AND address_id = ANY ($2::bigint[])`,
        [broadcastId, addressIds, detail],
      );
      await publisher.app.get(Audience).suppress(tx, 'sms', addressIds, 'dead-address', detail);
    });
  const brake = (broadcastId: string, channel = 'sms', why = 'dead'): Promise<void> =>
    publisher.db.source.transaction((tx) =>
      record(tx, {
        actorId: null,
        act: 'broadcast.pause',
        subject: `broadcast:${broadcastId}`,
        detail: { by: 'brake', brake: { channel, why } },
      }),
    );
  const statesOf = async (ids: readonly string[]): Promise<string[]> =>
    (
      await rows<{ state: string }>(
        publisher.db.source.manager,
        `SELECT state || CASE WHEN EXISTS (SELECT FROM suppressions s WHERE s.channel = a.channel AND s.hash = a.hash) THEN ' suppressed' ELSE '' END AS state
         FROM addresses a WHERE id = ANY ($1::bigint[]) ORDER BY id`,
        [ids],
      )
    ).map(({ state }) => state);
  const offered = async (id: string) => (await operator<{ channels: object[] }>('GET', at(id))).body.channels;

  it('are given back together, with one act in the trail; a second time gives back nothing', async () => {
    const { id, addressIds } = await broadcast(3);
    await reject(id, addressIds);
    await brake(id);
    expect(await offered(id)).toEqual([{ channel: 'sms', addresses: 3, kept: null }]);
    const { status, body } = await operator('POST', at(id, '/give-back'), BODY);
    expect({ status, body }).toEqual({ status: 200, body: { addresses: 3 } });
    expect(await statesOf(addressIds)).toEqual(['active', 'active', 'active']);
    expect(await offered(id)).toEqual([]);
    expect((await operator('POST', at(id, '/give-back'), BODY)).status).toBe(409);
    expect(
      await rows(
        publisher.db.source.manager,
        `SELECT detail FROM audit_entries WHERE act = 'suppression.lift-rejected' AND subject = 'broadcast:' || $1::bigint`,
        [id],
      ),
    ).toEqual([{ detail: { ...BODY, addresses: 3 } }]);
  });

  it('stay suppressed where anything else says so', async () => {
    const { id, addressIds } = await broadcast(7);
    const [here = '', left = '', complained = '', before = '', other = '', optedOut = '', staff = ''] =
      addressIds;
    const { db, app } = publisher;
    const suppress = (
      address: string,
      reason: 'complaint' | 'left' | 'provider-opt-out' | 'staff',
      detail: string,
    ) => db.source.transaction((tx) => app.get(Audience).suppress(tx, 'sms', [address], reason, detail));
    // Suppressed before its copy was handed over.
    await db.source.transaction((tx) =>
      app.get(Audience).suppress(tx, 'sms', [before], 'dead-address', CODE),
    );
    await suppress(staff, 'staff', '');
    await suppress(optedOut, 'provider-opt-out', CODE);
    // A copy of another broadcast may have been what suppressed it.
    const earlier = await broadcast(1);
    await db.source.query(
      `INSERT INTO deliveries (broadcast_id, address_id, wave_id, contact_id, batch_no, state, reason, handed_at)
       SELECT broadcast_id, $2, wave_id, contact_id, batch_no, 'failed', $3, siar_now() FROM deliveries WHERE broadcast_id = $1`,
      [earlier.id, other, CODE],
    );
    await reject(id, addressIds);
    await db.source.transaction((tx) => app.get(Audience).leave(tx, left));
    await suppress(complained, 'complaint', 'arf abuse');
    await brake(id);
    const states = await statesOf(addressIds);
    expect(await offered(id)).toEqual([{ channel: 'sms', addresses: 1, kept: null }]);
    expect((await operator('POST', at(id, '/give-back'), BODY)).body).toEqual({ addresses: 1 });
    expect(await statesOf([here])).toEqual(['active']);
    expect((await statesOf(addressIds)).slice(1)).toEqual(states.slice(1));
  });

  it('are those of that broadcast, and only where its brake was pulled on the channel', async () => {
    const [one, other] = [await broadcast(2), await broadcast(2)];
    await reject(one.id, one.addressIds);
    await reject(other.id, other.addressIds);
    await brake(one.id, 'email');
    await brake(one.id, 'sms', 'sender');
    expect(await offered(one.id)).toEqual([]);
    expect((await operator('POST', at(one.id, '/give-back'), BODY)).status).toBe(409);
    await brake(one.id);
    expect((await operator('POST', at(one.id, '/give-back'), BODY)).body).toEqual({ addresses: 2 });
    expect(await statesOf(other.addressIds)).toEqual(['invalid suppressed', 'invalid suppressed']);
    expect((await operator('POST', at(other.id, '/give-back'), BODY)).status).toBe(409);
  });

  it('wait for an operator until they are kept or given back, and again after another brake', async () => {
    const { id, addressIds } = await broadcast(2);
    await reject(id, addressIds);
    const waits = async () =>
      (await operator<{ broadcasts: { id: string }[] }>('GET', '/api/v1/rejected-addresses')).body.broadcasts
        .filter((one) => one.id === id)
        .map((one) => ({ ...one, brakedAt: undefined }));
    const waiting = [{ id, title: expect.any(String) as string, channel: 'sms', addresses: 2 }];
    expect(await waits()).toEqual([]);
    expect((await operator('POST', at(id, '/keep'), BODY)).status).toBe(409);
    await brake(id);
    expect(await waits()).toEqual(waiting);
    expect((await operator('POST', at(id, '/keep'), BODY)).status).toBe(204);
    expect(await waits()).toEqual([]);
    expect(await offered(id)).toEqual([
      {
        channel: 'sms',
        addresses: 2,
        kept: { by: expect.any(String) as string, at: expect.any(String) as string, reason: BODY.reason },
      },
    ]);
    expect(await statesOf(addressIds)).toEqual(['invalid suppressed', 'invalid suppressed']);
    await brake(id);
    expect(await waits()).toEqual(waiting);
    expect((await operator('POST', at(id, '/give-back'), BODY)).body).toEqual({ addresses: 2 });
    expect(await waits()).toEqual([]);
  });

  it('are given back by operators alone', async () => {
    const { id, addressIds } = await broadcast(1);
    await reject(id, addressIds);
    await brake(id);
    for (const who of ['penulis', 'kpu-aceh'] as const) {
      const ask = await signIn(publisher.url, who);
      expect((await ask('GET', at(id))).status).toBe(403);
      for (const act of ['/give-back', '/keep'])
        expect((await ask('POST', at(id, act), BODY)).status).toBe(403);
      expect((await ask('GET', '/api/v1/rejected-addresses')).status).toBe(403);
    }
    expect(await statesOf(addressIds)).toEqual(['invalid suppressed']);
  });
});
