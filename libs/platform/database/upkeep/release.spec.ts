import { NestFactory } from '@nestjs/core';
import { type TestDatabase, testConfig, testDatabase } from '../../../../test/factories/database.js';
import { createLogger } from '../../logging/logging.js';
import { PlatformModule } from '../../platform.module.js';
import { migrate } from './migrate.js';
import { RELEASE } from './release.rules.js';

describe('a schema of another release', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterEach(async () => {
    await db.source.query('DELETE FROM schema_releases; DELETE FROM heartbeats');
    await db.source.query('INSERT INTO schema_releases (release) VALUES ($1)', [RELEASE]);
  });
  afterAll(() => db.drop());

  const isOf = (release: number): Promise<unknown> =>
    db.source.query('UPDATE schema_releases SET release = $1', [release]);
  const start = async (): Promise<void> => {
    const module = PlatformModule.forRoot(testConfig(db.url, {}), createLogger('test', 'silent'));
    const program = await NestFactory.createApplicationContext(module, {
      abortOnError: false,
      logger: false,
    });
    await program.close();
  };

  it('that is one ahead is taken by the programs, and two ahead by none', async () => {
    await isOf(RELEASE + 1);
    await start();
    await isOf(RELEASE + 2);
    await expect(start()).rejects.toThrow(`start the programs of release ${RELEASE + 2}`);
  });

  it('that is behind, or has never been migrated, is taken by none', async () => {
    await db.source.query('DELETE FROM schema_releases');
    await expect(start()).rejects.toThrow('run "npm run migrate"');
    await db.source.query('ALTER TABLE schema_releases RENAME TO elsewhere');
    await expect(start()).rejects.toThrow('run "npm run migrate"');
    await db.source.query('ALTER TABLE elsewhere RENAME TO schema_releases');
  });

  it('that is ahead is not migrated by older code, which would undo parts of it', async () => {
    await isOf(RELEASE + 1);
    await expect(migrate(db.url)).rejects.toThrow('would undo parts of it');
    await isOf(RELEASE);
    await db.source.query(`INSERT INTO heartbeats (program, name) VALUES ('worker', 'w')`);
    expect(await migrate(db.url)).toEqual([]);
  });
});
