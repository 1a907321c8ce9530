import type { ChannelName } from '#contract';
import { ConfigError } from './config-error.js';

type Endpoint = 'SMTP_URL' | 'TELEGRAM_API_ROOT' | 'TWILIO_API_ROOT';
/** The setting that locates each channel's provider. Those of accounts are checked where their file is read. */
const ENDPOINTS: Readonly<Record<ChannelName, Endpoint>> = {
  email: 'SMTP_URL',
  telegram: 'TELEGRAM_API_ROOT',
  sms: 'TWILIO_API_ROOT',
};
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

type Kind = { TRAINING: boolean; SANDBOX_URL?: string | undefined };

/**
 * Checks that a training installation sends to the sandbox alone: every provider's endpoint must be on this machine, or
 * at the host of SANDBOX_URL.
 * @throws ConfigError that names the endpoint which is neither
 */
export function refuseRealProviders(config: Kind & Partial<Record<Endpoint, string | undefined>>): void {
  for (const name of Object.values(ENDPOINTS)) refuseRealProvider(config, name, config[name]);
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
