import { z } from 'zod';
import { settingShapes } from '#platform/config';
import type { Kind } from '../../accounts/account.js';
import type { TwilioSettings } from './settings.js';

/** Twilio, or whoever speaks its API. */
export const twilio: Kind<TwilioSettings> = {
  settings: z.object({
    accountSid: settingShapes.TWILIO_ACCOUNT_SID.unwrap(),
    authToken: settingShapes.TWILIO_AUTH_TOKEN.unwrap(),
    messagingServiceSid: settingShapes.TWILIO_MESSAGING_SERVICE_SID.unwrap(),
    apiRoot: settingShapes.TWILIO_API_ROOT,
  }),
  environment: {
    accountSid: 'TWILIO_ACCOUNT_SID',
    authToken: 'TWILIO_AUTH_TOKEN',
    messagingServiceSid: 'TWILIO_MESSAGING_SERVICE_SID',
    apiRoot: 'TWILIO_API_ROOT',
  },
  endpoint: ({ apiRoot }) => apiRoot,
  // The numbers and names behind it stand at Twilio alone.
  sender: (settings) => settings?.messagingServiceSid ?? null,
  open: async (account, config) => (await import('./twilio.channel.js')).openTwilio(account, config),
};
