/** Delayed work that is cancelled when the sandbox stops. */
export class Timers {
  readonly #waiting = new Set<NodeJS.Timeout>();
  #stopped = false;

  /** Runs work after a delay in milliseconds; at once for 0. */
  after(milliseconds: number, work: () => void): void {
    if (this.#stopped) return;
    if (milliseconds <= 0) return work();
    const timer = setTimeout(() => {
      this.#waiting.delete(timer);
      work();
    }, milliseconds);
    this.#waiting.add(timer);
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#waiting) clearTimeout(timer);
    this.#waiting.clear();
  }
}
