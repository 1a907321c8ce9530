import type { INestApplicationContext } from '@nestjs/common';
import { approvedFor, forget } from '../../../test/factories/crowd.js';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { deliveryProgram } from '../../../test/factories/program.js';
import { Database, rows } from '#platform/database';
import { createLogger } from '#platform/logging';
import { QueueFeeder } from '../flow-control/queue-feeder.js';
import { Fence } from '../recovery/fence.js';
import { Readiness } from './readiness.js';

/** Two seconds, in minutes. */
const SOON = 2 / 60;

describe('readiness', () => {
  let db: TestDatabase;
  let app: INestApplicationContext;

  beforeAll(async () => {
    db = await testDatabase();
    app = await deliveryProgram(testConfig(db.url));
  });
  afterEach(() => forget(db.source));
  afterAll(async () => {
    await app.close();
    await db.drop();
  });

  const readiness = (): Readiness =>
    new Readiness({
      channel: 'email',
      database: app.get(Database),
      config: { DATABASE_POOL: 3 },
      feed: app.get(QueueFeeder),
      fence: app.get(Fence),
      logger: createLogger('test', 'silent'),
    });

  it('comes shortly before a wave of the channel is due, once, and claims nothing', async () => {
    const { waves } = await approvedFor(db.source, [{ state: 'planned', due: SOON }]);
    await db.source.query(`INSERT INTO batches (wave_id, no, size) VALUES ($1, 0, 1)`, [waves[0]]);
    const ready = readiness();
    expect(await ready.look()).toBe(true);
    expect(await ready.look()).toBe(false);
    expect(await rows(db.source.manager, 'SELECT FROM claims')).toEqual([]);
    expect(await rows(db.source.manager, 'SELECT state FROM waves')).toEqual([{ state: 'planned' }]);
    expect(await rows(db.source.manager, 'SELECT state FROM batches')).toEqual([{ state: 'waiting' }]);
  });

  it('does not come for waves that are due later, are out, or of another channel', async () => {
    await approvedFor(db.source, [
      { state: 'planned', due: 1 },
      { state: 'released', due: SOON, regionCode: '91' },
      { state: 'planned', due: SOON, channel: 'sms' },
    ]);
    expect(await readiness().look()).toBe(false);
  });

  it('plans the statements of claims on several connections', async () => {
    await approvedFor(db.source, [{ state: 'planned', due: SOON }]);
    await readiness().look();
    const planned = await app
      .get(Database)
      .transaction((tx) =>
        rows<{ name: string }>(
          tx,
          `SELECT name FROM pg_prepared_statements WHERE name = ANY ($1) ORDER BY name`,
          [['begin claim', 'claim', 'settle', 'close batches', 'top']],
        ),
      );
    expect(planned.map(({ name }) => name)).toEqual([
      'begin claim',
      'claim',
      'close batches',
      'settle',
      'top',
    ]);
  });
});
