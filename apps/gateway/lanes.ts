/** What may wait at once, what is under way included. */
export interface Places {
  /** Of one asker. */
  each: number;
  all: number;
}

/** Does the work of one asker one after the other, so that many who ask for one thing hold no more than one connection. */
export class Lanes {
  private readonly waiting = new Map<string, number>();
  private readonly last = new Map<string, Promise<unknown>>();
  private inAll = 0;

  constructor(private readonly places: Places) {}

  /** @returns what the work comes to; null where too much waits already: then it is not begun */
  async run<T>(asker: string, work: () => Promise<T>): Promise<T | null> {
    const ahead = this.waiting.get(asker) ?? 0;
    if (this.inAll >= this.places.all || ahead >= this.places.each) return null;
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
