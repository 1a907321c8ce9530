import { randomBytes } from 'node:crypto';
import { DataSource } from 'typeorm';
import { type TestDatabase, testDatabase } from '../../../../test/factories/database.js';
import { testGateway } from '../../../../test/factories/gateway.js';
import { deliveryProgram } from '../../../../test/factories/program.js';
import { databaseOptions, rows } from '../database.js';
import { connectAs, type DatabaseRole, grantRights } from './grants.js';
import { migrate } from './migrate.js';

let db: TestDatabase;
const as = {} as Record<DatabaseRole, DataSource>;
beforeAll(async () => {
  db = await testDatabase();
  for (const role of ['siar_app', 'siar_worker', 'siar_registrar', 'siar_gateway'] as const)
    as[role] = await new DataSource(databaseOptions(db.url, 2, role)).initialize();
});
afterAll(async () => {
  for (const source of Object.values(as)) await source.destroy();
  await db.drop();
});

const REFUSED = /permission denied|must be owner|must be able to SET ROLE/;

describe('the role siar_app of the publisher', () => {
  it.each([
    ...['audit_entries', 'audit_seals', 'audit_roots'].flatMap((table) => [
      `UPDATE ${table} SET ${table === 'audit_entries' ? 'act = act' : 'hash = hash'}`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
      `ALTER TABLE ${table} DISABLE TRIGGER append_only`,
      `DROP TRIGGER append_only ON ${table}`,
      `DROP TABLE ${table}`,
    ]),
    'ALTER TABLE deliveries ADD COLUMN more text',
    'TRUNCATE deliveries',
    'UPDATE approved_submissions SET document = document',
    'UPDATE recording_pieces SET piece = piece',
    'CREATE TABLE mine (id int)',
    'CREATE SCHEMA mine',
    'CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$',
    'ALTER ROLE siar_app SUPERUSER',
    `SET session_replication_role = 'replica'`,
    `INSERT INTO migrations (timestamp, name) VALUES (1, 'x')`,
  ])('may not %s', async (sql) => {
    await expect(as.siar_app.query(sql)).rejects.toThrow(REFUSED);
  });

  it('inserts into every table, including the audit trail', async () => {
    const forgotten = await rows(
      db.source.manager,
      `SELECT relname FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname NOT IN ('migrations', 'definitions', 'schema_releases')
         AND NOT (has_table_privilege('siar_app', oid, 'SELECT') AND has_table_privilege('siar_app', oid, 'INSERT'))`,
    );
    expect(forgotten).toEqual([]);
    await as.siar_app.query(`INSERT INTO audit_entries (act, subject) VALUES ('uji', 'uji:1')`);
    const waiting = await rows(db.source.manager, 'SELECT FROM audit_waiting');
    expect(waiting).toHaveLength(1);
  });
});

describe.each(['siar_registrar', 'siar_gateway'] as const)('the role %s of the public side', (role) => {
  it.each([
    'SELECT document FROM submissions',
    'SELECT name FROM contacts',
    'SELECT restricted_at FROM contacts',
    'UPDATE contacts SET restricted_at = NULL',
    'DELETE FROM consents',
    'SELECT wording FROM consents',
    'UPDATE consents SET wording = wording',
    'SELECT password_hash FROM people',
    'SELECT username FROM people',
    'SELECT token_hash FROM sessions',
    'SELECT draft FROM broadcasts',
    'SELECT title FROM broadcasts',
    'SELECT state FROM deliveries',
    `UPDATE deliveries SET state = 'delivered'`,
    'DELETE FROM deliveries',
    `UPDATE broadcasts SET state = 'cancelled'`,
    'UPDATE submissions SET document = document',
    'INSERT INTO approved_shingles (hash, broadcast_id) VALUES (1, 1)',
    'DELETE FROM approved_shingles',
    'SELECT sha256 FROM recordings',
    'SELECT piece FROM recording_pieces',
    'SELECT FROM recording_uses',
    'UPDATE waves SET accepted = 0',
    'SELECT accepted FROM waves',
    'SELECT verdict FROM receipts',
    'UPDATE receipts SET applied_at = now()',
    'DELETE FROM sign_ups',
    'SELECT FROM audit_entries',
    'UPDATE audit_entries SET act = act',
    'DELETE FROM audit_waiting',
    `INSERT INTO audit_seals (position) VALUES (1)`,
    'SELECT FROM notices',
    'DELETE FROM notices',
    'SELECT FROM person_addresses',
    'SELECT FROM data_requests',
    'SELECT FROM erasures',
    'SELECT FROM rejected_rows',
    'SELECT FROM imported_addresses',
    'SELECT FROM elections',
    `INSERT INTO broadcasts (kind) VALUES ('urgent')`,
    'SELECT FROM bullmq.job',
    'CREATE TABLE mine (id int)',
  ])('may not %s', async (sql) => {
    await expect(as[role].query(sql)).rejects.toThrow(REFUSED);
  });
});

