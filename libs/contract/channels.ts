import type { ScreenLanguage } from './lists.js';

/** The channels on which citizens can be reached. docs/channels.md says what a new one needs. */
export const CHANNELS = ['email', 'telegram', 'sms'] as const;
export type ChannelName = (typeof CHANNELS)[number];

interface ChannelNames {
  /** Within a sentence for staff, by its language. */
  staff: Readonly<Record<ScreenLanguage, string>>;
  /** For citizens, the same in both languages: within a sentence, and alone as a heading or label. */
  citizens: string;
  heading: string;
}

/** What each channel is called outside the console, whose own words are `channels` in apps/console/src/words. */
export const CHANNEL_NAMES: Readonly<Record<ChannelName, ChannelNames>> = {
  email: { staff: { id: 'surel', en: 'e-mail' }, citizens: 'e-mail', heading: 'E-mail' },
  telegram: { staff: { id: 'Telegram', en: 'Telegram' }, citizens: 'Telegram', heading: 'Telegram' },
  sms: { staff: { id: 'SMS', en: 'SMS' }, citizens: 'SMS', heading: 'SMS' },
};
