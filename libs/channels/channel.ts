import type { Moment } from '#platform/waiting';

import { CHANNELS, type ChannelName } from '#contract';
import type { Report } from './receipt.js';

export { CHANNELS, type ChannelName };

/** A button under a message: sends `data` back to the bot, or opens `url`. */
export type Button = { text: string; data: string } | { text: string; url: string };

/** The carrier of an address: a mailbox provider, an operator, or the owner of a domain. */
export interface Carrier {
  name: string;
  /** Whether it is so large that its refusals alone indicate a fault of the sender or the list. */
  large: boolean;
}

/** One rendered message to one person. An adapter adds only its provider's protocol. */
export interface OutgoingMessage {
  /** E-mail address, Telegram chat id, or E.164 number. */
  to: string;
  /** E-mail only: the sender of a copy, as KPU approved it. A notice has none: its sender is in the settings. */
  sender?: { name: string; address: string };
  /** E-mail only. */
  subject?: string;
  /** Plain text: e-mail's text part, Telegram's text (not yet escaped), the SMS. */
  text: string;
  /** E-mail only: the HTML part. */
  html?: string;
  /** Telegram only: rows of buttons of this message. */
  buttons?: readonly (readonly Button[])[];
  /** ISO 639 code, such as `id`. */
  language: string;
  /** Unforgeable identifier of this copy, for the VERP envelope and the receipt callback URL. */
  token: string;
  /** The left part of the Message-ID, the same for each attempt at this copy. */
  messageId: string;
  /** Null on a notice. A button or header may carry it so that the person can leave. */
  broadcastId: string | null;
  /** RFC 8058 HTTPS address; null on a notice, which cannot be unsubscribed from. */
  unsubscribeUrl: string | null;
  /** Link to the public page of the broadcast; null on a notice. */
  verifyUrl: string | null;
  /** Nothing may arrive after this instant. */
  expiresAt: Date;
  /** The hand-over begins before this instant or not at all: its lease or the message would end first. */
  startBy?: Moment;
  /** The time of sending by the database's clock; without it, by this machine's. */
  date?: Date;
}

/**
 * The result of one hand-over. Each kind carries its policy: one place (deliveries) maps it to a ledger state. `reason`
 * is a short stable code such as `smtp 5.1.1`, `telegram 403 blocked`, `twilio 21211`: never a text with an address in
 * it.
 */
export type Outcome =
  /** The provider accepted the message. `reason`: how it handled it, where that is unusual. */
  | { kind: 'accepted'; providerId?: string; reason?: string; reportedAs?: ReportedAs }
  /** Not sent, for a reason of this recipient. A retry may succeed (not before `afterMs`, where given). */
  | { kind: 'retry'; reason: string; afterMs?: number }
  /**
   * Not sent, because the provider as a whole is unavailable: no connection, no name, no TLS, "closing", an HTTP 5xx.
   * Indicates nothing about the recipient, and the attempt does not count. After a few in a row nothing more is handed
   * over.
   */
  | { kind: 'away'; reason: string }
  /** No message will ever reach this address: suppress it. */
  | { kind: 'dead'; reason: string }
  /** The person opted out at the provider: suppress the address. */
  | { kind: 'opted_out'; reason: string }
  /** This message will never be accepted. Indicates nothing about the address. */
  | { kind: 'failed'; reason: string }
  /**
   * The recipient's carrier refuses the sender or the content. Never counts against the citizen. The number of such
   * refusals decides between a fault of the sender and one domain's policy; a fault pauses the broadcast.
   */
  | { kind: 'sender_at_fault'; reason: string }
  /**
   * Certainly our own fault, for any recipient: the account is refused, the relay refuses us before a recipient is
   * named, a key is missing. Pauses the broadcast at once.
   */
  | { kind: 'own_fault'; reason: string }
  /**
   * The provider asks to slow down; not sent. Applies to the whole account for `afterMs`. `alone`: the account is slowed
   * because of who sends or what is sent, and where no other account takes the copies, that is what the answer means.
   */
  | { kind: 'slow_down'; reason: string; afterMs: number; alone?: 'sender_at_fault' | 'own_fault' }
  /** The recipient has a new address at the provider (Telegram migrate_to_chat_id); not sent. */
  | { kind: 'moved'; to: string; reason: string }
  /** The message was handed over, and whether it was accepted is unknown. Never sent again automatically. */
  | { kind: 'unknown'; reason: string };

