/** The channels the sandbox stands in for. */
export const CHANNELS = ['email', 'telegram', 'sms'] as const;
export type ChannelName = (typeof CHANNELS)[number];

/** One message to one person that a provider has taken. Read lazily: most are never looked at. */
export interface Arrival {
  readonly channel: ChannelName;
  /** E-mail address of the envelope, Telegram chat id, or E.164 number. */
  readonly to: string;
  /** Envelope sender, bot id, or sender of the SMS. */
  readonly from: string;
  /** When the provider had all of it: milliseconds since 1970. */
  readonly at: number;
  /** What the provider calls it: queue id, message_id, or Message SID. */
  readonly providerId: string;
  /** Bytes it keeps in memory, roughly. */
  readonly size: number;
  /** Everything that came with it but its text: envelope, headers, buttons, callback URL. */
  handedOver(): string;
  /** The same of what the sender put in its place afterwards; absent where nothing can be changed. */
  revised?(): string;
  /** When the sender took it back. */
  readonly deletedAt?: string | null;
  /** What a person would see, and what else is worth showing; goes into JSON as it is. */
  open(): Promise<Content>;
}

export interface Content {
  text: string;
  subject?: string;
  html?: string;
  [more: string]: unknown;
}
