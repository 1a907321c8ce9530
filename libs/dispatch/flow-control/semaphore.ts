/** A caller that waits for places. */
interface Waiting {
  least: number;
  most: number;
  go: (taken: number) => void;
}

/** A counting semaphore, first come, first served. */
export class Semaphore {
  private free: number;
  private readonly waiting: Waiting[] = [];
  private handingOut: NodeJS.Immediate | undefined;

  constructor(private total: number) {
    this.free = total;
  }

  /** Takes up to `n` places without waiting; none while others wait. @returns how many were taken */
  takeNow(n: number): number {
    const taken = this.waiting.length > 0 ? 0 : Math.max(0, Math.min(n, this.free));
    this.free -= taken;
    return taken;
  }

  /** Waits in order for `n` places at once. @returns how many were taken: fewer than `n` if there are fewer in all */
  take(n: number): Promise<number> {
    const wanted = Math.min(n, this.total);
    return new Promise((go) => this.queue({ least: wanted, most: wanted, go }));
  }

  /**
   * Waits in order for a place and takes those freed together with it, up to `n`: work that starts together runs together,
   * at a fraction of the cost per item.
   * @param withinMs how long to wait at most
   * @returns how many were taken; 0 when there were none within that time
   */
  takeSome(n: number, withinMs: number): Promise<number> {
    return new Promise((resolve) => {
      const late = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(one), 1);
        resolve(0);
      }, withinMs);
      const go = (taken: number): void => {
        clearTimeout(late);
        resolve(taken);
      };
      const one = { least: 1, most: n, go };
      this.queue(one);
    });
  }

  /** Returns `n` places. @throws Error when more are returned than were taken: concurrency would have no bound */
  give(n: number): void {
    if (this.free + n > this.total)
      throw new Error(`${n} places were given back, of ${this.total - this.free} taken`);
    this.free += n;
    this.handOutSoon();
  }

  /** Changes how many places there are. Those that are taken stay taken until they are returned. */
  resize(total: number): void {
    this.free += total - this.total;
    this.total = total;
    this.handOutSoon();
  }

  private handOutSoon(): void {
    // Deferred to the end of the event loop's turn, when everything that settled with this has been returned too.
    if (this.waiting.length > 0) this.handingOut ??= setImmediate(() => this.handOut());
  }

  private queue(one: Waiting): void {
    this.waiting.push(one);
    if (this.handingOut === undefined) this.handOut();
  }

  private handOut(): void {
    this.handingOut = undefined;
    for (let first = this.waiting[0]; first && this.free >= first.least; first = this.waiting[0]) {
      this.waiting.shift();
      const taken = Math.min(first.most, this.free);
      this.free -= taken;
      first.go(taken);
    }
  }
}
