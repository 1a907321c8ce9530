// The accounts by which each channel sends, from settings.
export type { Account, WarmUp } from './account.js';
export {
  accountKinds,
  type AccountsConfig,
  accountsOf,
  channelRate,
  channelRates,
  type Identity,
  identityOf,
  routesOf,
  isConfigured,
  openAccount,
  sendersOf,
} from './accounts.js';
