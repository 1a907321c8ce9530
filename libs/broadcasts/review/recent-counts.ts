/** How long a count is used, in ms. */
const FRESH_MS = 60_000;
/** Counts kept at most. */
const MOST = 200;

/** Counts of audiences, kept for a minute: counting is slow, and screens ask often. */
export class RecentCounts<T> {
  /** Oldest first. */
  private readonly counts = new Map<string, { count: T; at: number }>();

  /** @param at now @returns undefined when there is none, or it is too old */
  get(key: string, at: Date): T | undefined {
    const known = this.counts.get(key);
    return known && at.getTime() - known.at < FRESH_MS ? known.count : undefined;
  }

  set(key: string, count: T, at: Date): void {
    this.counts.delete(key);
    this.counts.set(key, { count, at: at.getTime() });
    const [oldest] = this.counts.keys();
    if (this.counts.size > MOST && oldest !== undefined) this.counts.delete(oldest);
  }
}
