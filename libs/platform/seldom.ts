/**
 * Says things of one kind at most once a minute, while a server is away for example: one line rather than a flood, and in
 * it how many were left out since the last.
 */
export class Seldom {
  private saidAt = Number.NEGATIVE_INFINITY;
  private leftOut = 0;

  /** @param everyMs how often at most, on this process's own monotonic clock */
  constructor(private readonly everyMs = 60_000) {}

  /** @param write gets how many were left out since it was last called */
  say(write: (leftOut: number) => void): void {
    const at = performance.now();
    if (at - this.saidAt < this.everyMs) {
      this.leftOut += 1;
      return;
    }
    this.saidAt = at;
    write(this.leftOut);
    this.leftOut = 0;
  }
}
