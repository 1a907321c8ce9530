/** Channels that the sandbox emulates. */
export const CHANNELS = ['email', 'telegram', 'sms'] as const;
export type ChannelName = (typeof CHANNELS)[number];

/** One message to one person, as accepted by a provider. Parsed lazily: most are never opened. */
export interface Arrival {
  readonly channel: ChannelName;
  /** E-mail address of the envelope, Telegram chat id, or E.164 number. */
  readonly to: string;
  /** Envelope sender, bot id, or sender of the SMS. */
  readonly from: string;
  /** When the provider had received all of it: milliseconds since 1970. */
  readonly at: number;
  /** The provider's id: queue id, message_id, or Message SID. */
  readonly providerId: string;
  /** Approximate bytes in memory. */
  readonly size: number;
  /** Everything but the text: envelope, headers, buttons, callback URL. */
  handedOver(): string;
  /** The same for the latest edit; absent on channels without edits. */
  revised?(): string;
  /** When the sender deleted it. */
  readonly deletedAt?: string | null;
  /** Content as the person sees it, with further details; serialised to JSON as is. */
  open(): Promise<Content>;
}

export interface Content {
  text: string;
  subject?: string;
  html?: string;
  [more: string]: unknown;
}
