import { Keys } from '#platform/crypto';
import { rows } from '#platform/database';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { makeStaff, type TestStaff } from '../../../test/factories/staff.js';
import { resetLostAdmin } from './break-glass.js';
import { hashPassword } from '../sign-in/password.js';
import { Sessions } from '../sign-in/sessions.js';
import { Staff } from '../staff.js';

describe('an admin without any credentials', () => {
  let db: TestDatabase;
  let keys: Keys;
  let staff: TestStaff;
  beforeAll(async () => {
    db = await testDatabase();
    keys = new Keys(testConfig(db.url));
    staff = await makeStaff(db.source, keys);
  });
  afterAll(() => db.drop());

  const reset = (username: string) => db.source.transaction((tx) => resetLostAdmin(tx, keys, username, 24));

  it('gets a one-time password from the host, and every national admin is notified', async () => {
    await db.source.query(`INSERT INTO person_roles (person_id, role) VALUES ($1, 'operator'), ($1, 'dpo')`, [
      staff.people['kpu-admin'],
    ]);
    await db.source.query('UPDATE people SET disabled_at = siar_now() WHERE id = $1', [
      staff.people['kpu-admin'],
    ]);
    const { oneTimePassword } = await reset('kpu-admin');
    const config = testConfig(db.url);
    const { person } = await new Sessions(db.source, keys, config).signIn(
      { username: 'kpu-admin', password: oneTimePassword },
      { address: '203.0.113.1', userAgent: '' },
    );
    // The other guarded roles wait, as after any reset.
    expect(person).toMatchObject({ roles: ['admin'], duty: 'change-password' });
    const told = await rows<{ personId: string }>(
      db.source.manager,
      `SELECT person_id AS "personId" FROM notices WHERE kind = 'alert' ORDER BY person_id`,
    );
    expect(new Set(told.map(({ personId }) => personId))).toEqual(
      new Set([staff.people['kpu-admin'], staff.people.admin]),
    );
    const trail = await rows<{ actor: string | null; detail: object }>(
      db.source.manager,
      `SELECT actor_id AS actor, detail FROM audit_entries WHERE act = 'person.break-glass'`,
    );
    expect(trail).toEqual([{ actor: null, detail: { told: 2, unreachable: 0 } }]);
  });

  it('is refused when two other admins can reset them, and so is a person who is no admin', async () => {
    await expect(reset('kpu-nasional')).rejects.toMatchObject({ kind: 'not-found' });
    await expect(reset('tidak-ada')).rejects.toMatchObject({ kind: 'not-found' });
    const passwordHash = await hashPassword('tidak dipakai sini');
    await db.source.transaction(async (tx) => {
      for (const n of [2, 3])
        await new Staff(keys).addPerson(tx, {
          organisationId: staff.organisations.kpu,
          username: `kpu-admin-${n}`,
          name: 'Admin',
          roles: ['admin'],
          passwordHash,
          mustChangePassword: false,
        });
    });
    await expect(reset('kpu-admin')).rejects.toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('kpu-admin-2, kpu-admin-3'),
    });
  });
});
