import { setTimeout } from 'node:timers/promises';
import { type ChannelName, normaliseAddress } from '#channels';
import { Keys } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { type TestDatabase, testConfig, testDatabase } from '../../test/factories/database.js';
import { openAddress } from './addresses/addresses.js';
import { Audience } from './audience.js';
import { loadReferenceData } from './reference-data.js';
import { seedContacts } from './seeding/seed-contacts.js';

type Address = { id: string; channel: ChannelName };

describe('the audience', () => {
  let db: TestDatabase;
  let audience: Audience;
  const keys = new Keys(testConfig('postgres://localhost/none'));
  beforeAll(async () => {
    db = await testDatabase();
    audience = new Audience(db.source);
    await db.source.transaction(loadReferenceData);
    await seedContacts(db.source, keys, { contacts: 3_000, seed: 7 });
  });
  afterAll(() => db.drop());

  const someActive = async (channel: ChannelName, count: number): Promise<string[]> =>
    (
      await rows<Address>(
        db.source.manager,
        `SELECT id, channel FROM addresses WHERE state = 'active' AND channel = $1 ORDER BY random() LIMIT $2`,
        [channel, count],
      )
    ).map(({ id }) => id);
  const shown = (id: string) =>
    row<{ state: string; consented: boolean; reason: string | null; detail: string | null }>(
      db.source.manager,
      `SELECT a.state, s.reason, s.detail,
         EXISTS (SELECT FROM consents WHERE address_id = a.id AND withdrawn_at IS NULL) AS consented
       FROM addresses a LEFT JOIN suppressions s ON s.channel = a.channel AND s.hash = a.hash WHERE a.id = $1`,
      [id],
    );
  const one = async (channel: ChannelName): Promise<string> => {
    const [id] = await someActive(channel, 1);
    if (id === undefined) throw new Error('The seeder made no such address');
    return id;
  };

  it("stores addresses in their channel's normal form", async () => {
    const found = await rows<Address & { ciphertext: Buffer; keyId: string }>(
      db.source.manager,
      `SELECT id, channel, ciphertext, key_id AS "keyId" FROM addresses LIMIT 500`,
    );
    for (const address of found) {
      const to = openAddress(keys, address.id, address.channel, address);
      expect(normaliseAddress(address.channel, to)).toBe(to);
    }
  });

  describe('suppressing', () => {
    it('marks a dead address invalid and keeps the consent', async () => {
      const ids = await someActive('email', 50);
      await db.source.transaction((tx) => audience.suppress(tx, 'email', ids, 'dead-address', 'smtp 5.1.1'));
      for (const id of ids) {
        expect(await shown(id)).toEqual({
          state: 'invalid',
          consented: true,
          reason: 'dead-address',
          detail: 'smtp 5.1.1',
        });
      }
    });

    it('withdraws consent when the person declined', async () => {
      for (const reason of ['provider-opt-out', 'complaint'] as const) {
        const id = await one('sms');
        await db.source.transaction((tx) => audience.suppress(tx, 'sms', [id], reason, ''));
        expect(await shown(id)).toMatchObject({ state: 'unsubscribed', consented: false, reason });
      }
    });

    it('keeps the first reason but that somebody left, which any other replaces', async () => {
      const id = await one('email');
      const left = { state: 'unsubscribed', consented: false };
      await db.source.transaction((tx) => audience.leave(tx, id, 'gateway'));
      expect(await shown(id)).toEqual({ ...left, reason: 'left', detail: 'gateway' });
      await db.source.transaction((tx) => audience.suppress(tx, 'email', [id], 'dead-address', 'smtp 5.1.1'));
      await db.source.transaction((tx) => audience.suppress(tx, 'email', [id], 'complaint', ''));
      await db.source.transaction((tx) => audience.leave(tx, id, 'gateway'));
      expect(await shown(id)).toEqual({ ...left, reason: 'dead-address', detail: 'smtp 5.1.1' });
    });

    it('leaves addresses of another channel alone', async () => {
      const id = await one('email');
      await db.source.transaction((tx) => audience.suppress(tx, 'sms', [id], 'dead-address', ''));
      expect(await shown(id)).toMatchObject({ state: 'active', reason: null });
    });

    it('locks rows in order of id to avoid deadlocks', async () => {
      const [low = '', high = ''] = (
        await rows<{ id: string }>(
          db.source.manager,
          `SELECT id FROM addresses WHERE state = 'active' AND channel = 'email' ORDER BY id LIMIT 2`,
        )
      ).map(({ id }) => id);
      await db.source.query(`UPDATE addresses SET soft_failures = 0 WHERE id = $1`, [low]);
      const lying = await rows<{ id: string }>(
        db.source.manager,
        `SELECT id FROM addresses WHERE id IN ($1, $2) ORDER BY ctid`,
        [low, high],
      );
      expect(lying.map(({ id }) => id)).toEqual([high, low]);
      await db.source
        .transaction(async (other) => {
          await other.query(`SELECT FROM addresses WHERE id = $1 FOR UPDATE`, [low]);
          const suppressing = db.source.transaction(async (tx) => {
            await tx.query(`SET LOCAL enable_indexscan = off`);
            await audience.suppress(tx, 'email', [high, low], 'soft-failures', '');
          });
          const waits = () =>
            row(
              db.source.manager,
              `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
            );
          while ((await waits()) === undefined) await setTimeout(10);
          await other.query(`SELECT FROM addresses WHERE id = $1 FOR UPDATE NOWAIT`, [high]);
          return { suppressing };
        })
        .then(({ suppressing }) => suppressing);
      expect(await shown(high)).toMatchObject({ state: 'invalid', reason: 'soft-failures' });
    });
  });

  describe('leaving', () => {
    it('takes effect once and reports it', async () => {
      const id = await one('telegram');
      expect(await db.source.transaction((tx) => audience.leave(tx, id))).toBe(true);
      expect(await shown(id)).toMatchObject({ state: 'unsubscribed', consented: false, reason: 'left' });
      expect(await db.source.transaction((tx) => audience.leave(tx, id))).toBe(false);
      expect(await db.source.transaction((tx) => audience.leave(tx, '999999999'))).toBe(false);
    });

    it('counts once when two requests arrive at the same instant', async () => {
      const id = await one('sms');
      const both = await Promise.all([1, 2].map(() => db.source.transaction((tx) => audience.leave(tx, id))));
      expect(both.filter((changed) => changed)).toHaveLength(1);
    });
  });
});