/**
 * The ids under which the provider will report about an accepted message, where it does not give our token back: one for
 * each part of a long text.
 */
export interface ReportedAs {
  account: string;
  ids: readonly string[];
}

/** An earlier message to the same person. */
export interface EarlierMessage {
  /** The provider's id of the message. */
  providerId: string;
  sentAt: Date;
}

/** The result of editing or deleting an earlier message: that of a hand-over, or one that only these calls have. */
export type Revision =
  | Outcome
  /** The message no longer exists. */
  | { kind: 'gone'; reason: string }
  /** The message exists, and can be neither edited nor deleted. */
  | { kind: 'fixed'; reason: string };

/**
 * Changes to delivered messages, which only some providers offer. Each is one idempotent call, so that a call without a
 * response is `away`, never `unknown`.
 */
export interface Revisions {
  /** How long after sending a message can be deleted, in ms. */
  readonly deletableForMs: number;
  /** Replaces an earlier message. */
  edit(earlier: EarlierMessage, message: OutgoingMessage): Promise<Revision>;
  /** Deletes an earlier message. @param to its recipient */
  delete(earlier: EarlierMessage, to: string): Promise<Revision>;
}

/**
 * Shares the connections that a contract allows among the workers of the fleet. Each is held by a lease, so that those of
 * a dead worker are free again after a while. No method throws: what goes wrong is reported by the implementation.
 */
export interface BindLeases {
  /** How long a lease lasts from its last extension, in ms. */
  readonly lastMs: number;
  /**
   * Extends the leases of this process. Returns those that it still holds, and its share of all: who holds more closes
   * some and releases them. Null when the leases could not be extended.
   */
  renew(account: string, binds: number): Promise<{ share: number; held: readonly number[] } | null>;
  /** Takes a free one. @returns its number, from 1; null where there is none, or it could not be taken */
  take(account: string, binds: number): Promise<number | null>;
  /** Gives a lease back. Its connection has ended. */
  release(account: string, bind: number): Promise<void>;
  /** This process asks for no share any more. */
  end(account: string): Promise<void>;
}

/** The port: everything that Siar requires of a provider. */
export interface Channel {
  readonly name: ChannelName;
  /** The name of the account at the provider. */
  readonly account: string;
  /** Maximum number of concurrent hand-overs; more would only wait. */
  readonly atOnce: number;
  /** Null where a sent message cannot be changed. */
  readonly revisions: Revisions | null;
  /**
   * Hands one message over. Never throws for a failure of a provider or a network: that is an outcome. A failure before
   * the message was fully written is `away` or `retry`; a later one is `unknown`.
   */
  send(message: OutgoingMessage): Promise<Outcome>;
  /** Starts what sending needs and what takes time to start; otherwise the first message would wait for it. */
  prepare?(): void;
  /**
   * Checks that the provider is available and accepts our credentials, without sending.
   * @throws Error with the reason
   */
  check(): Promise<void>;
  /** Tells from now on when the provider turns out not to do what it offers, and is asked in a simpler way. */
  onSimpler?(tell: (ways: { from: string; to: string }) => void): void;
  /**
   * Stores from now on what the provider reports over the channel's own connection, of which it is told only then.
   * `store` returns false when it could not, which it has reported: the provider is asked to report again.
   */
  onReport?(store: (report: Report) => Promise<boolean>): void;
  /** Shares the connections of each account with other workers; called before the first is opened. */
  shareBinds?(leases: BindLeases): void;
  /**
   * Tells at once, and at each change, how many hand-overs this process can have under way now, where its connections are
   * shared with other workers. None: they hold all that the contract allows, and it can neither send nor say whether the
   * provider is there.
   */
  onPlaces?(tell: (places: number) => void): void;
  /** SMS only: the segments that a text takes at this account, as the provider counts them. */
  segmentsOf?(text: string): number;
  /** Closes kept connections. */
  close(): Promise<void>;
}
