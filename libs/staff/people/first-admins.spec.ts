import { Keys } from '#platform/crypto';
import { row } from '#platform/database';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { createFirstAdmins } from './first-admins.js';
import { Sessions } from '../sign-in/sessions.js';
import { Staff } from '../staff.js';

const names = { ministry: 'Kementerian', commission: 'KPU' };

describe('the first admins', () => {
  let db: TestDatabase;
  let staff: Staff;
  beforeAll(async () => {
    db = await testDatabase();
    staff = new Staff(new Keys(testConfig(db.url)));
  });
  afterAll(() => db.drop());

  it('are two of the ministry and two of KPU, created once, with passwords that must be changed', async () => {
    const admins = await db.source.transaction((tx) => createFirstAdmins(tx, staff, names));
    expect(admins.map(({ organisation }) => organisation)).toEqual([
      'Kementerian',
      'Kementerian',
      'KPU',
      'KPU',
    ]);
    const config = testConfig(db.url);
    const sessions = new Sessions(db.source, new Keys(config), config);
    for (const { username, oneTimePassword } of admins) {
      const { person } = await sessions.signIn(
        { username, password: oneTimePassword },
        { address: '203.0.113.1', userAgent: '' },
      );
      expect(person).toMatchObject({ roles: ['admin'], duty: 'change-password' });
    }
    await expect(db.source.transaction((tx) => createFirstAdmins(tx, staff, names))).rejects.toMatchObject({
      kind: 'conflict',
    });
    const people = await row<{ n: number }>(db.source.manager, 'SELECT count(*)::int AS n FROM people');
    expect(people?.n).toBe(4);
  });
});

describe('the database', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.drop());

  it('refuses a reviewer in a ministry', async () => {
    const staff = new Staff(new Keys(testConfig(db.url)));
    const adding = db.source.transaction(async (tx) => {
      const ministry = await staff.addOrganisation(tx, { kind: 'ministry', name: 'M', regionCode: null });
      await staff.addPerson(tx, {
        organisationId: ministry.id,
        username: 'orang',
        name: 'Orang',
        roles: ['reviewer'],
        passwordHash: 'x',
        mustChangePassword: false,
      });
    });
    await expect(adding).rejects.toThrow(/only people of KPU/);
  });
});
