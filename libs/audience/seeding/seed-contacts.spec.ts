import { CHANNELS } from '#channels';
import { addressHash, Keys } from '#platform/crypto';
import { rows } from '#platform/database';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { openAddress } from '../addresses/addresses.js';
import { loadReferenceData } from '../reference-data.js';
import { seedContacts } from './seed-contacts.js';

type Stored = {
  id: string;
  contact: string;
  channel: (typeof CHANNELS)[number];
  state: string;
  ciphertext: Buffer;
  keyId: string;
  hash: Buffer;
  person: string;
  suppressed: boolean;
  consented: boolean;
};

const stored = (db: TestDatabase): Promise<Stored[]> =>
  rows<Stored>(
    db.source.manager,
    `SELECT a.id, a.contact_id AS contact, a.channel, a.state, a.ciphertext, a.key_id AS "keyId", a.hash,
       concat_ws('|', c.region_code, c.name, c.language, c.topics, c.preferred_channel) AS person,
       EXISTS (SELECT FROM suppressions s WHERE s.channel = a.channel AND s.hash = a.hash) AS suppressed,
       EXISTS (SELECT FROM consents o WHERE o.address_id = a.id AND withdrawn_at IS NULL AND given_at < siar_now()) AS consented
     FROM addresses a JOIN contacts c ON c.id = a.contact_id`,
  );

describe('seedContacts', () => {
  const contacts = 5_000;
  const databases: TestDatabase[] = [];
  const keys = new Keys(testConfig('postgres://localhost/none'));
  const decrypted = async (db: TestDatabase): Promise<string[]> =>
    (await stored(db))
      .map(
        (one) => `${one.person}|${one.channel}|${one.state}|${openAddress(keys, one.id, one.channel, one)}`,
      )
      .sort();

  beforeAll(async () => {
    for (const _ of [1, 2]) {
      const db = await testDatabase();
      databases.push(db);
      await db.source.transaction(loadReferenceData);
      await seedContacts(db.source, keys, { contacts, seed: 42 });
    }
  });
  afterAll(() => Promise.all(databases.map((db) => db.drop())));
  const first = (): TestDatabase => databases[0] as TestDatabase;
  const second = (): TestDatabase => databases[1] as TestDatabase;

  it('generates the same people in two databases', async () => {
    const people = await decrypted(first());
    expect(people.length).toBeGreaterThan(contacts);
    expect(await decrypted(second())).toEqual(people);
  });

  it("seeds all 38 provinces in proportion to their voters, and every regency that its province's share reaches", async () => {
    const found = await rows<{
      code: string;
      seeded: number;
      quota: number;
      regencies: number;
      spread: number;
    }>(
      first().source.manager,
      `SELECT p.code, count(*)::int AS seeded, p.registered_voters * $1::float8 / 203056748 AS quota,
         count(DISTINCT c.region_code)::int AS spread,
         (SELECT count(*)::int FROM regions r WHERE r.parent_code = p.code) AS regencies
       FROM regions p JOIN contacts c ON c.province_code = p.code GROUP BY p.code`,
      [contacts],
    );
    expect(found).toHaveLength(38);
    expect(found.reduce((sum, province) => sum + province.seeded, 0)).toBe(contacts);
    for (const { seeded, quota, spread, regencies } of found) {
      expect(Math.abs(seeded - quota)).toBeLessThan(1);
      expect(spread).toBe(Math.min(seeded, regencies));
    }
  });

  it('hashes each address under HASH_KEY, binds it to its row, and records consent', async () => {
    for (const one of (await stored(first())).slice(0, 500)) {
      expect(one.hash).toEqual(addressHash(keys, one.channel, openAddress(keys, one.id, one.channel, one)));
      expect(() => openAddress(keys, `${one.id}0`, one.channel, one)).toThrow();
      expect(one.consented).toBe(true);
    }
  });

  it('marks half a per cent of the addresses dead and suppressed, and no other', async () => {
    const addresses = await stored(first());
    const dead = addresses.filter((address) => address.state === 'invalid');
    expect(dead.length / addresses.length).toBeGreaterThan(0.002);
    expect(dead.length / addresses.length).toBeLessThan(0.009);
    expect(addresses.filter((address) => address.suppressed)).toEqual(dead);
  });

  it('refuses a repeated seed with a reason, and accepts another one', async () => {
    await expect(seedContacts(second().source, keys, { contacts: 100, seed: 42 })).rejects.toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('seed 42') as string,
    });
    const told: number[] = [];
    await seedContacts(second().source, keys, { contacts: 4_500, seed: 43 }, (written) => told.push(written));
    expect(told).toHaveLength(3);
    expect(told.at(-1)).toBe(4_500);
    const counted = await rows<{ n: number }>(
      second().source.manager,
      `SELECT count(*)::int AS n FROM contacts`,
    );
    expect(counted[0]?.n).toBe(contacts + 4_500);
  });

  it('requires the reference data', async () => {
    const empty = await testDatabase();
    databases.push(empty);
    await expect(seedContacts(empty.source, keys, { contacts: 1, seed: 1 })).rejects.toMatchObject({
      kind: 'invalid',
    });
  });
});
