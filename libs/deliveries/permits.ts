/** Counts what may be under way at once; those who find no place wait their turn. */
export class Permits {
  private free: number;
  private readonly waiting: { n: number; go: () => void }[] = [];

  constructor(private readonly total: number) {
    this.free = total;
  }

  /**
   * Waits for `n` places, all at once, in turn.
   * @returns how many were taken: fewer than asked for where there are not so many at all
   */
  async take(n: number): Promise<number> {
    const wanted = Math.min(n, this.total);
    if (this.waiting.length === 0 && this.free >= wanted) {
      this.free -= wanted;
      return wanted;
    }
    await new Promise<void>((go) => this.waiting.push({ n: wanted, go }));
    return wanted;
  }

  /** Gives `n` places back. @throws Error when more are given than were taken: what is under way would have no bound */
  give(n: number): void {
    if (this.free + n > this.total)
      throw new Error(`${n} places were given back, of ${this.total - this.free} taken`);
    this.free += n;
    for (let first = this.waiting[0]; first && this.free >= first.n; first = this.waiting[0]) {
      this.waiting.shift();
      this.free -= first.n;
      first.go();
    }
  }
}
