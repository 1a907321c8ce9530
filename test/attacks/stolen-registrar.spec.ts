import { randomBytes } from 'node:crypto';
import { record, Sealer, verify } from '#audit';
import { Database, databaseOptions, row, rows } from '#platform/database';
import { createLogger } from '#platform/logging';
import { type TestDatabase, testDatabase } from '../factories/database.js';

/** A stolen registrar: its login to the database, and what it could do to the trail. */
describe('a registrar’s login', () => {
  let db: TestDatabase;
  let login: string;
  let thief: Database;
  let sealer: Sealer;
  beforeAll(async () => {
    db = await testDatabase();
    sealer = new Sealer(db.source, createLogger('test', 'silent'));
    login = `siar_maling_${randomBytes(4).toString('hex')}`;
    await db.source.query(`CREATE ROLE ${login} LOGIN PASSWORD 'rahasia' IN ROLE siar_registrar`);
    const url = new URL(db.url);
    url.username = login;
    url.password = 'rahasia';
    thief = await new Database(databaseOptions(url.toString(), 2, 'siar_registrar')).initialize();
  });
  afterAll(async () => {
    await thief?.destroy();
    await db?.source.query(`DROP ROLE ${login}`);
    await db?.drop();
  });

  it.each([
    `INSERT INTO audit_entries (actor_id, act, subject) VALUES (1, 'broadcast.approve', 'broadcast:1')`,
    `INSERT INTO audit_entries (id, act, subject) VALUES (9999, 'uji', 'uji:1')`,
    `INSERT INTO audit_entries (at, act, subject) VALUES ('2020-01-01', 'uji', 'uji:1')`,
    'INSERT INTO audit_waiting (entry_id) VALUES (1)',
    'INSERT INTO audit_waiting SELECT generate_series(1, 200000)',
    'INSERT INTO audit_seals (position) VALUES (1)',
  ])('may not %s', async (sql) => {
    await expect(thief.query(sql)).rejects.toThrow(/permission denied/);
  });

  it('writes into the trail as Siar, and what it writes is sealed', async () => {
    await record(thief.manager, { actorId: null, act: 'uji', subject: 'uji:1' });
    expect(await rows(db.source.manager, 'SELECT actor_id, act FROM audit_entries')).toEqual([
      { actor_id: null, act: 'uji' },
    ]);
    expect(await sealer.seal()).toBe(1);
  });

  it.each([
    ['a number beyond any in JavaScript', `'{"n": 1e400}'`],
    ['another within a list', `'{"n": [{"m": -1e400}]}'`],
    [
      'more levels than a reader can go down',
      `('{"n": ' || repeat('[', 3000) || repeat(']', 3000) || '}')::jsonb`,
    ],
    ['as much as no program can hold two thousand of', `jsonb_build_object('n', repeat('x', 1000000))`],
    ['nothing that can be shown', `'null'`],
  ])('writes no entry that stops all seals: with %s', async (_, detail) => {
    const entry = `INSERT INTO audit_entries (act, subject, detail) VALUES ('uji', 'uji:9', ${detail})`;
    await expect(thief.query(entry)).rejects.toThrow(/check constraint|too long/);
    await record(db.source.manager, { actorId: null, act: 'uji', subject: 'uji:1' });
    expect(await sealer.seal()).toBeGreaterThan(0);
  });

  it('stops neither acts nor seals by anything that waits for a seal', async () => {
    const { manager } = db.source;
    await record(manager, { actorId: null, act: 'uji', subject: 'uji:2' });
    // As the owner, because no other role may: ids that have a seal, that wait already, and that will be assigned.
    await db.source.query('INSERT INTO audit_waiting SELECT generate_series(1, 10) ON CONFLICT DO NOTHING');
    await record(manager, { actorId: null, act: 'uji', subject: 'uji:3' });
    await sealer.seal();
    await record(manager, { actorId: null, act: 'uji', subject: 'uji:4' });
    await sealer.seal();
    expect(await verify(db.source)).toMatchObject({ broken: null });
    expect(await row(manager, 'SELECT FROM audit_waiting')).toBeUndefined();
  });
});
