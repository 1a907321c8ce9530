import { Keys } from '#platform/crypto';
import { rows } from '#platform/database';
import { createLogger } from '#platform/logging';
import { type TestDatabase, testConfig, testDatabase } from '../../test/factories/database.js';
import { makeStaff, PASSWORD } from '../../test/factories/staff.js';
import { Issuer } from './issuer/issuer.js';
import { IssuerLogout } from './issuer/issuer-logout.js';
import { Sessions } from './sign-in/sessions.js';
import { StaffTasks } from './staff.tasks.js';

describe('what staff forgets', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.drop());

  it('deletes ended sessions, old counts of attempts and used logout tokens, and nothing that still counts', async () => {
    const config = testConfig(db.url);
    const keys = new Keys(config);
    await makeStaff(db.source, keys);
    const sessions = new Sessions(db.source, keys, config);
    const origin = { address: '203.0.113.1', userAgent: '' };
    for (const username of ['penulis', 'operator'])
      await sessions.signIn({ username, password: PASSWORD }, origin);
    const left = (table: string) => rows(db.source.manager, `SELECT FROM ${table}`);
    for (const [table, ends] of [
      ['sessions', 'expires_at'],
      ['sign_in_failures', 'window_ends_at'],
    ])
      await db.source.query(
        `UPDATE ${table} SET ${ends} = siar_now() - interval '1 s' WHERE ctid = (SELECT min(ctid) FROM ${table})`,
      );
    await db.source.query(
      `INSERT INTO logout_tokens (id_hash, expires_at)
       VALUES (sha256('a'), siar_now() - interval '1 s'), (sha256('b'), siar_now() + interval '1 min')`,
    );
    const counts = (await left('sign_in_failures')).length;
    const logout = new IssuerLogout(new Issuer(config, createLogger('publisher', 'silent')), db.source);
    await new StaffTasks(db.source, sessions, logout).forget();
    expect(await left('sessions')).toHaveLength(1);
    expect(await left('sign_in_failures')).toHaveLength(counts - 1);
    expect(await left('logout_tokens')).toHaveLength(1);
  });
});
