import { writeNotice } from '#notices';
import { addressHash, Keys } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { runningBroadcast } from '../../../test/factories/ledger.js';
import { pieces } from '../../../test/factories/pieces.js';
import { moveAddress } from './addresses.js';
import { Audience } from '../audience.js';
import { ContactImport } from '../importing/contact-import.js';
import { ImportRepository } from '../importing/import-repository.js';
import { mustFitAddresses } from './fitting-keys.js';
import { joinWith, type Wish } from '../joining/memberships.js';
import { lookUpHash } from './look-up.js';
import { loadReferenceData } from '../reference-data.js';
import { Rights } from '../rights/rights.js';
import { renewAddresses } from '../stored-secrets.js';
import { Suppressions } from '../suppressions/suppressions.js';

const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
const keysOf = (ring: string): Keys => new Keys(testConfig('postgres://localhost/none', { HASH_KEY: ring }));
const before = keysOf(key(2));
const during = keysOf(`b:${key(3)},a:${key(2)}`);
const notYet = keysOf(`a:${key(2)},b:${key(3)}`);
const after = keysOf(`b:${key(3)},a:${key(2)}:lookup`);

const WISH: Wish = { regionCode: '32.71', language: 'id', topics: [], preferredChannel: 'email' };
const HEADER = 'name,region,email,consent_source,consent_date';

