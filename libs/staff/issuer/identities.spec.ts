import { Keys } from '#platform/crypto';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { makeStaff, type TestStaff } from '../../../test/factories/staff.js';
import { expectIdentity, linkIdentity } from './identities.js';

const OLD = Buffer.alloc(32, 2).toString('base64');
const NEW = Buffer.alloc(32, 3).toString('base64');
const keysOf = (ring: string): Keys => new Keys(testConfig('postgres://localhost/none', { HASH_KEY: ring }));

describe('an invitation by an address at the issuer, while HASH_KEY is rotated', () => {
  let db: TestDatabase;
  let staff: TestStaff;
  const before = keysOf(OLD);
  const after = keysOf(`b:${NEW},a:${OLD}`);
  beforeAll(async () => {
    db = await testDatabase();
    staff = await makeStaff(db.source, before);
  });
  afterAll(() => db.drop());

  it('is found under the older key, and is not given twice', async () => {
    const email = 'penulis@kementerian.example';
    await db.source.transaction((tx) => expectIdentity(tx, before, staff.people.penulis, email));
    await expect(
      db.source.transaction((tx) => expectIdentity(tx, after, staff.people.operator, email)),
    ).rejects.toMatchObject({ code: 'issuer-email-taken' });
    const claims = { issuer: 'https://login.example', subject: 'p-1' };
    expect(await db.source.transaction((tx) => linkIdentity(tx, after, claims, email))).toBe(
      staff.people.penulis,
    );
  });
});
