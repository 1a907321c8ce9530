/** The channels on which citizens can be reached. docs/channels.md says what a new one needs. */
export const CHANNELS = ['email', 'telegram', 'sms'] as const;
export type ChannelName = (typeof CHANNELS)[number];

/** Their names within a sentence for staff. */
export const CHANNEL_NAMES: Readonly<Record<'id' | 'en', Readonly<Record<ChannelName, string>>>> = {
  id: { email: 'surel', telegram: 'Telegram', sms: 'SMS' },
  en: { email: 'e-mail', telegram: 'Telegram', sms: 'SMS' },
};
