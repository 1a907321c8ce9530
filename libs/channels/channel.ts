import type { Moment } from '#platform';

/** The channels a citizen can be reached on. A new one is one folder and one line in the registry. */
export const CHANNELS = ['email', 'telegram', 'sms'] as const;
export type ChannelName = (typeof CHANNELS)[number];

/** A button under a message: sends `data` back to the bot, or opens `url`. */
export type Button = { text: string; data: string } | { text: string; url: string };

/** Who takes the messages to an address: a mailbox provider, an operator, or whoever registered a domain. */
export interface Carrier {
  name: string;
  /** Whether it serves so many that its refusals alone say something of the sender or the list. */
  large: boolean;
}

/** One message to one person, rendered and ready: an adapter adds only its provider's protocol. */
export interface OutgoingMessage {
  /** E-mail address, Telegram chat id, or E.164 number. */
  to: string;
  /** E-mail only: who a copy is from, as KPU approved it; left out of a notice, which is from whom the settings name. */
  sender?: { name: string; address: string };
  /** E-mail only. */
  subject?: string;
  /** Plain text: e-mail's text part, Telegram's text (not yet escaped), the SMS. */
  text: string;
  /** E-mail only: the HTML part. */
  html?: string;
  /** Telegram only: rows of buttons of this message's own. */
  buttons?: readonly (readonly Button[])[];
  /** ISO 639 code, such as `id`. */
  language: string;
  /** Unforgeable, names this copy: goes into the VERP envelope and the receipt callback URL. */
  token: string;
  /** The same for each attempt at this copy: the left part of the Message-ID. */
  messageId: string;
  /** Null on a notice. A button or header may carry it so that the person can leave. */
  broadcastId: string | null;
  /** RFC 8058 HTTPS address; null on a notice, which cannot be unsubscribed from. */
  unsubscribeUrl: string | null;
  /** Opens the public page of the broadcast; null on a notice. */
  verifyUrl: string | null;
  /** Nothing may arrive after this instant. */
  expiresAt: Date;
  /** Handing it over is not begun at this instant or later: its lease or its life would not outlast that. */
  startBy?: Moment;
  /** When it is sent, by the database's clock; left out: by this machine's. */
  date?: Date;
}

/**
 * What became of one hand-over: errors carry policy. One place (deliveries) turns each into a ledger state.
 * `reason` is a short stable code such as `smtp 5.1.1`, `telegram 403 blocked`, `twilio 21211`: never a text with an
 * address in it.
 */
export type Outcome =
  /** The provider took it. `reason`: what it did with it, where that is not a matter of course. */
  | { kind: 'accepted'; providerId?: string; reason?: string }
  /** It did not go out, for a reason of this person's own; the same may work later (not before afterMs, where given). */
  | { kind: 'retry'; reason: string; afterMs?: number }
  /**
   * It did not go out because the provider as such is not there: no connection, no name, no TLS, "closing", an HTTP 5xx.
   * Says nothing about this person, whose try does not count; after a few in a row nothing more is handed over.
   */
  | { kind: 'away'; reason: string }
  /** No message will ever reach this address: suppress it. */
  | { kind: 'dead'; reason: string }
  /** The person told the provider to stop: suppress it. */
  | { kind: 'opted_out'; reason: string }
  /** It will never work for this message, and says nothing about the address. */
  | { kind: 'failed'; reason: string }
  /**
   * Whoever serves this person refuses the sender or the content. Never blames the citizen; whether it is the sender's
   * fault or one domain's policy is judged by how many say so: then the broadcast pauses.
   */
  | { kind: 'sender_at_fault'; reason: string }
  /**
   * Certain to be about us, whoever the message is for: the account is refused, the relay refuses us before a recipient
   * is named, a key is missing. Pauses the broadcast at once.
   */
  | { kind: 'own_fault'; reason: string }
  /** The provider says slow down; it did not go out. Binds the whole account for afterMs. */
  | { kind: 'slow_down'; reason: string; afterMs: number }
  /** The person has a new address at the provider (Telegram migrate_to_chat_id); it did not go out. */
  | { kind: 'moved'; to: string; reason: string }
  /** The message was handed over, and nobody can say whether it was taken. Never sent again by itself. */
  | { kind: 'unknown'; reason: string };

/** A message that the same person got before. */
export interface EarlierMessage {
  /** What the provider calls it. */
  providerId: string;
  sentAt: Date;
}

/** What became of changing an earlier message, or taking it back: as of a hand-over, and what only these can come to. */
export type Revision =
  | Outcome
  /** It is there no more. */
  | { kind: 'gone'; reason: string }
  /** It stands, and can neither be changed nor taken back. */
  | { kind: 'fixed'; reason: string };

/**
 * What only some providers can do about a message that people have already. Each is one call, and done twice it is as done
 * once: so a call of which nobody can say whether it was heard is `away`, never `unknown`.
 */
export interface Revisions {
  /** How long after it was sent a message can be taken back, in ms. */
  readonly deletableForMs: number;
  /** Puts a message in the place of an earlier one. */
  edit(earlier: EarlierMessage, message: OutgoingMessage): Promise<Revision>;
  /** Takes an earlier message back. @param to whose it is */
  delete(earlier: EarlierMessage, to: string): Promise<Revision>;
}

/** The port: everything Siar asks of a provider. */
export interface Channel {
  readonly name: ChannelName;
  /** Hand-overs it takes at once; more would only wait. */
  readonly atOnce: number;
  /** Null where what was sent stays as it is. */
  readonly revisions: Revisions | null;
  /**
   * Hands one message over. Never throws for what a provider or a network does: that is an outcome. A failure before
   * the message was fully written is `away` or `retry`; one after it is `unknown`.
   */
  send(message: OutgoingMessage): Promise<Outcome>;
  /** Begins what sending needs and takes its time to begin; without it, the first message would wait for that. */
  prepare?(): void;
  /** Asks whether the provider is there and lets us in, sending nothing. @throws Error with what is wrong. */
  check(): Promise<void>;
  /** Closes kept connections. */
  close(): Promise<void>;
}
