import { type Gateway, startGateway } from '../../apps/gateway/gateway.js';
import { type Registrar, startRegistrar } from '../../apps/registrar/registrar.js';
import type { Config } from '#platform/config';
import { Keys } from '#platform/crypto';
import { createLogger, type Logger } from '#platform/logging';
import { type TestDatabase, testConfig, testDatabase } from './database.js';

/** Secrets of a test's gateway and registrar. */
export const SECRETS = {
  TWILIO_AUTH_TOKEN: 'twilio-secret-of-the-tests',
  EMAIL_BOUNCE_SECRET: 'bounce-secret-of-the-tests',
  TELEGRAM_WEBHOOK_SECRET: 'telegram-secret-of-the-tests',
  METRICS_TOKEN: 'metrics-secret-of-the-tests',
  REGISTRAR_SECRET: 'registrar-secret-of-the-tests-000000',
};

/** A listening gateway with its registrar, on its own database. */
export interface TestGateway {
  url: string;
  gateway: Gateway;
  registrar: Registrar;
  db: TestDatabase;
  keys: Keys;
  config: Config;
  stop(): Promise<void>;
}

/** Starts a gateway and a registrar. @param more settings that differ from the defaults */
export async function testGateway(more: Record<string, string> = {}): Promise<TestGateway> {
  const db = await testDatabase();
  const { config, gateway, registrar, stop } = await startPublicSide(
    testConfig(db.url, { ...SECRETS, ...more }),
    createLogger('gateway', 'silent'),
  );
  return {
    url: gateway.url,
    gateway,
    registrar,
    db,
    keys: new Keys(config),
    config,
    stop: async () => {
      await stop();
      await db.drop();
    },
  };
}

/** Starts a registrar on any free port, and the gateway that calls it. @param port the gateway's */
export async function startPublicSide(
  config: Config,
  logger: Logger,
  port = config.PORT,
): Promise<{ gateway: Gateway; registrar: Registrar; config: Config; stop: () => Promise<void> }> {
  const registrar = await startRegistrar({ ...config, PORT: 0 }, logger);
  try {
    const known = { ...config, REGISTRAR_URL: registrar.url };
    const gateway = await startGateway({ ...known, PORT: port }, logger);
    const stop = async (): Promise<void> => {
      await gateway.stop();
      await registrar.stop();
    };
    return { gateway, registrar, config: known, stop };
  } catch (error) {
    await registrar.stop();
    throw error;
  }
}
