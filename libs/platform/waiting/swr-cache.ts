/** Fresh for this long, in ms. After that a value is returned once more while it is read again. */
const FRESH_MS = 300;
/** Maximum age of a cached value that is returned, in ms: a stopped or doubted broadcast must show within a second or two. */
const OLDEST_MS = 1_000;

interface Kept<T> {
  value: T;
  /** When the read began, in ms: the value cannot be newer than that. */
  askedAt: number;
}

/**
 * Caches values that many readers request, for a second at most, so that thousands of readers cost the database a few
 * queries. Serves a stale value while it revalidates: each key has one read at a time, and nobody waits for it while
 * the cached value is young enough.
 */
export class SwrCache<T extends object> {
  /** The value with the earliest read comes first. */
  private readonly kept = new Map<string, Kept<T>>();
  private readonly asking = new Map<string, Promise<T | null>>();

  /**
   * @param read loads the value and gets the cached one: the same object back means that nothing has changed; null
   *   means that there is none, which is not cached
   * @param most maximum number of cached values
   * @param onTrouble gets the error of a read that nobody waited for
   * @param clock a monotonic clock, in ms
   * @param ages longer limits, for values that may be older
   */
  constructor(
    private readonly read: (key: string, before: T | null) => Promise<T | null>,
    private readonly most: number,
    private readonly onTrouble: (error: unknown) => void,
    private readonly clock: () => number = () => performance.now(),
    private readonly ages: { freshMs: number; oldestMs: number } = { freshMs: FRESH_MS, oldestMs: OLDEST_MS },
  ) {}

  /**
   * Returns the value: a cached one is `oldestMs` old at most. Whoever waits for a read that others began gets a value as old
   * as that read, which its own time-out limits: a second read of a slow server would make it slower.
   * @throws the error of `read`
   */
  get(key: string): T | null | Promise<T | null> {
    return this.young(key) ?? this.ask(key);
  }

  /** Returns the cached value, and revalidates it if it is stale; null unless one is young enough. */
  young(key: string): T | null {
    const kept = this.kept.get(key);
    if (!kept) return null;
    const age = this.clock() - kept.askedAt;
    if (age > this.ages.oldestMs) return null;
    if (age > this.ages.freshMs && !this.asking.has(key)) this.ask(key).catch(this.onTrouble);
    return kept.value;
  }

  /** Whether the last read found a value, and it is still cached. */
  has(key: string): boolean {
    return this.kept.has(key);
  }

  private ask(key: string): Promise<T | null> {
    const asking = this.asking.get(key);
    if (asking) return asking;
    const askedAt = this.clock();
    const asked = this.read(key, this.kept.get(key)?.value ?? null)
      .then((value) => {
        this.kept.delete(key);
        if (value) this.kept.set(key, { value, askedAt });
        const [oldest] = this.kept.keys();
        if (this.kept.size > this.most && oldest !== undefined) this.kept.delete(oldest);
        return value;
      })
      .finally(() => this.asking.delete(key));
    this.asking.set(key, asked);
    return asked;
  }
}
