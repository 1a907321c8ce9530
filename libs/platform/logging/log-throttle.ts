/**
 * Throttles log lines of one kind to one a minute, for example while a server is unavailable. Each line reports how
 * many were suppressed since the last one.
 */
export class LogThrottle {
  private saidAt = Number.NEGATIVE_INFINITY;
  private leftOut = 0;

  /** @param everyMs shortest interval between two lines, in ms, on this process's monotonic clock */
  constructor(private readonly everyMs = 60_000) {}

  /** @param write gets the number of lines suppressed since its last call */
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
