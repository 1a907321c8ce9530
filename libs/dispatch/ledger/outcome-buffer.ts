import type { Settled } from './ledger.js';

/** The size of a group of outcomes, and the longest wait after its first outcome, in ms. */
const GROUP = 100;
const GROUP_MS = 200;

/** Collects the outcomes of one claim and writes them in groups, one group after the other. */
export class OutcomeBuffer {
  /** Settles when every group has been written, or given up by `write`. */
  readonly closed: Promise<void>;
  private close!: (written: Promise<void>) => void;
  private waiting: Settled[] = [];
  private timer: NodeJS.Timeout | undefined;
  private written: Promise<void> = Promise.resolve();
  private lost = false;

  /**
   * @param missing the number of outcomes to expect
   * @param write writes one group; `last` is true for the group that completes the claim, if every earlier group was
   *   written: ending a claim that still holds rows would leave them claimed for ever. A failure costs only its own group.
   */
  constructor(
    private missing: number,
    private readonly write: (settled: Settled[], last: boolean) => Promise<void>,
  ) {
    this.closed = new Promise((resolve) => {
      this.close = resolve;
    });
  }

  /** Buffers an outcome for the next grouped write. */
  add(addressId: string, settled: Omit<Settled, 'addressId'>): void {
    this.waiting.push({ addressId, ...settled });
    this.missing -= 1;
    if (this.missing === 0 || this.waiting.length >= GROUP) void this.flush();
    else this.timer ??= setTimeout(() => void this.flush(), GROUP_MS);
  }

  /** Writes what is buffered at once. @returns a promise that settles when it is written, or given up */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.waiting.length === 0) return this.written;
    const group = this.waiting;
    const last = this.missing === 0;
    this.waiting = [];
    this.written = this.written
      .then(() => this.write(group, last && !this.lost))
      .catch(() => {
        this.lost = true;
      });
    if (last) this.close(this.written);
    return this.written;
  }
}
