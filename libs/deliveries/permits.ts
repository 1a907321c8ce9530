/** Counts what may be under way at once; those who find no place wait their turn. */
export class Permits {
  private free_: number;
  private readonly waiting: { n: number; go: () => void }[] = [];

  constructor(private readonly total: number) {
    this.free_ = total;
  }

  /** Waits for `n` places, all at once, in turn. More than there are at all counts as all. */
  async take(n: number): Promise<void> {
    const wanted = Math.min(n, this.total);
    if (this.waiting.length === 0 && this.free_ >= wanted) {
      this.free_ -= wanted;
      return;
    }
    await new Promise<void>((go) => this.waiting.push({ n: wanted, go }));
  }

  /** Gives `n` places back. */
  give(n: number): void {
    this.free_ += n;
    for (let first = this.waiting[0]; first && this.free_ >= first.n; first = this.waiting[0]) {
      this.waiting.shift();
      this.free_ -= first.n;
      first.go();
    }
  }

  /** Waits until there is a free place, without taking it. */
  async free(): Promise<void> {
    await this.take(1);
    this.give(1);
  }
}
