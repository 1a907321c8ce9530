import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Channel } from '#channels';
import { row } from '#platform';
import {
  aheadMs,
  CONTENDED_MS,
  delayMs,
  LATEST_MS,
  NOTICES_SHARE,
  SHARE,
  slotsToReserve,
  stepMs,
  type Use,
} from './pace.rules.js';

/** No "slow down" stops an account for longer, in ms: whoever says ten years would stop it for good, and unseen. */
const LONGEST_SLOW_DOWN_MS = 10 * 60_000;
/** Answers remembered, when judging how long one usually takes. */
const ANSWERS = 50;
/**
 * Readings of the database's clock remembered, when judging how it and ours stand to each other. Many: where the machine
 * is busy, few come without delay, and every change of mind moves this process's slots against the others'.
 */
const READINGS = 500;
/** While there is nothing to be had, the budget is looked at again this often, in ms: others may move it, or we stop. */
const LOOK_MS = 250;
/** Readings of the database's clock before the first slot: one alone may have come late. */
const FIRST_READINGS = 10;

/** Slots reserved: the first one's instant on this process's own monotonic clock, in ms. */
interface Reservation {
  first: number;
  /** From one slot to the next, in ms. */
  step: number;
  /** How far slots had been moved on by this process until then, in ms. */
  moved: number;
}

/**
 * What one provider account may send per second, shared by the whole fleet: one row holds the next free slot, workers
 * reserve a few slots at a time and hand over at those instants. Exact over any number of workers, on either queue.
 *
 * Broadcasts and notices share it: a notice gets in before copies do, and while copies want slots, notices as a whole get
 * no more than their share. Whoever asks for a notice again and again holds up no broadcast, and no broadcast a code.
 *
 * A provider counts arrivals, and a message may arrive late: a process stalls, a packet is lost. Then the slots to come
 * move on by as much, before the one that would share its second is reserved.
 */
export class Budget {
  private readonly offsets: number[] = [];
  /** From slot to answer, of the last messages, in ms. */
  private readonly answers: number[] = [];
  /** How far this process has moved slots on, in ms. */
  private moved = 0;
  /** No slot before this instant is used; on our own clock. */
  private quietUntil = 0;
  /** When it was last asked whether anything is to be had; on our own clock. */
  private lookedAt = Number.NEGATIVE_INFINITY;
  /** The last reservation of each use: a notice that waits for its share holds up no copy. */
  private readonly turns: Record<Use, Promise<unknown>> = {
    broadcasts: Promise.resolve(),
    notices: Promise.resolve(),
  };

  /**
   * @param account names the row
   * @param rate messages a second; null: no limit. From the first reading on it is the row's, which every worker paces by
   */
  constructor(
    private readonly database: DataSource,
    private readonly account: string,
    private rate: number | null,
  ) {}

  /**
   * Makes the account's row, or sets its rate for the whole fleet, and compares clocks.
   * @returns the rate that the row had, where it was another one: workers whose settings differ set it in turns
   */
  async open(): Promise<{ was: number | null } | null> {
    const { rate } = this;
    const before = await row<{ was: number | null; made: boolean }>(
      this.database.manager,
      `WITH before AS MATERIALIZED (SELECT account, rate_per_second AS was FROM budgets WHERE account = $1)
       INSERT INTO budgets AS b (account, rate_per_second) VALUES ($1, $2)
       ON CONFLICT (account) DO UPDATE SET rate_per_second = excluded.rate_per_second
       RETURNING (SELECT was FROM before), (SELECT account FROM before) IS NULL AS made`,
      [this.account, rate],
    );
    for (let reading = 0; reading < FIRST_READINGS; reading++) {
      const found = await row<{ now: number }>(
        this.database.manager,
        `SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS now`,
      );
      if (found) this.compare(found.now);
    }
    return before && !before.made && before.was !== rate ? { was: before.was } : null;
  }

  /** Waits until slots are to be had soon, or `over` says so: what were claimed before then would only lie about. */
  async ready(over: () => boolean): Promise<void> {
    // Where there is no limit this is asked so often that a moment's delay in hearing of a "slow down" buys much.
    if (
      this.rate === null &&
      performance.now() < this.lookedAt + LOOK_MS &&
      performance.now() > this.quietUntil
    )
      return;
    while (!over()) {
      const ms = await this.untilNear();
      this.lookedAt = performance.now();
      if (ms <= 0) return;
      await sleep(Math.min(ms, LOOK_MS));
    }
  }

