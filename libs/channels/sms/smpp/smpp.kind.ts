import type { Kind } from '../../accounts/account.js';
import { type SmppSettings, smppSettings } from './settings.js';

/** An operator or aggregator with SMPP 3.4. Its settings do not fit into the environment: it stands in the file alone. */
export const smpp: Kind<SmppSettings> = {
  settings: smppSettings,
  environment: null,
  endpoint: ({ url }) =>
    `${url.tls ? 'smpps' : 'smpp'}://${url.host.includes(':') ? `[${url.host}]` : url.host}:${url.port}`,
  sender: (settings) => settings?.source.address ?? null,
  open: async ({ name, settings }, { PROVIDER_TIMEOUT_SECONDS }) =>
    (await import('./smpp.channel.js')).openSmpp(
      { name, ...settings },
      { timeoutMs: PROVIDER_TIMEOUT_SECONDS * 1_000 },
    ),
};
