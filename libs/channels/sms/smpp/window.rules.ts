/** The largest sequence number (SMPP 3.4 §3.2); 1 follows it. */
const LAST_SEQUENCE = 0x7fff_ffff;

/**
 * The requests of one bind that have no answer yet, by sequence number. Answers come in any order; each request is taken
 * out once, by its answer, its time limit or the end of the bind.
 */
export class Window<Request> {
  private readonly open = new Map<number, Request>();
  private last: number;

  /** @param last the sequence number before the first */
  constructor(
    readonly size: number,
    last = 0,
  ) {
    this.last = last;
  }

  /** Requests without an answer. */
  get used(): number {
    return this.open.size;
  }

  get hasRoom(): boolean {
    return this.open.size < this.size;
  }

  /** A sequence number that no open request has. */
  next(): number {
    do this.last = this.last >= LAST_SEQUENCE ? 1 : this.last + 1;
    while (this.open.has(this.last));
    return this.last;
  }

  put(sequence: number, request: Request): void {
    this.open.set(sequence, request);
  }

  /** The open request with this number. */
  peek(sequence: number): Request | undefined {
    return this.open.get(sequence);
  }

  /** Takes a request out; undefined where it was answered or given up before, or there was none. */
  take(sequence: number): Request | undefined {
    const request = this.open.get(sequence);
    this.open.delete(sequence);
    return request;
  }

  /** Takes out all that is open: exactly what a broken link leaves unknown. */
  takeAll(): Request[] {
    const all = [...this.open.values()];
    this.open.clear();
    return all;
  }
}
