/** The channels on which citizens can be reached. A new channel needs one folder and one line in the registry. */
export const CHANNELS = ['email', 'telegram', 'sms'] as const;
export type ChannelName = (typeof CHANNELS)[number];
