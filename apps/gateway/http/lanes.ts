/** Maximum waiting work, running work included. */
export interface Places {
  /** Per requester. */
  each: number;
  all: number;
}

/** Serialises the work of each requester, so that concurrent requests of one requester use one connection. */
export class Lanes {
  private readonly waiting = new Map<string, number>();
  private readonly last = new Map<string, Promise<unknown>>();
  private inAll = 0;

  constructor(private readonly places: Places) {}

  /** @returns the result; null if the queue is full: then the work is not started */
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
