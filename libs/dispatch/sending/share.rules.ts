/** What a share is measured by. */
export interface Served {
  /** Its part, relative to the others'. */
  readonly share: number;
  /** Copies taken, divided by the share, since a common beginning. */
  servedTo: number;
}

/**
 * How far an account that took nothing for a while may catch up, in copies of a share of one. Without a bound, one that
 * comes back after an hour would take everything until it had made up for that hour.
 */
const CATCH_UP = 100;

/**
 * Chooses who has had least for its share, and forgets what lies too far back (start-time fair queueing, Goyal 1996).
 * @param ready who can take something now
 */
export function fairest<T extends Served>(ready: readonly T[]): T | null {
  if (ready.length === 0) return null;
  const most = Math.max(...ready.map(({ servedTo }) => servedTo));
  for (const one of ready) one.servedTo = Math.max(one.servedTo, most - CATCH_UP);
  return ready.reduce((least, one) => (one.servedTo < least.servedTo ? one : least));
}
