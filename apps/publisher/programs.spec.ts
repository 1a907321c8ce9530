import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type TestDatabase, testDatabase } from '../../test/factories/database.js';

const run = promisify(execFile);

/** Runs a program as shipped, with only these environment variables. */
async function program(
  name: string,
  env: Record<string, string>,
  options: readonly string[] = [],
): Promise<{ code: number; out: string; err: string }> {
  const node = [`dist/apps/publisher/${name}.js`, ...options];
  return run(process.execPath, node, { env, timeout: 50_000 }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      ...error,
      out: error.stdout,
      err: error.stderr,
    }),
  );
}

describe('the publisher’s programs', () => {
  let db: TestDatabase;
  const settings = (): Record<string, string> => ({
    DATABASE_URL: db.url,
    DATA_KEY: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
    HASH_KEY: Buffer.alloc(32, 2).toString('base64'),
    PUBLIC_URL: 'https://siar.go.id',
  });
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.drop());

  it('migrate an empty database with only its address, and change nothing the second time', async () => {
    await db.source.query('DROP SCHEMA public CASCADE; DROP SCHEMA bullmq CASCADE; CREATE SCHEMA public');
    const first = await program('migrate', { DATABASE_URL: db.url });
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(/^migrate: First\d+/);
    const second = await program('migrate', { DATABASE_URL: db.url });
    expect(second).toEqual({ code: 0, out: 'migrate: nothing new\n', err: '' });
    const [counts] = await db.source.query<{ provinces: number }[]>(
      `SELECT count(*)::int AS provinces FROM regions WHERE kind = 'province'`,
    );
    expect(counts?.provinces).toBe(38);
  });

  it('create the first admins once, and print each password once', async () => {
    const { code, out } = await program('first-admin', settings());
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toEqual([
      expect.stringMatching(/: admin\.kementerian [\w-]{20}$/),
      expect.stringMatching(/: admin\.kementerian\.2 [\w-]{20}$/),
      expect.stringMatching(/: admin\.kpu [\w-]{20}$/),
      expect.stringMatching(/: admin\.kpu\.2 [\w-]{20}$/),
    ]);
    const again = await program('first-admin', settings());
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(again.err).toMatch(/^first-admin: There are people already.*\n$/);
  });

  it('open the account of an admin who lost everything', async () => {
    const { code, out } = await program('first-admin', settings(), ['--reset', 'admin.kpu']);
    expect([code, out]).toEqual([0, expect.stringMatching(/: admin\.kpu [\w-]{20}\n$/)]);
    const nobody = await program('first-admin', settings(), ['--reset', 'tidak-ada']);
    expect(nobody).toMatchObject({ code: 1, err: 'first-admin: There is no admin tidak-ada.\n' });
  });

  it.each(['migrate', 'first-admin', 'audit-verify', 'rekey', 'main'])(
    'name, in one line, the setting that %s misses',
    async (name) => {
      const { code, err } = await program(name, {});
      expect(code).toBe(2);
      expect(err).toMatch(/^[\w-]+: DATABASE_URL is missing.*\n$/);
    },
  );

  it('report, in one line, that the database cannot be reached', async () => {
    const { code, err } = await program('migrate', { DATABASE_URL: 'postgres://siar@localhost:9/siar' });
    expect(code).toBe(1);
    expect(err).toMatch(/^migrate: .*ECONNREFUSED.*\n$/);
  });
});
