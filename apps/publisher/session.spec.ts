import { createLogger, Keys } from '#platform';
import { type TestDatabase, testConfig, testDatabase } from '../../test/factories/database.js';
import { asking, makeStaff, signIn } from '../../test/factories/staff.js';
import { type Publisher, startPublisher } from './publisher.js';

describe('signing in', () => {
  let db: TestDatabase;
  let publisher: Publisher;
  beforeAll(async () => {
    db = await testDatabase();
    const config = testConfig(db.url);
    await makeStaff(db.source, new Keys(config));
    publisher = await startPublisher(config, createLogger('publisher', 'silent'));
  });
  afterAll(async () => {
    await publisher.stop();
    await db.drop();
  });

  it('gives a session that knows who asks, until they sign out', async () => {
    const ask = await signIn(publisher.url, 'kpu-aceh');
    const shown = await ask('GET', '/api/v1/session');
    expect(shown.status).toBe(200);
    expect(shown.body).toMatchObject({
      username: 'kpu-aceh',
      roles: ['reviewer'],
      organisation: { kind: 'kpu', regionCode: '11' },
    });
    expect((await ask('DELETE', '/api/v1/session')).status).toBe(204);
    expect((await ask('GET', '/api/v1/session')).status).toBe(401);
  });
});
