import { ConfigError } from './config-error.js';
import { type Config, loadSettings } from './config.js';

/**
 * All settings of the gateway. It is the only public program, so it holds nothing that decrypts an address, sends, or
 * proves a token (docs/threats.md): neither DATA_KEY nor HASH_KEY, nor a provider's credentials, nor access to the
 * queue.
 */
export const GATEWAY_SETTINGS = [
  'DATABASE_URL',
  'DATABASE_POOL',
  'DATABASE_TIMEOUT_SECONDS',
  'PORT',
  'HOST',
  'PUBLIC_URL',
  'SHORT_URL',
  'REGISTRAR_URL',
  'REGISTRAR_SECRET',
  'TRUST_PROXY',
  'LOG_LEVEL',
  'METRICS_TOKEN',
  'SECURITY_CONTACT',
  'MINISTRY_NAME',
  'COMMISSION_NAME',
  'MINISTRY_MARK',
  'COMMISSION_MARK',
  'SENDER_NAME',
  'TRAINING',
  'EMAIL_BOUNCE_SECRET',
  'TELEGRAM_WEBHOOK_SECRET',
  'TELEGRAM_BOT_NAME',
  'TELEGRAM_LINK_ROOT',
] as const satisfies readonly (keyof Config)[];

/** The gateway's settings, validated. */
export type GatewaySettings = Pick<Config, (typeof GATEWAY_SETTINGS)[number]>;

/** Picks the gateway's settings from a larger set. */
export const gatewaySettingsOf = (config: GatewaySettings): GatewaySettings =>
  Object.fromEntries(GATEWAY_SETTINGS.map((name) => [name, config[name]])) as unknown as GatewaySettings;

/**
 * Reads the gateway's settings, once, at start.
 * @throws ConfigError with one line: the setting and its expected value
 */
export function loadGatewaySettings(env: Record<string, string | undefined>): GatewaySettings {
  const settings = loadSettings(env, GATEWAY_SETTINGS);
  if (settings.REGISTRAR_SECRET === undefined)
    throw new ConfigError('REGISTRAR_SECRET is missing; see .env.example');
  return settings;
}
