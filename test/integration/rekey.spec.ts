import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { AUDIENCE_SECRETS, Audience, loadReferenceData } from '#audience';
import { ContactImport, ImportRepository } from '#audience/importing';
import { seedContacts } from '#audience/seeding';
import { DISPATCH_SECRETS } from '#dispatch';
import { NOTICE_SECRETS, writeNotice } from '#notices';
import { addressHash, Keys } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { STAFF_SECRETS } from '#staff';
import { type TestDatabase, testConfig, testDatabase } from '../factories/database.js';
import { pieces } from '../factories/pieces.js';
import { makeStaff } from '../factories/staff.js';

const run = promisify(execFile);
const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
const OLD = { DATA_KEY: `k1:${key(1)}`, HASH_KEY: key(2) };
const BOTH = { DATA_KEY: `k2:${key(8)},k1:${key(1)}`, HASH_KEY: `b:${key(9)},a:${key(2)}` };
const NEW = { DATA_KEY: `k2:${key(8)}`, HASH_KEY: `b:${key(9)}` };
const keysOf = (ring: typeof OLD): Keys => new Keys(testConfig('postgres://localhost/none', ring));

/** Columns of hashes that no key makes, or that stand there for a second: until their line is in the journal. */
const NOT_KEYED =
  /^(sessions|confirmations|preference_links)\.token_hash$|^audit_(seals|roots)\.hash$|^departures\.hash$|^machine_keys\.token_hash$|^logout_tokens\.id_hash$/;

