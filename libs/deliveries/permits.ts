/** Somebody who waits for places. */
interface Waiting {
  least: number;
  most: number;
  go: (taken: number) => void;
}

/** Counts what may be under way at once; those who find no place wait their turn. */
export class Permits {
  private free: number;
  private readonly waiting: Waiting[] = [];
  private handingOut: NodeJS.Immediate | undefined;

  constructor(private readonly total: number) {
    this.free = total;
  }

  /**
   * Waits for `n` places, all at once, in turn.
   * @returns how many were taken: fewer than asked for where there are not so many at all
   */
  take(n: number): Promise<number> {
    const wanted = Math.min(n, this.total);
    return this.turn(wanted, wanted);
  }

  /**
   * Waits for a place, in turn, and takes those that have come free together with it, up to `n`: what begins together runs
   * together, at a fraction of the cost of each for itself.
   * @returns how many were taken
   */
  takeSome(n: number): Promise<number> {
    return this.turn(1, n);
  }

  /** Gives `n` places back. @throws Error when more are given than were taken: what is under way would have no bound */
  give(n: number): void {
    if (this.free + n > this.total)
      throw new Error(`${n} places were given back, of ${this.total - this.free} taken`);
    this.free += n;
    // At the end of the event loop's turn, when all that came in with this has been given back too.
    if (this.waiting.length > 0) this.handingOut ??= setImmediate(() => this.handOut());
  }

  private turn(least: number, most: number): Promise<number> {
    return new Promise((go) => {
      this.waiting.push({ least, most, go });
      if (this.handingOut === undefined) this.handOut();
    });
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
