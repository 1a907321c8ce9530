import { CHANNELS } from '#channels';
import { Keys } from '#platform/crypto';
import { createLogger, type Logger } from '#platform/logging';
import { Heartbeat } from '#platform/program';
import { type Publisher, startPublisher } from '../../apps/publisher/publisher.js';
import { checkAnswers } from './answers.js';
import { type TestDatabase, testConfig, testDatabase } from './database.js';
import { makeStaff, type TestStaff } from './staff.js';

/** A running publisher on its own database, with the cast of makeStaff in it. */
export interface TestPublisher extends Publisher {
  db: TestDatabase;
  staff: TestStaff;
  /** Writes a worker's heartbeats: without one every screen reports that nobody serves the channels. */
  worker: Heartbeat;
}

/**
 * Starts a publisher for a suite; stop() also drops its database.
 * @param more settings that differ from the tests' defaults
 */
export async function testPublisher(
  more: Record<string, string> = {},
  logger: Logger = createLogger('publisher', 'silent'),
): Promise<TestPublisher> {
  const db = await testDatabase();
  const config = testConfig(db.url, more);
  const staff = await makeStaff(db.source, new Keys(config));
  const worker = new Heartbeat(db.source, config, 'siar_worker', logger, () => undefined);
  await worker.serves(CHANNELS);
  worker.onApplicationBootstrap();
  const publisher = await startPublisher(config, logger);
  checkAnswers(publisher.app);
  const stop = async (): Promise<void> => {
    await worker.beforeApplicationShutdown();
    await publisher.stop();
    await db.drop();
  };
  return { ...publisher, db, staff, worker, stop };
}
