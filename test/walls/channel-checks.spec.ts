import { CHANNELS } from '#contract';
import { testDatabase, type TestDatabase } from '../factories/database.js';

describe('the lists of channels in the database', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.drop());

  it('have every channel, so that a new one needs a migration', async () => {
    const checks: { name: string; definition: string }[] = await db.source.query(
      `SELECT conrelid::regclass || ' ' || conname AS name, pg_get_constraintdef(oid) AS definition
       FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace ORDER BY 1`,
    );
    const listing = checks.filter(
      ({ definition }) => /'telegram'/.test(definition) && /'sms'/.test(definition),
    );
    expect(listing.length).toBeGreaterThan(10);
    expect(
      listing.flatMap(({ name, definition }) =>
        CHANNELS.filter((channel) => !definition.includes(`'${channel}'`)).map(
          (channel) => `${name}: ${channel}`,
        ),
      ),
    ).toEqual([]);
  });
});