describe('the rights of the roles', () => {
  it('stay the same when they are granted again, also concurrently', async () => {
    const all = (): Promise<unknown[]> =>
      rows(
        db.source.manager,
        `SELECT grantee, table_name, column_name, privilege_type FROM information_schema.column_privileges
         WHERE table_schema = 'public' AND grantee LIKE 'siar\\_%' ORDER BY 1, 2, 3, 4`,
      );
    const before = await all();
    expect(before.length).toBeGreaterThan(100);
    await Promise.all([1, 2, 3, 4].map(() => grantRights(db.source)));
    expect(await all()).toEqual(before);
  });

  it('cover a new table after the next migration', async () => {
    await db.source.query('CREATE TABLE later (id int)');
    await expect(as.siar_app.query('SELECT FROM later')).rejects.toThrow(REFUSED);
    await grantRights(db.source);
    expect(await as.siar_app.query('SELECT FROM later')).toEqual([]);
    await expect(as.siar_gateway.query('SELECT FROM later')).rejects.toThrow(REFUSED);
    await db.source.query('DROP TABLE later');
  });

  it('bound a login that is a member of one role', async () => {
    const login = `siar_uji_${randomBytes(4).toString('hex')}`;
    await db.source.query(`CREATE ROLE ${login} LOGIN PASSWORD 'rahasia' IN ROLE siar_gateway`);
    const url = new URL(db.url);
    url.username = login;
    url.password = 'rahasia';
    const source = await new DataSource(databaseOptions(url.toString(), 2, 'siar_gateway')).initialize();
    try {
      expect(await source.query('SELECT id, name FROM organisations')).toEqual([]);
      for (const sql of ['SET ROLE siar_app', 'SET ROLE siar', 'SELECT name FROM contacts'])
        await expect(source.query(sql)).rejects.toThrow(/permission denied/);
      await source.query('RESET ROLE');
      await expect(source.query('SELECT name FROM contacts')).rejects.toThrow(/permission denied/);
      const other = new DataSource(databaseOptions(url.toString(), 2, 'siar_app'));
      await expect(other.initialize()).rejects.toThrow(/permission denied to set role/);
    } finally {
      await source.destroy();
      await db.source.query(`DROP ROLE ${login}`);
    }
  });

  it('are granted by an owner who is no superuser, too', async () => {
    const name = `siar_uji_${randomBytes(4).toString('hex')}`;
    await db.source.query(`CREATE ROLE ${name} LOGIN PASSWORD 'rahasia'`);
    await db.source.query(`CREATE DATABASE ${name} OWNER ${name}`);
    const url = new URL(db.url);
    url.username = name;
    url.password = 'rahasia';
    url.pathname = `/${name}`;
    try {
      expect(await migrate(url.toString())).not.toEqual([]);
      const owned = await new DataSource(databaseOptions(url.toString(), 1)).initialize();
      try {
        const [rights] = await owned.query<{ reads: boolean; readsPeople: boolean }[]>(
          `SELECT has_table_privilege('siar_gateway', 'approved_submissions', 'SELECT') AS reads,
             has_table_privilege('siar_gateway', 'contacts', 'SELECT') AS "readsPeople"`,
        );
        expect(rights).toEqual({ reads: true, readsPeople: false });
      } finally {
        await owned.destroy();
      }
    } finally {
      await db.source.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await db.source.query(`DROP ROLE ${name}`);
    }
  });

  it('apply to the programs', async () => {
    const who = 'SELECT current_user AS role';
    const site = await testGateway();
    const program = await deliveryProgram(site.config);
    try {
      expect(await site.gateway.app.get(DataSource).query(who)).toEqual([{ role: 'siar_gateway' }]);
      expect(await program.get(DataSource).query(who)).toEqual([{ role: 'siar_app' }]);
    } finally {
      await program.close();
      await site.stop();
    }
  });

  it('are requested beside the options of the URL', () => {
    expect(
      connectAs('postgres://a:b@h:1/d?options=-c%20statement_timeout%3D5s&sslmode=require', 'siar_app', {
        statement_timeout: 13_000,
      }),
    ).toEqual({
      connectionString: 'postgres://a:b@h:1/d?sslmode=require',
      options: '-c statement_timeout=13000 -c statement_timeout=5s -c role=siar_app',
    });
  });
});
