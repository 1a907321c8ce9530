import type { Outcome } from '../channel.js';

/** Where in the conversation a reply came. */
export type Stage = 'connect' | 'auth' | 'mail' | 'rcpt' | 'data';

/** A server's reply: `550 5.1.1 No such user`. */
export interface Reply {
  /** Three digits (RFC 5321 §4.2). */
  code: number;
  /** The enhanced status code (RFC 3463), such as `5.1.1`; null where the server gives none. */
  enhanced: string | null;
  /** Everything the server said. */
  text: string;
}

/** What a status code says about the copy, before it is known whether waiting may help. */
export type StatusClass = 'dead' | 'sender_at_fault' | 'soft' | 'hard';

const MINUTE_MS = 60_000;
/** Greylisting: RFC 6647 §5 has servers refuse for minutes to an hour; sooner than this does not help. */
const GREYLISTED_MS = 30 * MINUTE_MS;
/** How long the account rests when a server says that it is overrun. */
const OVERRUN_MS = 10_000;

/**
 * Status codes with a meaning of their own, by class.
 * Sources: RFC 3463 §3, RFC 7505 (5.1.10), RFC 7372 (5.7.20–29), Gmail's and Microsoft's lists of SMTP errors.
 */
const STATUS: Readonly<Record<string, StatusClass>> = {
  // The address: no such mailbox, no such system, a syntax error, moved without a forward, no mail accepted at all.
  '5.1.1': 'dead',
  '5.1.2': 'dead',
  '5.1.3': 'dead',
  '5.1.6': 'dead',
  '5.1.10': 'dead',
  // The mailbox is disabled.
  '5.2.1': 'dead',
  // The mailbox is full: people empty them.
  '5.2.2': 'soft',
  // Our own From or envelope address is refused.
  '5.1.7': 'sender_at_fault',
  '5.1.8': 'sender_at_fault',
  // Too big for the system, or its content cannot be carried: that is true of every copy.
  '5.3.4': 'sender_at_fault',
  '5.6.0': 'sender_at_fault',
  '5.6.1': 'sender_at_fault',
  '5.6.3': 'sender_at_fault',
};

/** Says what a status code means. Every 5.7.x is about policy and authentication: the sender, never the citizen. */
export function classOf(enhanced: string): StatusClass {
  return (
    STATUS[enhanced] ??
    (enhanced.startsWith('5.7.') ? 'sender_at_fault' : enhanced.startsWith('4.') ? 'soft' : 'hard')
  );
}

/** Reads what a server said; null when it is no reply. The first enhanced code counts. */
export function readReply(text: string): Reply | null {
  const code = /^([2-5]\d\d)(?:[ -]|$)/.exec(text)?.[1];
  if (!code) return null;
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/m.exec(text)?.[1] ?? null;
  return { code: Number(code), enhanced, text };
}

/**
 * Decides what a refusal (4xx or 5xx) means for the copy. The enhanced code counts more than the plain one, and that
 * more than where it came. Pure.
 */
export function outcomeOfReply(reply: Reply, stage: Stage): Outcome {
  const reason = `smtp ${reply.enhanced ?? reply.code}`;
  return reply.code >= 500 ? permanent(reply, stage, reason) : transient(reply, stage, reason);
}

/** What is refused before any recipient was named can only be about us. */
const isBeforeRecipient = (stage: Stage): boolean =>
  stage === 'connect' || stage === 'auth' || stage === 'mail';

function permanent({ code, enhanced }: Reply, stage: Stage, reason: string): Outcome {
  switch (enhanced === null ? 'hard' : classOf(enhanced)) {
    case 'dead':
      return { kind: 'dead', reason };
    case 'sender_at_fault':
      // From the recipient on it may be one domain's policy: groups that take mail from members only, forwarders.
      return { kind: isBeforeRecipient(stage) ? 'own_fault' : 'sender_at_fault', reason };
    case 'soft':
      return { kind: 'retry', reason, afterMs: GREYLISTED_MS };
    case 'hard':
      // 503 says that the session, not the message, was in a wrong state.
      if (code === 503) return { kind: 'retry', reason };
      if (isBeforeRecipient(stage)) return { kind: 'own_fault', reason };
      // A bare 550 may be policy as well as an unknown mailbox (RFC 5321 §4.2.3): no ground to suppress anybody.
      return { kind: 'failed', reason };
  }
}

/** What a reply quotes of what others chose: an address that is called `throttle@…` says nothing of the server. */
const QUOTED = /<[^>]*>|\S+@\S+/g;
const OVERRUN_TEXT =
  /throttl|sending rate|rate exceeded|too many (connections|messages|concurrent)|too much mail/i;

/**
 * Whether a 4xx says that the server has no room for us at present: that binds the account of the whole fleet.
 *
 * Once a recipient is named, text and enhanced code may be another server's, which the recipient chose: a relay that asks
 * there first (Postfix' reject_unverified_recipient) repeats both under a plain code of its own, 450. So from then on the
 * plain code alone counts, and only those no relay gives for a recipient's sake: 421 (it ends the connection), and after
 * the message SES's 454 and Exchange Online's 432. A limit that a relay of one's own sets for RCPT (450 4.7.1 too many
 * recipients) is a retry.
 */
function isOverrun({ code, enhanced, text }: Reply, stage: Stage): boolean {
  const saysSo = enhanced === '4.3.2' || enhanced === '4.4.5';
  if (isBeforeRecipient(stage))
    return saysSo || (code === 454 && stage === 'mail') || OVERRUN_TEXT.test(text.replace(QUOTED, ''));
  return (code === 421 && saysSo) || (stage === 'data' && (code === 454 || code === 432));
}

/** 4xx, by whom it is about: the server's load, our reputation, this mailbox, or the server as such. */
function transient({ code, enhanced, text }: Reply, stage: Stage, reason: string): Outcome {
  if (isOverrun({ code, enhanced, text }, stage)) return { kind: 'slow_down', reason, afterMs: OVERRUN_MS };
  // Gmail's 421 4.7.x: our address or domain is held back for what we send.
  if (code === 421 && enhanced?.startsWith('4.7.'))
    return { kind: isBeforeRecipient(stage) ? 'own_fault' : 'sender_at_fault', reason };
  // It could not let us in just now (454 4.7.0): the same for every copy.
  if (stage === 'auth') return { kind: 'away', reason };
  // Greylisting and mailboxes that cannot take mail at present answer 450 or 451, as a rule at RCPT.
  const greylisted =
    /gr[ae]y-?list/i.test(text) ||
    enhanced?.startsWith('4.7.') === true ||
    enhanced?.startsWith('4.2.') === true ||
    (enhanced === null && (code === 450 || code === 451) && stage !== 'connect');
  if (greylisted) return { kind: 'retry', reason, afterMs: GREYLISTED_MS };
  // 421: it is closing (RFC 5321 §3.8). Any other 4xx before a recipient was named is about the server too.
  const closing = code === 421 || stage === 'connect' || stage === 'mail';
  return closing ? { kind: 'away', reason } : { kind: 'retry', reason };
}
