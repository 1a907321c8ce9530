/** The channels on which citizens can be reached. docs/channels.md says what a new one needs. */
export const CHANNELS = ['email', 'telegram', 'sms'] as const;
export type ChannelName = (typeof CHANNELS)[number];
