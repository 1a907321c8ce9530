/** What one asker waits for at once, the one under way included. */
const MOST_EACH = 16;
/** The same in all. */
const MOST = 256;

/** Does the work of one asker one after the other, so that many who ask for one thing hold no more than one connection. */
export class Lanes {
  private readonly waiting = new Map<string, number>();
  private readonly last = new Map<string, Promise<unknown>>();
  private inAll = 0;

  /** @returns what the work comes to; null where too much waits already: then it is not begun */
  async run<T>(asker: string, work: () => Promise<T>): Promise<T | null> {
    const ahead = this.waiting.get(asker) ?? 0;
    if (this.inAll >= MOST || ahead >= MOST_EACH) return null;
    this.waiting.set(asker, ahead + 1);
    this.inAll += 1;
    const mine = (this.last.get(asker) ?? Promise.resolve()).catch(() => undefined).then(work);
    this.last.set(asker, mine);
    try {
      return await mine;
    } finally {
      this.inAll -= 1;
      const left = (this.waiting.get(asker) ?? 1) - 1;
      if (left > 0) this.waiting.set(asker, left);
      else {
        this.waiting.delete(asker);
        this.last.delete(asker);
      }
    }
  }
}
