// Which part of its configured share an account has. It moves by what is seen of the account, one step at a time.

/** The steps, from the whole share down. */
const STEPS = [1, 1 / 2, 1 / 4, 1 / 8];
const [WHOLE, LEAST] = [1, 1 / 8];
/** Two moves are no nearer than this, in ms, but for an account that is away. */
export const APART_MS = 5 * 60_000;
/** How long nothing must have spoken against an account before it gets more, in ms. */
export const QUIET_MS = 5 * 60_000;
/** An account is slow when its hand-overs take longer than this, in ms, */
const SLOW_MS = 1_000;
/** and this many times as long as those of the channel's other accounts. */
const SLOWER = 4;
/** Receipts are late when three quarters of them take longer than this, in ms, */
const LATE_MS = 15_000;
/** and SLOWER times as long as half of those of the channel's other accounts, where each has this many copies to judge by. */
const ENOUGH_COPIES = 50;

/**
 * How long receipts took of the copies that an account accepted within the same few minutes as the others; one without a
 * receipt counts with its age.
 */
export interface ReceiptTimes {
  copies: number;
  /** The time that three quarters of them took longer than, in ms. */
  quarterMs: number;
  /** The time that half of them took longer than, in ms. */
  halfMs: number;
}

/** What is seen of an account. */
export interface Seen {
  weight: number;
  /** Whether its provider takes no messages, or has not answered one since it was away. */
  away: boolean;
  /** Whether it has asked to slow down within the last minutes. */
  throttled: boolean;
  /** How long its hand-overs take, in ms; null: it has had none of late. */
  answerMs: number | null;
  /** The same of the channel's other accounts that had some. */
  othersMs: readonly number[];
  /** Null: it reports none by its own ids, or had no copies of late. */
  receipts: ReceiptTimes | null;
  /** The same of the channel's other accounts that report. */
  othersReceipts: readonly ReceiptTimes[];
  /** Since the last move, in ms; null: there was none. */
  movedMs: number | null;
  /** Since something last spoke against it, in ms; null: unknown. */
  signMs: number | null;
}

/** What speaks against an account. */
export type Sign = 'away' | 'slow-down' | 'slow-answers' | 'slow-receipts';
export interface Move {
  to: number;
  reason: Sign | 'quiet';
}

/** What speaks against an account; null: nothing. Pure. */
export function signOf({ away, throttled, answerMs, othersMs, ...seen }: Omit<Seen, 'weight'>): Sign | null {
  if (away) return 'away';
  if (throttled) return 'slow-down';
  const usual = median(othersMs);
  const slow = answerMs !== null && usual !== null && answerMs > SLOW_MS && answerMs > SLOWER * usual;
  if (slow) return 'slow-answers';
  return areLate(seen.receipts, seen.othersReceipts) ? 'slow-receipts' : null;
}

/**
 * Whether an account's receipts come clearly later than the others', or not at all. A quarter of the one against half of the
 * others: accounts whose receipts are alike, of which a little more than half or a little less have come, show nothing.
 */
function areLate(own: ReceiptTimes | null, others: readonly ReceiptTimes[]): boolean {
  if (own === null || own.copies < ENOUGH_COPIES) return false;
  const usual = median(others.filter(({ copies }) => copies >= ENOUGH_COPIES).map(({ halfMs }) => halfMs));
  return usual !== null && own.quarterMs > LATE_MS && own.quarterMs > SLOWER * usual;
}

/**
 * The next move of an account's weight; null: it stays. One that is away falls to the least at once, which it has when it
 * comes back; until then its claims are refused. Pure.
 */
export function moveOf(seen: Seen): Move | null {
  const { weight, movedMs, signMs } = seen;
  const sign = signOf(seen);
  if (sign === 'away') return weight > LEAST ? { to: LEAST, reason: sign } : null;
  if (movedMs !== null && movedMs < APART_MS) return null;
  const at = STEPS.indexOf(weight);
  const [more, less] = [STEPS[at - 1], STEPS[at + 1]];
  if (sign !== null) return less === undefined ? null : { to: less, reason: sign };
  const quiet = signMs === null || signMs >= QUIET_MS;
  return weight < WHOLE && more !== undefined && quiet ? { to: more, reason: 'quiet' } : null;
}

function median(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? null;
}
