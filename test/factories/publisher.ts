import { createLogger, Keys, type Logger } from '#platform';
import { type Publisher, startPublisher } from '../../apps/publisher/publisher.js';
import { type TestDatabase, testConfig, testDatabase } from './database.js';
import { makeStaff, type TestStaff } from './staff.js';

/** A running publisher on a database of its own, with the cast of makeStaff in it. */
export interface TestPublisher extends Publisher {
  db: TestDatabase;
  staff: TestStaff;
}

/**
 * Starts a publisher for a suite; stop() also drops its database.
 * @param more settings that differ from the tests' usual ones
 */
export async function testPublisher(
  more: Record<string, string> = {},
  logger: Logger = createLogger('publisher', 'silent'),
): Promise<TestPublisher> {
  const db = await testDatabase();
  const config = testConfig(db.url, more);
  const staff = await makeStaff(db.source, new Keys(config));
  const publisher = await startPublisher(config, logger);
  const stop = async (): Promise<void> => {
    await publisher.stop();
    await db.drop();
  };
  return { ...publisher, db, staff, stop };
}
