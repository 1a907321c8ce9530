import { ConfigError } from './config-error.js';
import { row, type Tx } from '../database/database.js';

/** The settings that locate each channel's provider. */
const PROVIDERS = ['SMTP_URL', 'TELEGRAM_API_ROOT', 'TWILIO_API_ROOT'] as const;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

type Kind = { TRAINING: boolean; SANDBOX_URL?: string | undefined };

/**
 * Checks that a training installation sends to the sandbox alone: every provider's endpoint must be on this machine, or
 * at the host of SANDBOX_URL.
 * @throws ConfigError that names the endpoint which is neither
 */
export function refuseRealProviders(
  config: Kind & Partial<Record<(typeof PROVIDERS)[number], string | undefined>>,
): void {
  for (const name of PROVIDERS) refuseRealProvider(config, name, config[name]);
}

/** As refuseRealProviders, of one endpoint. @param name what names the endpoint: a setting, or a place in a file */
export function refuseRealProvider(config: Kind, name: string, endpoint: string | undefined): void {
  if (!config.TRAINING || endpoint === undefined) return;
  const { hostname } = new URL(endpoint);
  if (LOOPBACK.test(hostname)) return;
  if (config.SANDBOX_URL && hostname === new URL(config.SANDBOX_URL).hostname) return;
  throw new ConfigError(
    `${name} leads to ${hostname}, but with TRAINING=true every provider must be the sandbox: on this machine, or at the host of SANDBOX_URL`,
  );
}

/**
 * Checks that the database is of this kind. From its first start on, a database is for training or for real use: the
 * sandbox must not report a real broadcast as sent, and an exercise must not reach people.
 * @throws ConfigError when the database is of the other kind
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
