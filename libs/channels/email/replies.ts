import type { Outcome } from '../channel.js';

/** The step of the SMTP session at which a reply came. */
export type Stage = 'connect' | 'auth' | 'mail' | 'rcpt' | 'data';

/** A server's reply: `550 5.1.1 No such user`. */
export interface Reply {
  /** Three digits (RFC 5321 §4.2). */
  code: number;
  /** The enhanced status code (RFC 3463), such as `5.1.1`; null where the server gives none. */
  enhanced: string | null;
  /** The whole text of the reply. */
  text: string;
}

/** The meaning of a status code for the copy, before it is known whether waiting may help. */
export type StatusClass = 'dead' | 'sender_at_fault' | 'soft' | 'hard';

const MINUTE_MS = 60_000;
/** Greylisting: servers refuse for minutes to an hour (RFC 6647 §5); an earlier retry does not help. */
const GREYLISTED_MS = 30 * MINUTE_MS;
/** How long the account pauses when a server is overloaded, in ms. */
const OVERRUN_MS = 10_000;

/**
 * Status codes with a specific meaning, by class.
 * Sources: RFC 3463 §3, RFC 7505 (5.1.10), RFC 7372 (5.7.20–29), Gmail's and Microsoft's lists of SMTP errors.
 */
export const SMTP_STATUS: Readonly<Record<string, StatusClass>> = {
  // The address: no such mailbox, no such system, a syntax error, moved without a forward, no mail accepted at all.
  '5.1.1': 'dead',
  '5.1.2': 'dead',
  '5.1.3': 'dead',
  '5.1.6': 'dead',
  '5.1.10': 'dead',
  // The mailbox is disabled.
  '5.2.1': 'dead',
  // The mailbox is full: its owner may empty it.
  '5.2.2': 'soft',
  // Our own From or envelope address is refused.
  '5.1.7': 'sender_at_fault',
  '5.1.8': 'sender_at_fault',
  // Too big for the system, or its content cannot be carried: this applies to every copy.
  '5.3.4': 'sender_at_fault',
  '5.6.0': 'sender_at_fault',
  '5.6.1': 'sender_at_fault',
  '5.6.3': 'sender_at_fault',
};

/**
 * Returns the class of a status code. Every 5.7.x is about policy and authentication: it counts against the sender,
 * never against the citizen.
 */
export function classOf(enhanced: string): StatusClass {
  return (
    SMTP_STATUS[enhanced] ??
    (enhanced.startsWith('5.7.') ? 'sender_at_fault' : enhanced.startsWith('4.') ? 'soft' : 'hard')
  );
}

/** Reads a server's reply; null when it is none. Takes the first enhanced code. */
export function readReply(text: string): Reply | null {
  const code = /^([2-5]\d\d)(?:[ -]|$)/.exec(text)?.[1];
  if (!code) return null;
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/m.exec(text)?.[1] ?? null;
  return { code: Number(code), enhanced, text };
}

/**
 * Maps a refusal (4xx or 5xx) to the outcome of the copy. The enhanced code takes precedence over the plain one, and
 * that over the stage. Pure.
 */
export function outcomeOfReply(reply: Reply, stage: Stage): Outcome {
  const reason = `smtp ${reply.enhanced ?? reply.code}`;
  return reply.code >= 500 ? permanent(reply, stage, reason) : transient(reply, stage, reason);
}

/** A refusal before any recipient was named can only be about us. */
const isBeforeRecipient = (stage: Stage): boolean =>
  stage === 'connect' || stage === 'auth' || stage === 'mail';

