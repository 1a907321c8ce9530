import { type Gateway, startGateway } from '../../apps/gateway/gateway.js';
import { type Config, createLogger, Keys } from '#platform';
import { type TestDatabase, testConfig, testDatabase } from './database.js';

/** Secrets the gateway of a test is given. */
export const SECRETS = {
  TWILIO_AUTH_TOKEN: 'twilio-secret-of-the-tests',
  EMAIL_BOUNCE_SECRET: 'bounce-secret-of-the-tests',
  TELEGRAM_WEBHOOK_SECRET: 'telegram-secret-of-the-tests',
  METRICS_TOKEN: 'metrics-secret-of-the-tests',
};

/** A gateway that listens, on a database of its own. */
export interface TestGateway {
  url: string;
  gateway: Gateway;
  db: TestDatabase;
  keys: Keys;
  config: Config;
  stop(): Promise<void>;
}

/** Starts one. @param more settings that differ */
export async function testGateway(more: Record<string, string> = {}): Promise<TestGateway> {
  const db = await testDatabase();
  const config = testConfig(db.url, { ...SECRETS, ...more });
  const gateway = await startGateway(config, createLogger('gateway', 'silent'));
  return {
    url: gateway.url,
    gateway,
    db,
    keys: new Keys(config),
    config,
    stop: async () => {
      await gateway.stop();
      await db.drop();
    },
  };
}
