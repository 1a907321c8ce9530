/** So old a thing may be and still be given without asking; then it is given once more while it is asked for anew. */
const FRESH_MS = 300;
/** Older than this nothing is given: what was stopped or doubted must be said within a second or two. */
const OLDEST_MS = 1_000;

interface Kept<T> {
  thing: T;
  /** When the answer was asked for, in ms: it cannot be newer than that. */
  askedAt: number;
}

/**
 * Keeps what many ask for, for a second at most, so that thousands of readers cost the database a few questions. However
 * many ask at once, one question is under way for each key; nobody waits for it while what is kept is young enough.
 */
export class Shelf<T extends object> {
  /** The one asked for longest ago comes first. */
  private readonly kept = new Map<string, Kept<T>>();
  private readonly asking = new Map<string, Promise<T | null>>();

  /**
   * @param read gets the thing, and what was known of it: the same object back says that nothing has changed; null: there
   *   is none, which is not kept
   * @param most things kept
   * @param onTrouble hears of a question that failed while nobody waited for it
   * @param clock milliseconds, ever rising
   * @param ages what is kept for long where nobody minds
   */
  constructor(
    private readonly read: (key: string, before: T | null) => Promise<T | null>,
    private readonly most: number,
    private readonly onTrouble: (error: unknown) => void,
    private readonly clock: () => number = () => performance.now(),
    private readonly ages: { freshMs: number; oldestMs: number } = { freshMs: FRESH_MS, oldestMs: OLDEST_MS },
  ) {}

  /** The thing, a second old at most, or as old as it may be. @throws what `read` throws */
  get(key: string): T | null | Promise<T | null> {
    const kept = this.kept.get(key);
    const age = kept ? this.clock() - kept.askedAt : Number.POSITIVE_INFINITY;
    if (!kept || age > this.ages.oldestMs) return this.ask(key);
    if (age > this.ages.freshMs) this.ask(key).catch(this.onTrouble);
    return kept.thing;
  }

  /** Whether it was there when it was last asked for, and is kept. */
  has(key: string): boolean {
    return this.kept.has(key);
  }

  private ask(key: string): Promise<T | null> {
    const asking = this.asking.get(key);
    if (asking) return asking;
    const askedAt = this.clock();
    const asked = this.read(key, this.kept.get(key)?.thing ?? null)
      .then((thing) => {
        this.kept.delete(key);
        if (thing) this.kept.set(key, { thing, askedAt });
        const [oldest] = this.kept.keys();
        if (this.kept.size > this.most && oldest !== undefined) this.kept.delete(oldest);
        return thing;
      })
      .finally(() => this.asking.delete(key));
    this.asking.set(key, asked);
    return asked;
  }
}
