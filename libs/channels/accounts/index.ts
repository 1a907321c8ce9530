// The accounts by which each channel sends, from settings.
export type { Account, WarmUp } from './account.js';
export {
  accountKinds,
  type AccountsConfig,
  accountsOf,
  channelRate,
  channelRates,
  routesOf,
  isConfigured,
  openAccount,
} from './accounts.js';
