import type { ChannelName } from '#channels';
import type { BrakeFinding } from '#waves';

/** What a copy says against a broadcast: its address does not exist, or its sender or content was refused. */
export type Sign = 'dead' | 'fault';

/** When signs of one kind stop a broadcast on a channel. */
export interface BrakeLimits {
  /** More copies than this. */
  min: number;
  /** More than this share of the answers they are among. */
  share: number;
  /** They come from at least this many classes of address, unless one large carrier reaches min and share by itself. */
  classes: number;
}

/** Signs of one kind among the answers that are looked at. */
export interface Signs {
  sign: Sign;
  /** The answers that are looked at, these signs included. */
  of: number;
  /** The provider's commonest code. */
  code: string;
  classes: readonly ClassSigns[];
}

/** Those of them from one class of address. */
export interface ClassSigns {
  name: string;
  copies: number;
  /** Of a large carrier: its share of the broadcast's recipients; null of any other class. */
  ofRecipients: number | null;
}

/** That there are too many signs: how many among how many answers. */
export interface TooMany {
  sign: Sign;
  copies: number;
  of: number;
  code: string;
  /** The large carrier whose recipients alone were looked at; null: all were. */
  carrier: string | null;
}

/** Why a brake is pulled: what is certain to be our own fault, by its code, or too many signs. */
export type Cause = { code: string } | TooMany;

/** Written instead of a provider's code when it is we who lack the key. */
export const KEY_MISSING = 'key missing';

/**
 * A carrier counts as large in a broadcast from this share of its recipients on: of fewer, one person with many mailboxes
 * there may be most.
 */
const LARGE_SHARE = 0.05;

/** People are warned at this part of the minimum and of the share, from whatever classes the signs come. */
export const WARN_AT = 0.5;

/**
 * Whether there are so many signs that the broadcast must stop: more than the minimum and the share, and from several
 * classes of address, since whoever runs one domain can answer for it as they please. A large carrier is judged among its
 * own recipients too: nobody but itself answers for it. Pure.
 */
export function tooMany(limits: BrakeLimits, signs: Signs): TooMany | null {
  const { sign, code } = signs;
  const exceeds = (copies: number, of: number): boolean => copies > limits.min && copies > limits.share * of;
  const all = signs.classes.reduce((sum, { copies }) => sum + copies, 0);
  if (signs.classes.length >= limits.classes && exceeds(all, signs.of))
    return { sign, code, copies: Math.min(all, signs.of), of: signs.of, carrier: null };
  for (const { name, copies, ofRecipients } of signs.classes) {
    if (ofRecipients === null || ofRecipients < LARGE_SHARE) continue;
    // Waves go out in a random order, so that each class has its share of any answers.
    const of = Math.max(copies, Math.round(signs.of * ofRecipients));
    if (exceeds(copies, of)) return { sign, code, copies, of, carrier: name };
  }
  return null;
}

/** Whether people are to be warned that the brake is near. Whatever pulls the brake warns, too. Pure. */
export function nearlyTooMany(limits: BrakeLimits, signs: Signs): TooMany | null {
  return tooMany({ min: limits.min * WARN_AT, share: limits.share * WARN_AT, classes: 1 }, signs);
}

/** What is kept of a cause, for whoever says it in words. Pure. */
export function finding(channel: ChannelName, cause: Cause): BrakeFinding {
  if ('sign' in cause) {
    const { sign, copies, of, code, carrier } = cause;
    return { channel, why: sign, code, copies, of, carrier };
  }
  const nothing = { copies: null, of: null, carrier: null };
  return cause.code === KEY_MISSING
    ? { channel, why: 'key', code: null, ...nothing }
    : { channel, why: 'sender', code: cause.code, ...nothing };
}
