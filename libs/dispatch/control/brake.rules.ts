import type { ChannelName } from '#channels';
import { type BrakeFinding, brakeSign, type BrakeSign as Sign } from '#contract/api/brake';

export type { BrakeSign as Sign } from '#contract/api/brake';

/** The kinds of signs, the most telling first. */
export const SIGNS: readonly Sign[] = brakeSign.options;

/** The signs that are counted for each kind: where nearly every answer refuses the message for good, it does not matter why. */
export const COUNTED_FOR: Readonly<Record<Sign, readonly Sign[]>> = {
  fault: ['fault'],
  dead: ['dead'],
  refused: SIGNS,
};

/** Whether a copy that is refused at its hand-over with such a sign waits for a further try, and so is no final answer. */
const WAITS: Readonly<Record<Sign, boolean>> = { fault: true, dead: false, refused: false };
/** The signs with which a copy waits. */
export const WAITING_SIGNS: readonly Sign[] = SIGNS.filter((sign) => WAITS[sign]);

/** The limits at which signs of one kind stop a broadcast on a channel. */
export interface BrakeLimits {
  /** More copies than this. */
  min: number;
  /** More than this share of the answers examined. */
  share: number;
  /** The signs come from at least this many address classes, unless one large carrier reaches `min` and `share` by itself. */
  classes: number;
}

/** Signs of one kind among the answers examined. */
export interface Signs {
  sign: Sign;
  /** The answers examined, these signs included. */
  of: number;
  /** The provider's most frequent code. */
  code: string;
  classes: readonly ClassSigns[];
  /** Carriers of the broadcast that are held already: their signs are not among these. */
  held: Held;
}

/** How many carriers are held, and their share of the broadcast's recipients. */
export interface Held {
  classes: number;
  share: number;
}

export const NONE_HELD: Held = { classes: 0, share: 0 };

/** Signs that come from one address class. */
export interface ClassSigns {
  name: string;
  copies: number;
  /** A large carrier's share of the broadcast's recipients; null for any other class. */
  ofRecipients: number | null;
}

/** Too many signs: how many among how many answers. */
export interface TooMany {
  sign: Sign;
  copies: number;
  of: number;
  code: string;
  /** The large carrier whose recipients alone were looked at; null: all were. */
  carrier: string | null;
}

/** Why the brake is pulled: a code that is certainly our own fault, or too many signs. */
export type Cause = { code: string } | TooMany;

/** Recorded instead of a provider's code when this worker lacks the key. */
export const KEY_MISSING = 'key missing';

/**
 * A carrier with at least this share of a broadcast's recipients counts as large. Below it, one person with many mailboxes
 * may own most of them.
 */
const LARGE_SHARE = 0.05;

/** A warning is raised at this fraction of the minimum and of the share, whatever classes the signs come from. */
export const WARN_AT = 0.5;

/**
 * Checks whether the signs must stop the broadcast: more than the minimum and the share, and from several address classes,
 * because the operator of one domain can return any answer. A large carrier is also judged among its own recipients: no
 * other party answers for it. Pure.
 */
export function tooMany(limits: BrakeLimits, signs: Signs): TooMany | null {
  const { sign, code } = signs;
  const exceeds = (copies: number, of: number): boolean => copies > limits.min && copies > limits.share * of;
  const all = signs.classes.reduce((sum, { copies }) => sum + copies, 0);
  if (signs.classes.length >= limits.classes && exceeds(all, signs.of))
    return { sign, code, copies: Math.min(all, signs.of), of: signs.of, carrier: null };
  for (const { name, copies, ofRecipients } of signs.classes) {
    if (ofRecipients === null || ofRecipients < LARGE_SHARE) continue;
    // Waves go out in random order, so each class has its proportional share of any sample of answers.
    const of = Math.max(copies, Math.round(signs.of * ofRecipients));
    if (exceeds(copies, of)) return { sign, code, copies, of, carrier: name };
  }
  return null;
}

/** What signs demand: the whole channel stops, or the recipients of some carriers wait while the others go on. */
export type Demand = { pull: TooMany } | { hold: TooManyAt[] };

/** Too many signs at one large carrier. */
export type TooManyAt = TooMany & { carrier: string };

/**
 * Carriers with more than this share of the recipients are not held, neither at once nor one after the other: that would be
 * a pause of which nobody is told.
 */
const MOST_HELD = 0.9;

/**
 * Decides what signs demand. A large carrier that refuses by itself, while the others take their copies, is held. Dead
 * addresses are a fault of the list, which is everybody's. Pure.
 */
export function demand(limits: BrakeLimits, signs: Signs): Demand | null {
  const found = tooMany(limits, signs);
  if (!found) return null;
  const hold = signs.classes.flatMap((one): TooManyAt[] => {
    const alone =
      one.ofRecipients === null
        ? null
        : tooMany({ ...limits, classes: Infinity }, { ...signs, classes: [one] });
    return alone ? [{ ...alone, carrier: one.name }] : [];
  });
  const held = new Set(hold.map(({ carrier }) => carrier));
  // The others are judged together: each by itself is no reason, or it would be held too.
  const others = signs.classes
    .filter(({ name }) => !held.has(name))
    .map((one) => ({ ...one, ofRecipients: null }));
  const of = Math.max(0, signs.of - hold.reduce((sum, one) => sum + one.of, 0));
  const share = signs.classes.reduce(
    (sum, one) => sum + (held.has(one.name) ? (one.ofRecipients ?? 0) : 0),
    signs.held.share,
  );
  const onlyThey =
    hold.length > 0 &&
    hold.length + signs.held.classes < limits.classes &&
    share <= MOST_HELD &&
    !tooMany(limits, { ...signs, of, classes: others });
  return onlyThey && signs.sign !== 'dead' ? { hold } : { pull: found };
}

/** The pause before the next try of a carrier that is held, in minutes, and the longest one. */
const FIRST_TRY_MINUTES = 15;
const LONGEST_TRY_MINUTES = 60;

/** How long a held carrier waits for its next try, in minutes. @param refused tries that were refused. Pure. */
export const tryAfterMinutes = (refused: number): number =>
  Math.min(FIRST_TRY_MINUTES * 2 ** Math.min(refused, 10), LONGEST_TRY_MINUTES);

/** Whether a try counts as refused: at least half of its copies were. Pure. */
export const isTryRefused = (refused: number, tried: number): boolean => refused * 2 >= tried;

/** Checks whether to warn that the brake is near. Signs that pull the brake also warn. Pure. */
export function nearlyTooMany(limits: BrakeLimits, signs: Signs): TooMany | null {
  return tooMany({ min: limits.min * WARN_AT, share: limits.share * WARN_AT, classes: 1 }, signs);
}

/** The stored form of a cause; the reader puts it into words. Pure. */
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
