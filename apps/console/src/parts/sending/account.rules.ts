import { type Counts, DELIVERY_STATES } from '../../../../../libs/contract/counts.js';

export type { Counts };

/** Every standing of a copy: the ledger's states (docs/states.md), plus "not listed yet" and "never listed". */
export const STANDINGS = [...DELIVERY_STATES, 'unlisted', 'neverListed'] as const;
export type Standing = (typeof STANDINGS)[number];

/** All copies of the broadcast, an estimate until the list of recipients is complete. Each has one standing. */
export const everyone = ({
  targeted,
  unlisted,
  neverListed,
}: Pick<Counts, 'targeted' | 'unlisted' | 'neverListed'>): number => targeted + unlisted + neverListed;

/**
 * All copies, as screens name them. Until the list of recipients is complete it is the number that was approved, and more
 * than are listed: a sum of lists and estimates would move under the reader with each region that is done.
 */
export const plannedOf = (counts: Counts): number =>
  counts.unlisted > 0 ? Math.max(counts.expected, counts.targeted + 1) : everyone(counts);

/** The number of copies in an estimate: one for each address. */
export const copiesOf = ({ channels }: { channels: Readonly<Record<string, number>> }): number =>
  Object.values(channels).reduce((sum, count) => sum + count, 0);

/** Copies that a provider accepted or delivered. */
export const reached = ({ accepted, delivered }: Pick<Counts, 'accepted' | 'delivered'>): number =>
  accepted + delivered;

/** Copies that may still go out. */
export const waiting = ({ pending, claimed, unlisted }: Counts): number => pending + claimed + unlisted;

/** Copies handed to a provider, whatever became of them. */
export const handed = (counts: Counts): number => reached(counts) + counts.failed + counts.unknown;

/** As the publisher's news and Beranda: fewer failures, or a smaller share of them, are ordinary. */
const FAILING_FROM = 20;
const FAILING_SHARE = 0.2;

/**
 * Whether all copies that were handed over failed, or enough of them that staff are informed; null: neither.
 * @param from fewer failures than these are not many
 */
export function failingOf(counts: Counts, from = FAILING_FROM): 'all' | 'many' | null {
  const { failed } = counts;
  if (failed > 0 && failed === handed(counts) && waiting(counts) === 0) return 'all';
  return failed >= from && failed >= handed(counts) * FAILING_SHARE ? 'many' : null;
}

/** The share of copies reached, in whole percent, rounded down: 100 means all of them. */
export const percent = (counts: Counts): number =>
  plannedOf(counts) === 0 ? 0 : Math.floor((reached(counts) * 100) / plannedOf(counts));

/** The same with a tenth, as words and tables have it: 1,979 of 2,000 are 98.9, and 98 would be a point too few. */
export const percentShown = (counts: Counts): number =>
  plannedOf(counts) === 0 ? 0 : tenthsBelow(reached(counts), plannedOf(counts));

/** A share in percent with a tenth, rounded down. */
export const tenthsBelow = (part: number, whole: number): number => Math.floor((part * 1000) / whole) / 10;

/** The sign beside a standing's colour; standings that are in progress or good have none. */
export const SIGNS: Partial<Record<Standing, string>> = {
  failed: '!',
  unknown: '?',
  cancelled: '×',
  expired: '×',
  neverListed: '×',
};

/** What of a broadcast did not go well, with its sign: what nobody knows, what failed, what ended unsent. */
export const flawsOf = ({
  unknown,
  failed,
  expired,
  cancelled,
  neverListed,
}: Counts): { kind: 'unknown' | 'failed' | 'unsent'; sign: string; copies: number }[] =>
  [
    { kind: 'unknown' as const, sign: '?', copies: unknown },
    { kind: 'failed' as const, sign: '!', copies: failed },
    { kind: 'unsent' as const, sign: '×', copies: expired + cancelled + neverListed },
  ].filter(({ copies }) => copies > 0);

/** The signs of every standing that went wrong, each once. */
export const signsOf = (counts: Counts): string =>
  [...new Set(STANDINGS.filter((one) => counts[one] > 0).map((one) => SIGNS[one] ?? ''))].join('');

/**
 * By how many recipients the complete list differs from the estimate at the approval; null while the list is
 * incomplete, or where the broadcast ended before it was complete.
 */
export const difference = (counts: Counts): number | null =>
  counts.unlisted > 0 || counts.neverListed > 0 || counts.expected === 0
    ? null
    : everyone(counts) - counts.expected;

/** Whether as many copies have each standing in both. */
export const isSameAccount = (one: Counts, other: Counts): boolean =>
  STANDINGS.every((standing) => one[standing] === other[standing]);

/** Whether the same copies have reached people in both: an arrival that is confirmed later reaches nobody else. */
export const isSameReach = (one: Counts, other: Counts): boolean =>
  isSameAccount(
    { ...one, accepted: reached(one), delivered: 0 },
    { ...other, accepted: reached(other), delivered: 0 },
  );

/** Adds up several accounts. */
export function sumOf(parts: readonly Counts[]): Counts {
  const names = ['targeted', 'expected', ...STANDINGS] as const;
  return Object.fromEntries(
    names.map((name) => [name, parts.reduce((sum, part) => sum + part[name], 0)]),
  ) as Counts;
}
