const WINDOW_MS = 60_000;

/** Limits how often each of some callers may ask in a minute, within one program. */
export class RequestRate {
  private began = 0;
  private asked = new Map<string, number>();

  /** @param most requests of one caller in a minute */
  constructor(private readonly most: number) {}

  /**
   * Counts a request.
   * @param now in ms, of a clock that never goes back
   * @returns 0, or after how many seconds the caller may ask again
   */
  take(caller: string, now: number): number {
    if (now - this.began >= WINDOW_MS) {
      this.began = now;
      this.asked = new Map();
    }
    const count = (this.asked.get(caller) ?? 0) + 1;
    this.asked.set(caller, count);
    return count > this.most ? Math.ceil((WINDOW_MS - (now - this.began)) / 1000) : 0;
  }
}