function permanent({ code, enhanced }: Reply, stage: Stage, reason: string): Outcome {
  switch (enhanced === null ? 'hard' : classOf(enhanced)) {
    case 'dead':
      return { kind: 'dead', reason };
    case 'sender_at_fault':
      // Once a recipient is named, it may be one domain's policy: groups that take mail from members only, forwarders.
      return { kind: isBeforeRecipient(stage) ? 'own_fault' : 'sender_at_fault', reason };
    case 'soft':
      return { kind: 'retry', reason, afterMs: GREYLISTED_MS };
    case 'hard':
      // 503 means that the session, not the message, was in a wrong state.
      if (code === 503) return { kind: 'retry', reason };
      if (isBeforeRecipient(stage)) return { kind: 'own_fault', reason };
      // A bare 550 may be policy as well as an unknown mailbox (RFC 5321 §4.2.3): no reason to suppress anybody.
      return { kind: 'failed', reason };
  }
}

/** Quoted text that others chose: an address `throttle@…` indicates nothing about the server. */
const QUOTED = /<[^>]*>|\S+@\S+/g;
const OVERRUN_TEXT =
  /throttl|sending rate|rate (limit )?exceeded|slow down|too many (connections|messages|concurrent)|too much mail/i;

/**
 * Whether a 4xx means that the server has no capacity for us at present, which applies to the account of the whole
 * fleet.
 *
 * Once a recipient is named, text and enhanced code may come from another server, which the recipient chose: a relay
 * that asks there first (Postfix' reject_unverified_recipient) repeats both under a plain code of its own, 450. From
 * then on they count only under codes that no relay returns because of a recipient: 421 (it ends the connection), and
 * after the message SES's 454 and Exchange Online's 432. A limit that one's own relay sets for RCPT
 * (450 4.7.1 too many recipients) is a retry.
 */
function isOverrun({ code, enhanced, text }: Reply, stage: Stage): boolean {
  const saysSo = enhanced === '4.3.2' || enhanced === '4.4.5' || OVERRUN_TEXT.test(text.replace(QUOTED, ''));
  if (isBeforeRecipient(stage)) return saysSo || (code === 454 && stage === 'mail');
  return (code === 421 && saysSo) || (stage === 'data' && (code === 454 || code === 432));
}

/**
 * Whether a server has taken as many messages on this connection as it wants to: the next connection is served again.
 * OpenSMTPD: 452 4.5.3 Too many messages sent, after 100. Exim: 421 too many messages in this connection.
 */
export const isConnectionSpent = ({ code, enhanced, text }: Reply, stage: Stage): boolean =>
  stage === 'mail' &&
  ((code === 452 && enhanced === '4.5.3') ||
    (code === 421 && /too many messages in this (connection|session)/i.test(text)));

/** Maps a 4xx by its subject: the server's load, our reputation, this mailbox, or the server as a whole. */
function transient({ code, enhanced, text }: Reply, stage: Stage, reason: string): Outcome {
  if (isOverrun({ code, enhanced, text }, stage)) return { kind: 'slow_down', reason, afterMs: OVERRUN_MS };
  // Gmail's 421 4.7.x: our address or domain is throttled because of what we send. Another account has another address.
  if (code === 421 && enhanced?.startsWith('4.7.')) {
    const alone = isBeforeRecipient(stage) ? 'own_fault' : 'sender_at_fault';
    return { kind: 'slow_down', reason, afterMs: OVERRUN_MS, alone };
  }
  // The server could not authenticate us at present (454 4.7.0): this applies to every copy.
  if (stage === 'auth') return { kind: 'away', reason };
  // Greylisting, and mailboxes that cannot accept mail at present, usually answer 450 or 451 at RCPT.
  const greylisted =
    /gr[ae]y-?list/i.test(text) ||
    enhanced?.startsWith('4.7.') === true ||
    enhanced?.startsWith('4.2.') === true ||
    (enhanced === null && (code === 450 || code === 451) && stage !== 'connect');
  if (greylisted) return { kind: 'retry', reason, afterMs: GREYLISTED_MS };
  // 421: the server is closing (RFC 5321 §3.8). Any other 4xx before a recipient was named is about the server too.
  const closing = code === 421 || stage === 'connect' || stage === 'mail';
  return closing ? { kind: 'away', reason } : { kind: 'retry', reason };
}
