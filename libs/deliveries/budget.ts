import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Channel } from '#channels';
import { row } from '#platform';
import { LATEST_MS, slotsToReserve, stepMs } from './pace.rules.js';

/** Round trips remembered when judging how the database's clock and ours stand to each other. */
const SAMPLES = 50;

/**
 * What one provider account may send per second, shared by the whole fleet: one row holds the next free slot, workers
 * reserve a few slots at a time and hand over at those instants. Exact over any number of workers, on either queue.
 */
export class Budget {
  private readonly offsets: number[] = [];

  /**
   * @param account names the row
   * @param rate messages a second; null: no limit
   */
  constructor(
    private readonly database: DataSource,
    private readonly account: string,
    private readonly rate: number | null,
  ) {}

  /** Makes the account's row, or sets its rate. */
  async open(): Promise<void> {
    await this.database.query(
      `INSERT INTO budgets (account, rate_per_second) VALUES ($1, $2)
       ON CONFLICT (account) DO UPDATE SET rate_per_second = excluded.rate_per_second`,
      [this.account, this.rate],
    );
  }

  /**
   * Runs `start` for each item, in order, each at a slot of its own. `start` must hand over without waiting: it is not
   * awaited. Slots that this process comes too late for are given up and reserved anew.
   * @param admit asked for places among the hand-overs under way before their slots are reserved: a message that had
   *   its slot and then waited for a place would leave at the wrong time
   */
  async pace<T>(
    items: readonly T[],
    admit: (n: number) => Promise<void>,
    start: (item: T) => void,
  ): Promise<void> {
    if (this.rate === null) {
      for (const item of items) {
        await admit(1);
        start(item);
      }
      return;
    }
    const step = stepMs(this.rate);
    let admitted = 0;
    for (let next = 0; next < items.length;) {
      if (next === admitted) {
        const more = slotsToReserve(this.rate, items.length - next);
        await admit(more);
        admitted += more;
      }
      const slots = admitted - next;
      const first = await this.reserve(slots, step);
      for (let slot = 0; slot < slots; slot++) {
        const at = first + slot * step;
        const wait = at - performance.now();
        if (wait > 1) await sleep(wait);
        if (performance.now() - at > LATEST_MS) continue;
        start(items[next] as T);
        next += 1;
      }
    }
  }

  /** The channel as notices use it: each message waits for a slot of the account's. */
  paced(channel: Channel): Channel {
    return {
      name: channel.name,
      check: () => channel.check(),
      close: () => channel.close(),
      send: (message) =>
        new Promise((resolve, reject) => {
          this.pace(
            [message],
            () => Promise.resolve(),
            (one) => void channel.send(one).then(resolve, reject),
          ).catch(reject);
        }),
    };
  }

  /** The provider said slow down: the whole fleet hands nothing over for this long, in ms. */
  async slowDown(ms: number): Promise<void> {
    await this.database.query(
      `UPDATE budgets SET next_slot = greatest(next_slot, clock_timestamp() + make_interval(secs => $2 / 1000.0)) WHERE account = $1`,
      [this.account, ms],
    );
  }

  /** Reserves slots; gives the first one's instant on this process's own monotonic clock, in ms. */
  private async reserve(slots: number, step: number): Promise<number> {
    const found = await row<{ first: number; now: number }>(
      this.database.manager,
      `UPDATE budgets SET next_slot = greatest(next_slot, clock_timestamp()) + make_interval(secs => $2::float8 / 1000)
       WHERE account = $1
       RETURNING extract(epoch FROM next_slot)::float8 * 1000 - $2::float8 AS first,
         extract(epoch FROM clock_timestamp())::float8 * 1000 AS now`,
      [this.account, slots * step],
    );
    if (!found) throw new Error(`There is no budget ${this.account}`);
    // The quickest of the last answers tells best how far our clock is from the database's.
    this.offsets.push(performance.now() - found.now);
    if (this.offsets.length > SAMPLES) this.offsets.shift();
    return found.first + Math.min(...this.offsets);
  }
}
