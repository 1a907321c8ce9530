/** All that can be said of a copy: the ledger's states (DESIGN §1), and that it is not listed yet or never was. */
export const STANDINGS = [
  'pending',
  'claimed',
  'accepted',
  'delivered',
  'failed',
  'suppressed',
  'expired',
  'cancelled',
  'unknown',
  'unlisted',
  'neverListed',
] as const;
export type Standing = (typeof STANDINGS)[number];

/** The counts of the API: `targeted` are listed, `expected` were estimated at the approval. */
export type Counts = Record<Standing | 'targeted' | 'expected', number>;

/** Everybody it was approved for: an estimate until the list of recipients is complete. Each has one standing. */
export const everyone = ({
  targeted,
  unlisted,
  neverListed,
}: Pick<Counts, 'targeted' | 'unlisted' | 'neverListed'>): number => targeted + unlisted + neverListed;

/** How many copies an estimate comes to: one for each address it would go to. */
export const copiesOf = ({ channels }: { channels: Readonly<Record<string, number>> }): number =>
  Object.values(channels).reduce((sum, count) => sum + count, 0);

/** How many copies a provider took, or arrived: all that is good and final. */
export const reached = ({ accepted, delivered }: Pick<Counts, 'accepted' | 'delivered'>): number =>
  accepted + delivered;

/** How many copies may still go out. */
export const waiting = ({ pending, claimed, unlisted }: Counts): number => pending + claimed + unlisted;

/** The share that is reached, in whole percent, rounded down: 100 means everybody. */
export const percent = (counts: Counts): number =>
  everyone(counts) === 0 ? 0 : Math.floor((reached(counts) / everyone(counts)) * 100);

/** What a standing is shown as beside its colour; none of those that are on their way or good. */
export const SIGNS: Partial<Record<Standing, string>> = {
  failed: '!',
  unknown: '?',
  cancelled: '×',
  expired: '×',
  neverListed: '×',
};

/** The signs of all that went wrong, each once. */
export const signsOf = (counts: Counts): string =>
  [...new Set(STANDINGS.filter((one) => counts[one] > 0).map((one) => SIGNS[one] ?? ''))].join('');

/**
 * By how many recipients the complete list differs from the estimate it was approved with; null while it is not complete,
 * and where it ended before it was.
 */
export const difference = (counts: Counts): number | null =>
  counts.unlisted > 0 || counts.neverListed > 0 || counts.expected === 0
    ? null
    : everyone(counts) - counts.expected;

/** Some accounts, added up. */
export function sumOf(parts: readonly Counts[]): Counts {
  const names = ['targeted', 'expected', ...STANDINGS] as const;
  return Object.fromEntries(
    names.map((name) => [name, parts.reduce((sum, part) => sum + part[name], 0)]),
  ) as Counts;
}