  /**
   * Runs `start` for each item, in order, each at a slot of its own. `start` must hand over without waiting: it is not
   * awaited. Slots that this process comes too late for are given up and reserved anew.
   * @param start gives what settles with the provider's answer
   * @param admit asked for places among the hand-overs under way before their slots are reserved: a message that had
   *   its slot and then waited for a place would leave at the wrong time; gives how many there were
   * @param over whether to start no more; asked just before each start
   * @param use what the items are
   * @throws Error when the database is away; what has been started by then stays so
   */
  async pace<T>(
    items: readonly T[],
    admit: (n: number) => Promise<number>,
    start: (item: T) => Promise<unknown>,
    over: () => boolean = () => false,
    use: Use = 'broadcasts',
  ): Promise<void> {
    if (this.rate === null) return this.unlimited(items, admit, start, over);
    let admitted = 0;
    for (let next = 0; next < items.length;) {
      const wanted = items.length - next;
      if (next === admitted)
        admitted += await admit(this.rate === null ? wanted : slotsToReserve(this.rate, wanted));
      const slots = admitted - next;
      const reserved = await this.reserve(slots, over, use);
      if (!reserved) return;
      for (let slot = 0; slot < slots; slot++) {
        const at = reserved.first + slot * reserved.step;
        const wait = at - performance.now();
        if (wait > 1) await sleep(wait);
        if (performance.now() - at > LATEST_MS || at < this.quietUntil) continue;
        if (over()) return;
        void this.heed(start(items[next] as T), at, reserved.moved);
        next += 1;
      }
    }
  }

  /** Without a limit there are no slots; a provider's "slow down" is heeded all the same. */
  private async unlimited<T>(
    items: readonly T[],
    admit: (n: number) => Promise<number>,
    start: (item: T) => Promise<unknown>,
    over: () => boolean,
  ): Promise<void> {
    for (let next = 0; next < items.length;) {
      const places = await admit(items.length - next);
      while (performance.now() < this.quietUntil && !over())
        await sleep(Math.min(LOOK_MS, this.quietUntil - performance.now()));
      for (const item of items.slice(next, next + places)) {
        if (over()) return;
        void start(item);
      }
      next += places;
    }
  }

  /**
   * The channel as notices use it: each message waits for a slot of the account's, and a "slow down" that one of them
   * gets slows the account down.
   * @param over whether to wait no longer: what has no slot by then is to be tried again
   * @param waitMs how long one message waits at most: its lease must outlast the wait and the hand-over
   */
  paced(channel: Channel, over: () => boolean, waitMs: number): Channel {
    return {
      name: channel.name,
      atOnce: channel.atOnce,
      // Nothing is done about a notice once it is out.
      revisions: null,
      check: () => channel.check(),
      close: () => channel.close(),
      send: async (message) => {
        const until = performance.now() + waitMs;
        const late = (): boolean => over() || performance.now() >= until;
        const answer = await this.atSlot(() => channel.send(message), late, 'notices');
        if (answer?.kind === 'slow_down')
          // Where the database is away this process is quiet all the same, and what came of the message counts more.
          await this.slowDown(answer.afterMs, answer.reason).catch(() => undefined);
        return answer ?? { kind: 'retry', reason: 'no slot' };
      },
    };
  }

  /**
   * Makes one call to the provider at a slot of its own.
   * @param over whether to wait no longer
   * @returns null when it had no slot by then, or the database is away: it was not made
   */
  async atSlot<T extends object>(
    call: () => Promise<T>,
    over: () => boolean,
    use: Use = 'broadcasts',
  ): Promise<T | null> {
    let answer: Promise<T> | undefined;
    try {
      await this.pace(
        [call],
        (n) => Promise.resolve(n),
        (one) => (answer = one()),
        over,
        use,
      );
    } catch (error) {
      if (answer) throw error;
    }
    return answer ?? null;
  }

  /**
   * The provider said slow down: this process hands nothing over for this long, in ms, and the others nothing but what
   * they have reserved. After ten minutes it is asked again, however long it said. One that follows another within ten
   * seconds after its rest continues it.
   * @param reason the provider's code
   */
  async slowDown(asked: number, reason: string | null = null): Promise<void> {
    const ms = Math.min(asked, LONGEST_SLOW_DOWN_MS);
    this.quietUntil = Math.max(this.quietUntil, performance.now() + ms);
    await this.database.query(
      `UPDATE budgets SET next_slot = greatest(next_slot, clock_timestamp() + make_interval(secs => $2 / 1000.0)),
         slowed_since = CASE WHEN slowed_until > clock_timestamp() - interval '10 seconds' THEN slowed_since ELSE clock_timestamp() END,
         slowed_until = greatest(slowed_until, clock_timestamp() + make_interval(secs => $2 / 1000.0)), slow_reason = $3
       WHERE account = $1`,
      [this.account, ms, reason],
    );
  }

