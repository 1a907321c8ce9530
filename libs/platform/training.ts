import { ConfigError } from './config-error.js';
import { row, type Tx } from './database.js';

/** Stands before every message of a training installation, so that none is ever taken for the real thing. */
export const TRAINING_MARK = '[LATIHAN]';

/** The settings that say where each channel's provider is. */
const PROVIDERS = ['SMTP_URL', 'TELEGRAM_API_ROOT', 'TWILIO_API_ROOT'] as const;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * A training installation sends into the sandbox alone: every provider's endpoint is on this machine, or where SANDBOX_URL
 * says that the sandbox is.
 * @throws ConfigError that names the endpoint which is neither
 */
export function refuseRealProviders(
  config: { TRAINING: boolean } & Partial<
    Record<'SANDBOX_URL' | (typeof PROVIDERS)[number], string | undefined>
  >,
): void {
  if (!config.TRAINING) return;
  const sandbox = config.SANDBOX_URL && new URL(config.SANDBOX_URL).hostname;
  for (const name of PROVIDERS) {
    const endpoint = config[name];
    if (endpoint === undefined) continue;
    const { hostname } = new URL(endpoint);
    if (LOOPBACK.test(hostname) || hostname === sandbox) continue;
    throw new ConfigError(
      `${name} leads to ${hostname}, but with TRAINING=true every provider must be the sandbox: on this machine, or at the host of SANDBOX_URL`,
    );
  }
}

/**
 * A database is for training or for real, from its first start on: what was approved for real must not be called sent
 * by a sandbox, nor an exercise go out to people.
 * @throws ConfigError when it is the other
 */
export async function mustBeSameKind(tx: Tx, training: boolean): Promise<void> {
  await tx.query('INSERT INTO installation (training) VALUES ($1) ON CONFLICT DO NOTHING', [training]);
  const found = await row<{ training: boolean }>(tx, 'SELECT training FROM installation');
  if (found?.training === training) return;
  const kind = found?.training ? 'a training installation' : 'real';
  throw new ConfigError(
    `TRAINING=${training} does not fit DATABASE_URL: that database is ${kind}, and stays so`,
  );
}