describe('rekey', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await testDatabase();
    await db.source.transaction(loadReferenceData);
  });
  afterEach(() => db.drop());

  const rekey = (ring: typeof OLD = BOTH): Promise<{ code: number; out: string; err: string }> =>
    run(process.execPath, ['dist/apps/publisher/rekey.js'], { env: { DATABASE_URL: db.url, ...ring } }).then(
      ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
      (error: { code: number; stdout: string; stderr: string }) => ({
        code: error.code,
        out: error.stdout,
        err: error.stderr,
      }),
    );
  const columns = async (condition: string): Promise<string[]> =>
    (
      await rows<{ name: string }>(
        db.source.manager,
        `SELECT c.table_name || '.' || c.column_name AS name FROM information_schema.columns c
         JOIN information_schema.tables t USING (table_schema, table_name)
         WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND ${condition} ORDER BY 1`,
      )
    ).map(({ name }) => name);

  it('is told of every column that holds what a key has made', async () => {
    const libs = [AUDIENCE_SECRETS, STAFF_SECRETS, NOTICE_SECRETS, DISPATCH_SECRETS];
    const sealed = libs.flatMap((lib) => lib.sealed);
    expect(
      sealed.flatMap((one) => Object.keys(one.sealed).map((column) => `${one.name}.${column}`)).sort(),
    ).toEqual(await columns(`c.column_name LIKE '%ciphertext'`));
    expect(sealed.map(({ name, keyId }) => `${name}.${keyId}`).sort()).toEqual(
      await columns(`c.column_name LIKE '%key_id'`),
    );
    const hashed = libs.flatMap((lib) => lib.hashed.map(({ table, column }) => `${table}.${column}`)).sort();
    const stored = await columns(`c.column_name LIKE '%hash' AND c.data_type = 'bytea'`);
    expect(hashed).toEqual(stored.filter((name) => !NOT_KEYED.test(name)));
  });

  it('encrypts everything with the newest key, and says what the older ones are needed for', async () => {
    const old = keysOf(OLD);
    const { people } = await makeStaff(db.source, old);
    await seedContacts(db.source, old, { contacts: 3_500, seed: 3 });
    const places = await fill(db, old, people.penulis);

    const first = await rekey();
    expect(first).toMatchObject({ code: 0, err: '' });
    const kept = keysOf(NEW);
    for (const { sql, context, text } of places) {
      const found = await row<{ ciphertext: Buffer; keyId: string }>(db.source.manager, sql);
      expect([context, found && kept.open(found, context)]).toEqual([context, text]);
    }
    const wrong = await rows<{
      id: string;
      channel: string;
      ciphertext: Buffer;
      keyId: string;
      hash: Buffer;
    }>(db.source.manager, 'SELECT id, channel, ciphertext, key_id AS "keyId", hash FROM addresses').then(
      (all) =>
        all.filter(
          ({ id, channel, hash, ...one }) =>
            !addressHash(kept, channel, kept.open(one, `address\0${id}\0${channel}`)).equals(hash),
        ),
    );
    expect(wrong).toEqual([]);
    expect(first.out).toMatch(/DATA_KEY k1 may be taken away/);
    expect(first.out).toMatch(/HASH_KEY a is needed:\n/);
    expect(first.out).toMatch(/ 1 suppressions of addresses that nobody holds/);
    const noted = await rows(
      db.source.manager,
      `SELECT subject FROM audit_entries WHERE act = 'key.rekey' ORDER BY id`,
    );
    expect(noted).toEqual([{ subject: 'key:k2' }, { subject: 'key:b' }]);

    const second = await rekey();
    expect(second).toMatchObject({ code: 0 });
    expect(second.out).not.toMatch(/rows encrypted|moved to/);
    // A program with the settings of before goes on writing: the next run finds it.
    await writeNotice(db.source.manager, old, { ...NOTICE, expiresAt: new Date() });
    const alone = await rekey({ ...NEW, HASH_KEY: BOTH.HASH_KEY });
    expect(alone).toMatchObject({ code: 1 });
    expect(alone.out).toMatch(/DATA_KEY k1 is needed: 1 rows of notices, AND IS NOT HELD/);
    expect((await rekey()).out).toMatch(/notices: 1 rows encrypted with k2/);
  });

  it.each(['publisher', 'channel-worker', 'registrar'])(
    'has moved everything, so that %s does not start with the keys of before',
    async (program) => {
      await seedContacts(db.source, keysOf(NEW), { contacts: 5, seed: 3 });
      const env = {
        DATABASE_URL: db.url,
        ...OLD,
        PUBLIC_URL: 'https://siar.go.id',
        REGISTRAR_SECRET: 'registrar-secret-of-the-tests-000000',
        CHANNEL: 'email',
        SMTP_URL: 'smtp://127.0.0.1:9',
        STATE_DIR: process.env['TEST_STATE_DIR'] ?? '',
        LOG_LEVEL: 'silent',
        PORT: '0',
      };
      const started = run(process.execPath, [`dist/apps/${program}/main.js`], { env, timeout: 60_000 });
      await expect(started).rejects.toMatchObject({
        code: 2,
        stderr: `${program}: DATA_KEY lacks the key k2, which the oldest addresses are stored under: see docs/rotating-keys.md\n`,
      });
    },
  );

  it('names a row that does not decrypt, and brings the others on', async () => {
    const old = keysOf(OLD);
    for (const to of ['satu@example.id', 'dua@example.id'])
      await writeNotice(db.source.manager, old, { ...NOTICE, to, expiresAt: new Date() });
    await seedContacts(db.source, old, { contacts: 20, seed: 3 });
    await db.source.query(`UPDATE addresses SET ciphertext = '\\x00' WHERE id = 2`);
    await db.source.query(`UPDATE notices SET to_ciphertext = message_ciphertext WHERE id = 1`);
    const { code, out, err } = await rekey();
    expect([code, err]).toEqual([1, expect.stringMatching(/^rekey: 3 rows could not be brought/)]);
    expect(out).toMatch(/notices: 1 DO NOT DECRYPT: altered, or another key: \(1\)/);
    expect(out).toMatch(/notices: 1 rows encrypted/);
    expect(out).toMatch(/  addresses: 1 DO NOT DECRYPT.*: \(2\)\n(?:.*\n)*rekey: {3}addresses: \d+ moved/);
  });

  it('leaves a row that changes under it to the next run', async () => {
    const old = keysOf(OLD);
    await seedContacts(db.source, old, { contacts: 1, seed: 3 });
    const held = await row<{ id: string; channel: string }>(
      db.source.manager,
      'SELECT id, channel FROM addresses',
    );
    const context = `address\0${held?.id}\0${held?.channel}`;
    let running: ReturnType<typeof rekey> | undefined;
    await db.source.transaction(async (tx) => {
      // As a program does that has not got the new settings yet.
      const { ciphertext } = old.seal('pindah@example.id', context);
      await tx.query('UPDATE addresses SET ciphertext = $2 WHERE id = $1', [held?.id, ciphertext]);
      running = rekey();
      const waits = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      while ((await rows(db.source.manager, waits)).length === 0) await sleep(20);
    });
    await running;
    expect(await rekey()).toMatchObject({ code: 0 });
    const found = await row<{ ciphertext: Buffer; keyId: string; hash: Buffer }>(
      db.source.manager,
      'SELECT ciphertext, key_id AS "keyId", hash FROM addresses WHERE id = $1',
      [held?.id],
    );
    expect(found && keysOf(NEW).open(found, context)).toBe('pindah@example.id');
  });
});

const NOTICE = {
  kind: 'confirmation',
  channel: 'email',
  to: 'warga@example.id',
  message: { language: 'id', subject: 'Uji', text: 'Uji' },
} as const;