describe('an address during a rotation of HASH_KEY', () => {
  let db: TestDatabase;
  let actor: string;
  beforeAll(async () => {
    db = await testDatabase();
    await db.source.transaction(loadReferenceData);
    const made = await row<{ id: string }>(
      db.source.manager,
      `WITH office AS (INSERT INTO organisations (kind, name) VALUES ('ministry', 'Kementerian') RETURNING id)
       INSERT INTO people (organisation_id, username, name, password_hash) SELECT id, 'petugas', 'P', 'x' FROM office RETURNING id`,
    );
    actor = made?.id ?? '';
  });
  afterAll(() => db.drop());

  const join = (keys: Keys, to: string): Promise<string | null> =>
    db.source.transaction((tx) =>
      joinWith(tx, keys, null, WISH, { channel: 'email', to, source: 'web', wording: 'v1' }),
    );
  const imported = (keys: Keys, addresses: readonly string[], dryRun = false) => {
    const contacts = new ContactImport(
      db.source,
      keys,
      new Audience(db.source),
      new ImportRepository(db.source, keys),
    );
    const lines = addresses.map((to) => `,Kota Bogor,${to},loket,2026-01-31`);
    return contacts.run(pieces([HEADER, ...lines].join('\n'), 65_536), actor, {
      codes: 'kemendagri',
      dryRun,
    });
  };
  /** The keys under which an address is stored, and whether a suppression finds it. */
  const held = (to: string) =>
    rows<{ key: string; reason: string | null }>(
      db.source.manager,
      `SELECT hash_key(a.hash) AS key, s.reason FROM addresses a
         LEFT JOIN suppressions s ON s.channel = a.channel AND s.hash = a.hash
       WHERE a.channel = 'email' AND a.hash = ANY ($1::bytea[])`,
      [[before, during].map((keys) => addressHash(keys, 'email', to))],
    );
  const under = async (table: string, column: string): Promise<(string | null)[]> =>
    (
      await rows<{ key: string | null }>(db.source.manager, `SELECT hash_key(${column}) AS key FROM ${table}`)
    ).map((one) => one.key);

  it('is found under the newest key with all that is stored of it', async () => {
    const to = 'semua@example.id';
    await join(before, to);
    await new Suppressions(db.source, before, new Audience(db.source)).add(
      { channel: 'email', to },
      'uji',
      actor,
    );
    const expiresAt = new Date(Date.now() + 3_600_000);
    const message = { language: 'id', subject: 'Uji', text: 'Uji' } as const;
    await db.source.transaction((tx) =>
      writeNotice(tx, before, { kind: 'preferences', channel: 'email', to, message, expiresAt }),
    );
    expect([await held(to), await under('notices', 'to_hash')]).toEqual([
      [{ key: 'a', reason: 'staff' }],
      ['a'],
    ]);

    const found = await new Suppressions(db.source, during, new Audience(db.source)).find(
      { channel: 'email', to },
      actor,
    );
    expect(found).toMatchObject({ state: 'invalid', suppression: { reason: 'staff' } });
    expect([await held(to), await under('notices', 'to_hash')]).toEqual([
      [{ key: 'b', reason: 'staff' }],
      ['b'],
    ]);
    expect(await join(during, to)).toBeNull();
    // A program whose older key is still the first finds it too.
    expect(await join(notYet, to)).toBeNull();
    expect(await held(to)).toEqual([{ key: 'a', reason: 'staff' }]);
  });

  it('is neither joined nor imported a second time', async () => {
    const to = 'sekali@example.id';
    const contact = await join(before, to);
    expect(await imported(during, [to], true)).toMatchObject({ added: 0 });
    expect(await imported(during, [to, 'baru@example.id'])).toMatchObject({ added: 1 });
    expect(await held('baru@example.id')).toEqual([{ key: 'b', reason: null }]);
    expect(await join(during, to)).toBe(contact);
    expect(await join(after, to)).toBe(contact);
    expect(await held(to)).toEqual([{ key: 'b', reason: null }]);
  });

  it('stays away once its owner was erased, also where the older key only looks up', async () => {
    const to = 'hapus@example.id';
    const contact = (await join(before, to)) ?? '';
    await new Rights(db.source, before).erase(contact, { actorId: null });
    expect(await imported(after, [to])).toMatchObject({ added: 0, skipped: 1 });
    expect(await imported(keysOf(`b:${key(3)}`), [to])).toMatchObject({ added: 0, skipped: 1 });
  });

  it('is erased with what was stored of it under another key', async () => {
    const to = 'lengkap@example.id';
    const contact = (await join(before, to)) ?? '';
    await db.source.query('DELETE FROM notices');
    const message = { language: 'id', subject: 'Uji', text: 'Uji' } as const;
    const expiresAt = new Date(Date.now() + 3_600_000);
    for (const keys of [before, during])
      await db.source.transaction((tx) =>
        writeNotice(tx, keys, { kind: 'preferences', channel: 'email', to, message, expiresAt }),
      );
    expect((await new Rights(db.source, during).look(contact))?.notices).toHaveLength(2);
    await new Rights(db.source, during).erase(contact, { actorId: null });
    expect(await under('notices', 'to_hash')).toEqual([]);
  });

  it('is joined once by programs that write under different keys at the same moment', async () => {
    const names = Array.from({ length: 12 }, (_, n) => `serentak${n}@example.id`);
    await Promise.all(
      names
        .flatMap((to) => [during, notYet, during].map((keys) => join(keys, to)))
        .concat([during, notYet].map((keys) => imported(keys, names).then(() => null))),
    );
    for (const to of names) expect(await held(to)).toHaveLength(1);
  });

  it('keeps of two suppressions the one that its owner cannot lift', async () => {
    const suppress = (keys: Keys, to: string, reason: string): Promise<unknown> =>
      db.source.query(`INSERT INTO suppressions (channel, hash, reason) VALUES ('email', $1, $2)`, [
        addressHash(keys, 'email', to),
        reason,
      ]);
    const kept = async (older: string, newer: string): Promise<unknown> => {
      const to = `${older}.${newer}@example.id`;
      await suppress(before, to, older);
      await suppress(during, to, newer);
      const hash = await lookUpHash(db.source.manager, during, 'email', to);
      return rows(
        db.source.manager,
        `SELECT reason, hash = $1 AS newest FROM suppressions WHERE hash = ANY ($2::bytea[])`,
        [hash, [hash, addressHash(before, 'email', to)]],
      );
    };
    expect(await kept('complaint', 'left')).toEqual([{ reason: 'complaint', newest: true }]);
    expect(await kept('left', 'complaint')).toEqual([{ reason: 'complaint', newest: true }]);
    expect(await kept('erased', 'left')).toEqual([{ reason: 'left', newest: true }]);
  });

  it('is not taken by another contact whose provider moves it there', async () => {
    const addressOf = async (to: string): Promise<string> =>
      (
        await row<{ id: string }>(db.source.manager, 'SELECT id FROM addresses WHERE hash = $1', [
          addressHash(before, 'email', to),
        ])
      )?.id ?? '';
    const [from, there, away] = ['dari@example.id', 'ada@example.id', 'pergi@example.id'];
    for (const to of [from, there]) await join(before, to);
    const id = await addressOf(from);
    await db.source.transaction((tx) => moveAddress(tx, during, id, 'email', there));
    expect(await addressOf(from)).toBe(id);
    // Who left under the older key stays away at the new address.
    await db.source.query(`INSERT INTO suppressions (channel, hash, reason) VALUES ('email', $1, 'left')`, [
      addressHash(before, 'email', away),
    ]);
    await db.source.transaction((tx) => moveAddress(tx, during, id, 'email', away));
    expect(await held(away)).toEqual([{ key: 'a', reason: 'left' }]);
  });

  it('is remembered in the broadcasts it was deleted from', async () => {
    const sent = await runningBroadcast(db.source, before, { channel: 'email', states: ['accepted'] });
    const [to = ''] = sent.addresses;
    await db.source.query('UPDATE waves SET first_handover_at = siar_now() WHERE id = $1', [sent.waveId]);
    await db.source.query('DELETE FROM addresses WHERE id = $1', [sent.addressIds[0]]);
    expect(await under('deleted_recipients', 'hash')).toEqual(['a']);
    await join(during, to);
    expect(await under('deleted_recipients', 'hash')).toEqual(['b']);
  });

  it('stops a program whose keys are others than those of the addresses', async () => {
    const fits = (more: Record<string, string>): Promise<void> =>
      mustFitAddresses(db.source.manager, new Keys(testConfig('postgres://localhost/none', more)));
    await renewAddresses(db.source, during, () => undefined);
    await fits({ HASH_KEY: `b:${key(3)}` });
    await fits({ HASH_KEY: `a:${key(2)},b:${key(3)}` });
    await expect(fits({ HASH_KEY: key(2) })).rejects.toThrow(
      'HASH_KEY lacks the key which the oldest addresses are stored under',
    );
    await expect(fits({ HASH_KEY: `b:${key(7)}` })).rejects.toThrow('HASH_KEY lacks the key which');
    await expect(fits({ DATA_KEY: `k1:${key(7)}` })).rejects.toThrow('DATA_KEY holds another key k1 than');
    await expect(fits({ DATA_KEY: `k2:${key(1)}` })).rejects.toThrow('DATA_KEY lacks the key k1, which');
    // One that somebody altered stops nobody.
    await db.source.query(`UPDATE addresses SET key_id = 'x' WHERE id = (SELECT min(id) FROM addresses)`);
    await fits({ HASH_KEY: `b:${key(3)}` });
  });

  it('is moved by its own words, also from a key that is lost', async () => {
    const lost = keysOf(`c:${key(4)}`);
    const to = 'hilang@example.id';
    await join(lost, to);
    expect((await renewAddresses(db.source, during, () => undefined)).done).toBeGreaterThan(0);
    expect(await held(to)).toEqual([{ key: 'b', reason: null }]);
    const left = await rows(db.source.manager, `SELECT FROM addresses WHERE hash_key(hash) <> 'b'`);
    expect([left.length, await renewAddresses(db.source, during, () => undefined)]).toEqual([
      0,
      { done: 0, broken: [] },
    ]);
  });
});
