import { z } from 'zod';
import { settingShapes } from '#platform/config';
import type { Kind } from '../accounts/account.js';
import type { SmtpSettings } from './smtp-settings.js';

/** A mail server. The sender, the bounce domain and the DKIM key are those of the installation, whatever server. */
export const smtp: Kind<SmtpSettings> = {
  settings: z.object({ url: settingShapes.SMTP_URL.unwrap() }),
  environment: { url: 'SMTP_URL' },
  endpoint: ({ url }) => url,
  sender: (_, { EMAIL_FROM }) => EMAIL_FROM,
  open: async (account, config) => (await import('./email.channel.js')).openEmail(account, config),
};