/** Stores a row in each table with encrypted columns; the contexts are the format in which installed databases hold them. */
async function fill(
  { source }: TestDatabase,
  keys: Keys,
  person: string,
): Promise<{ sql: string; context: string; text: string }[]> {
  const one = async (sql: string, parameters: unknown[] = []): Promise<string> =>
    (await row<{ id: string }>(source.manager, sql, parameters))?.id ?? '';
  const places: { sql: string; context: string; text: string }[] = [];
  const sealed = (text: string, context: string, from: string): [Buffer, string] => {
    places.push({ sql: `SELECT ${from}`, context, text });
    const { ciphertext, keyId } = keys.seal(text, context);
    return [ciphertext, keyId];
  };
  const usual = 'ciphertext, key_id AS "keyId" FROM';
  await source.query('UPDATE people SET totp_ciphertext = $2, totp_key_id = $3 WHERE id = $1', [
    person,
    ...sealed(
      'RAHASIA',
      `totp\0${person}`,
      `totp_ciphertext AS ciphertext, totp_key_id AS "keyId" FROM people WHERE id = ${person}`,
    ),
  ]);
  const own = `person-address\0${person}\0telegram`;
  await source.query(
    `INSERT INTO person_addresses (person_id, channel, ciphertext, key_id) VALUES ($1, 'telegram', $2, $3)`,
    [
      person,
      ...sealed(
        '7001',
        own,
        `${usual} person_addresses WHERE person_id = ${person} AND channel = 'telegram'`,
      ),
    ],
  );
  await source.query(
    `INSERT INTO address_codes (person_id, channel, ciphertext, key_id, code_hash, expires_at)
     VALUES ($1, 'telegram', $2, $3, $4, siar_now() + interval '1 minute')`,
    [person, ...sealed('7002', own, `${usual} address_codes`), keys.hash('address code', 'x')],
  );
  const signUp = await one(
    `INSERT INTO sign_ups (region_code, language, topics, preferred_channel, wording, expires_at)
     VALUES ('32.71', 'id', '{}', 'email', 'v1', siar_now() + interval '1 day') RETURNING id`,
  );
  await source.query(
    `INSERT INTO confirmations (id, sign_up_id, channel, token_hash, ciphertext, key_id, to_hash, expires_at)
     VALUES (71, $1, 'email', '\\x01', $2, $3, $4, siar_now() + interval '1 day')`,
    [
      signUp,
      ...sealed('menunggu@example.id', 'confirmation\0' + '71', `${usual} confirmations WHERE id = 71`),
      addressHash(keys, 'email', 'menunggu@example.id'),
    ],
  );
  await source.query(
    `INSERT INTO data_requests (id, wants, way, asker_ciphertext, asker_key_id, received_at, due_at, opened_by)
     VALUES (72, 'access', 'letter', $2, $3, '2026-01-31', timestamptz '2026-01-31' + interval '72 hours', $1)`,
    [
      person,
      ...sealed(
        'Ibu Siti',
        'data request\0' + '72',
        'asker_ciphertext AS ciphertext, asker_key_id AS "keyId" FROM data_requests',
      ),
    ],
  );
  await source.query(
    `INSERT INTO erasures (address_id, channel, ciphertext, key_id) VALUES (73, 'email', $1, $2)`,
    sealed('hapus@example.id', 'address\0' + '73\0email', `${usual} erasures`),
  );
  const imports = new ImportRepository(source, keys);
  const contacts = new ContactImport(source, keys, new Audience(source), imports);
  const csv = 'name,region,email,consent_source,consent_date\n,Atlantis,tolak@example.id,loket,2026-01-31\n';
  const { id } = await contacts.run(pieces(csv, 65_536), person, { codes: null, dryRun: false });
  const piece = await row<{ ciphertext: Buffer; keyId: string }>(
    source.manager,
    `SELECT ${usual} rejected_rows`,
  );
  const rejected = `rejected rows ${id} 0`;
  places.push({
    sql: `SELECT ${usual} rejected_rows`,
    context: rejected,
    text: piece ? keys.open(piece, rejected) : '',
  });
  await source.query(`INSERT INTO suppressions (channel, hash, reason) VALUES ('email', $1, 'erased')`, [
    addressHash(keys, 'email', 'hapus@example.id'),
  ]);
  const notice = await one(`SELECT max(id) + 1 AS id FROM (SELECT id FROM notices UNION SELECT 0) AS n`);
  await source.query(`SELECT setval(pg_get_serial_sequence('notices', 'id'), $1, false)`, [notice]);
  await writeNotice(source.manager, keys, { ...NOTICE, expiresAt: new Date() });
  for (const [column, text] of [
    ['to', NOTICE.to],
    ['message', JSON.stringify(NOTICE.message)],
  ] as const)
    places.push({
      sql: `SELECT ${column}_ciphertext AS ciphertext, key_id AS "keyId" FROM notices WHERE id = ${notice}`,
      context: `notice\0${notice}\0${column}`,
      text,
    });
  return places;
}
