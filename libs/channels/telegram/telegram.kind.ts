import type { Kind } from '../accounts/account.js';
import type { TelegramSettings } from './telegram-settings.js';

/**
 * The bot. There is one: a bot may write only to people who have written to it, so that a second one could take none of
 * the first one's copies.
 */
export const telegram: Kind<TelegramSettings> = {
  settings: null,
  environment: { token: 'TELEGRAM_BOT_TOKEN', apiRoot: 'TELEGRAM_API_ROOT' },
  endpoint: ({ apiRoot }) => apiRoot,
  sender: (_, { TELEGRAM_BOT_NAME }) => (TELEGRAM_BOT_NAME ? `@${TELEGRAM_BOT_NAME}` : null),
  open: async (account, config) => (await import('./telegram.channel.js')).openTelegram(account, config),
};
