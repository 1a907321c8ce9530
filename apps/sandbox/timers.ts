/** Things to do later, which all come to nothing once the sandbox stops. */
export class Timers {
  readonly #waiting = new Set<NodeJS.Timeout>();
  #stopped = false;

  /** Does it after so many milliseconds, at once if none. */
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
