import { DataSource } from 'typeorm';
import { longTransaction, type Tx } from '../database.js';
import { Problem } from '../../http/problem.js';

/** Usual statement timeout, in ms: a read of a whole country takes minutes. */
const MAY_TAKE_MS = 5 * 60_000;
/** Maximum number of different reads that run or wait. */
const MOST = 8;
const COME_BACK_SECONDS = 30;

/**
 * Runs reads of whole tables one at a time, so that they use one connection and one core of the database, however many
 * people ask. A caller that asks for a read already running gets the same result.
 */
export class LargeReads {
  private readonly underWay = new Map<string, Promise<unknown>>();
  private last: Promise<unknown> = Promise.resolve();

  /** @param mayTakeMs statement timeout */
  constructor(
    private readonly database: DataSource,
    private readonly mayTakeMs = MAY_TAKE_MS,
  ) {}

  /**
   * @param key identifies the read
   * @throws Problem unavailable when too many reads wait
   */
  run<T>(key: string, read: (tx: Tx) => Promise<T>): Promise<T> {
    const same = this.underWay.get(key);
    if (same) return same as Promise<T>;
    if (this.underWay.size >= MOST)
      return Promise.reject(new Problem('busy', {}, [], { retryAfterSeconds: COME_BACK_SECONDS }));
    const mine = this.last
      .catch(() => undefined)
      .then(() =>
        longTransaction(this.database, this.mayTakeMs, async (tx) => {
          // All statements of a read see the same moment: its sums agree.
          await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
          return read(tx);
        }),
      )
      .finally(() => this.underWay.delete(key));
    this.last = mine;
    this.underWay.set(key, mine);
    return mine;
  }
}
