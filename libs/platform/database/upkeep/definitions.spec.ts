import { type TestDatabase, testDatabase } from '../../../../test/factories/database.js';
import { applyDefinitions, definitions } from './definitions.js';
import { rows } from '../database.js';

describe('applyDefinitions', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.drop());

  const apply = (): Promise<string[]> => db.source.transaction(applyDefinitions);

  it('applies each file once', async () => {
    expect(await apply()).toEqual([]);
  });

  it('applies a file again when its text has changed', async () => {
    const files = definitions().map(({ file }) => file);
    const [changed = ''] = files;
    await db.source.query(`UPDATE definitions SET digest = 'of an older text' WHERE file = $1`, [changed]);
    expect(await apply()).toEqual([changed]);
    await db.source.query('DELETE FROM definitions');
    expect(await apply()).toEqual(files);
  });

  it('forgets a file that no longer exists', async () => {
    const file = 'libs/gone/sql/renamed.sql';
    await db.source.query(`INSERT INTO definitions VALUES ($1, 'a digest')`, [file]);
    expect(await apply()).toEqual([]);
    expect(await rows(db.source.manager, 'SELECT FROM definitions WHERE file = $1', [file])).toEqual([]);
  });

  it('times out on a locked table and names the file', async () => {
    const file = 'libs/audit/sql/append-only.sql';
    await db.source.query('DELETE FROM definitions WHERE file = $1', [file]);
    await db.source.transaction(async (holder) => {
      await holder.query('LOCK TABLE audit_entries IN ROW EXCLUSIVE MODE');
      await expect(db.source.transaction((tx) => applyDefinitions(tx, 100))).rejects.toThrow(
        `${file} waits for a table that is in use`,
      );
    });
    expect(await apply()).toEqual([file]);
  });

  it('covers every function, trigger and view, except functions that a table column needs', async () => {
    const found = await rows<{ name: string }>(
      db.source.manager,
      `SELECT 'FUNCTION ' || proname AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace
         AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
       UNION ALL SELECT 'VIEW ' || viewname FROM pg_views WHERE schemaname = 'public'
       UNION ALL SELECT 'TRIGGER ' || tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
         WHERE NOT tgisinternal AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
    );
    const text = definitions()
      .map(({ sql }) => sql)
      .join('\n');
    const elsewhere = found.filter(
      ({ name }) => !new RegExp(`^CREATE (OR REPLACE )?${name}\\b`, 'm').test(text),
    );
    expect([...new Set(elsewhere.map(({ name }) => name))]).toEqual([
      'FUNCTION broadcast_id_at',
      'FUNCTION next_broadcast_id',
      'FUNCTION regions_over',
      'FUNCTION siar_now',
    ]);
  });
});
