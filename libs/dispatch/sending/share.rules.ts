/** What a share is measured by. */
export interface Served {
  /** Its part, relative to the others'. */
  readonly share: number;
  /** Copies taken, divided by the share, since a common beginning. */
  readonly servedTo: number;
}

/**
 * How far an account that took nothing for a while may catch up, in copies of a share of one. Without a bound, one that
 * comes back after an hour would take everything until it had made up for that hour.
 */
const CATCH_UP = 100;

/** Where the measure of one begins among those that are ready: what lies too far back is forgotten. */
const since = ({ servedTo }: Served, ready: readonly Served[]): number =>
  Math.max(servedTo, Math.max(...ready.map((one) => one.servedTo)) - CATCH_UP);

/**
 * Chooses who has had least for its share (start-time fair queueing, Goyal 1996). Pure.
 * @param ready who can take something now
 */
export const fairest = <T extends Served>(ready: readonly T[]): T | null =>
  ready.reduce<T | null>(
    (least, one) => (least && since(least, ready) <= since(one, ready) ? least : one),
    null,
  );

/** Those among whom the next one is chosen: the preferred ones, or all where none is ready. Pure. */
export function foremost<T extends { readonly preferred: boolean }>(ready: readonly T[]): readonly T[] {
  const preferred = ready.filter((one) => one.preferred);
  return preferred.length > 0 ? preferred : ready;
}

/** The measure of one that takes copies, after them. Pure. @param ready as `fairest` was given */
export const servedWith = (one: Served, copies: number, ready: readonly Served[]): number =>
  since(one, ready) + copies / one.share;