  /** Moves the slots to come on where an answer tells that its message may have arrived late. */
  private async heed(answer: Promise<unknown>, at: number, movedBefore: number): Promise<void> {
    await Promise.allSettled([answer]);
    const late = performance.now() - at;
    // What has been moved since the slot was reserved keeps away from this message too.
    const ms = delayMs(late, median(this.answers)) - (this.moved - movedBefore);
    remember(this.answers, late, ANSWERS);
    if (ms <= 0) return;
    this.moved += ms;
    await this.database
      .query(
        `UPDATE budgets SET next_slot = greatest(next_slot, clock_timestamp()) + make_interval(secs => $2 / 1000.0) WHERE account = $1`,
        [this.account, ms],
      )
      // Where the database is away nothing is reserved either; the next late answer finds this move still missing.
      .catch(() => (this.moved -= ms));
  }

  /** Reserves slots, one lane after the other. */
  private reserve(slots: number, over: () => boolean, use: Use): Promise<Reservation | null> {
    const mine = this.turns[use].then(() => this.reserveInTurn(slots, over, use));
    this.turns[use] = mine.catch(() => undefined);
    return mine;
  }

  private async reserveInTurn(slots: number, over: () => boolean, use: Use): Promise<Reservation | null> {
    for (;;) {
      if (over()) return null;
      const moved = this.moved;
      const found = await row<{ end: number; rate: number | null; now: number }>(
        this.database.manager,
        RESERVE[use],
        [this.account, slots],
      );
      if (found) {
        this.rate = found.rate;
        const step = found.rate === null ? 0 : stepMs(found.rate);
        return { first: found.end - slots * step + this.compare(found.now), step, moved };
      }
      await sleep(Math.min(LOOK_MS, Math.max(1, await this.untilNear(use))));
    }
  }

  /** How long until slots may be reserved again, in ms; not above 0 when they may be now. */
  private async untilNear(use: Use = 'broadcasts'): Promise<number> {
    const found = await row<{ ms: number; noticesMs: number; rate: number | null }>(
      this.database.manager,
      // Where there is no limit nothing is shared out, and this is asked too often to write each time.
      this.rate === null || use === 'notices' ? LOOK : WANT,
      [this.account],
    );
    if (!found) throw new Error(`There is no budget ${this.account}`);
    this.rate = found.rate;
    // Without a limit only a provider's "slow down" ever moves the row.
    if (this.rate === null) this.quietUntil = Math.max(this.quietUntil, performance.now() + found.ms);
    const share = use === 'notices' ? found.noticesMs : Number.NEGATIVE_INFINITY;
    return Math.max(found.ms - aheadMs(use), share, this.quietUntil - performance.now());
  }

  /** How far our clock is from the database's, in ms: the quickest of the last answers tells best. */
  private compare(now: number): number {
    remember(this.offsets, performance.now() - now, READINGS);
    return Math.min(...this.offsets);
  }
}

const ms = (instant: string): string => `extract(epoch FROM ${instant})::float8 * 1000`;
/** Copies wanted slots just now. */
const CONTENDED = `wanted_at > clock_timestamp() - interval '${CONTENDED_MS} ms'`;
/** $2 slots further on, at this share of the account's rate. */
const after = (slot: string, share: number): string =>
  `greatest(${slot}, clock_timestamp()) + make_interval(secs => coalesce($2::float8 / (rate_per_second * ${SHARE * share}), 0))`;

/** Takes $2 slots of the account $1, where the next free one is near. */
const reserving = (use: Use, set: string, condition: string): string =>
  `UPDATE budgets SET next_slot = ${after('next_slot', 1)}, ${set}
   WHERE account = $1 AND next_slot <= clock_timestamp() + interval '${aheadMs(use)} ms' AND (${condition})
   RETURNING ${ms('next_slot')} AS end, rate_per_second AS rate, ${ms('clock_timestamp()')} AS now`;
const RESERVE: Record<Use, string> = {
  broadcasts: reserving('broadcasts', 'wanted_at = clock_timestamp()', 'true'),
  notices: reserving(
    'notices',
    `next_notice = CASE WHEN ${CONTENDED} THEN ${after('next_notice', NOTICES_SHARE)} ELSE next_notice END`,
    `NOT ${CONTENDED} OR next_notice <= clock_timestamp()`,
  ),
};

const LOOKED = `${ms('next_slot - clock_timestamp()')} AS ms, rate_per_second AS rate,
  CASE WHEN ${CONTENDED} THEN ${ms('greatest(next_notice, clock_timestamp()) - clock_timestamp()')} ELSE 0 END AS "noticesMs"`;
const LOOK = `SELECT ${LOOKED} FROM budgets WHERE account = $1`;
/** The same, by who wants slots for copies. */
const WANT = `UPDATE budgets SET wanted_at = clock_timestamp() WHERE account = $1 RETURNING ${LOOKED}`;

function remember(samples: number[], sample: number, most: number): void {
  samples.push(sample);
  if (samples.length > most) samples.shift();
}

function median(samples: readonly number[]): number {
  return [...samples].sort((a, b) => a - b)[samples.length >> 1] ?? 0;
}
