import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel, ChannelName } from '#channels';
import type { Account } from '#channels/accounts';
import { type Database, row } from '#platform/database';
import {
  aheadMs,
  CONTENDED_MS,
  delayMs,
  LATEST_MS,
  marginOf,
  median,
  NOTICES_SHARE,
  SHARE,
  slotsToReserve,
  stepMs,
  type Use,
} from './pace.rules.js';
import { type Held, HeldSlots } from './held-slots.js';

/** The longest "slow down" that is obeyed, in ms. A longer one would stop the account for good without anybody noticing. */
const LONGEST_SLOW_DOWN_MS = 10 * 60_000;
/** Recent answers kept to determine the usual response time. */
const ANSWERS = 50;
/**
 * Readings of the database's clock kept to determine its offset from ours. Many, because on a busy machine few readings
 * arrive without delay, and every change of the offset moves this process's slots against the others'.
 */
const READINGS = 500;
/**
 * While no slot is available, the budget is read again at this interval, in ms: others may move it, or this process may
 * stop.
 */
const LOOK_MS = 250;
/** Readings of the database's clock before the first slot: a single one may be delayed. */
const FIRST_READINGS = 10;

/** Reserved slots. */
interface Reservation extends Held {
  /** How far this process had moved slots when it reserved these, in ms. */
  moved: number;
}

/**
 * The rate limit of one provider account, shared by the whole fleet. One row holds the next free slot; workers reserve a
 * few slots at a time and hand over at those instants. Exact over any number of workers, with either queue.
 *
 * Broadcasts and notices share it. A notice goes ahead of copies, but while copies want slots, notices together get no more
 * than their share. Repeated requests for notices cannot delay a broadcast, and a broadcast cannot delay a code.
 *
 * A provider counts arrivals, and a message may arrive late: a process stalls, a packet is lost. The following slots then
 * move by the same amount, before the slot that would share its second is reserved. A message without an answer may arrive
 * at any moment, and takes a slot of every second (see HeldSlots).
 */
export class Budget {
  private readonly offsets: number[] = [];
  /** From slot to answer for recent messages, in ms. */
  private readonly answers: number[] = [];
  /** How far this process has moved slots so far, in ms. */
  private moved = 0;
  private readonly heldSlots = new HeldSlots((slots) => this.hold(slots));
  /** No slot before this instant is used; on this process's clock. */
  private quietUntil = 0;
  /** When slot availability was last checked; on this process's clock. */
  private lookedAt = Number.NEGATIVE_INFINITY;
  /** The last reservation of each use. They are separate, so a notice that waits for its share does not delay a copy. */
  private readonly turns: Record<Use, Promise<unknown>> = {
    broadcasts: Promise.resolve(),
    notices: Promise.resolve(),
  };

  /** Slots a second. After the first reading those of the row: all workers pace by that. */
  private rate: number | null;

  constructor(
    private readonly database: Database,
    private readonly of: Pick<Account, 'name' | 'channel' | 'rate' | 'unit'> &
      Partial<Pick<Account, 'routes'>>,
  ) {
    this.rate = of.rate === null ? null : of.rate - marginOf(of.unit);
  }

  /**
   * Creates the account's row or sets its rate for the whole fleet, and compares clocks.
   * @returns the row's previous rate when it differs: workers with different settings overwrite it in turn
   */
  async open(): Promise<{ was: number | null } | null> {
    const { name, channel, rate, unit, routes = [] } = this.of;
    const before = await row<{ was: number | null; made: boolean }>(
      this.database.manager,
      `WITH before AS MATERIALIZED (SELECT account, rate_per_second AS was FROM budgets WHERE account = $1)
       INSERT INTO budgets AS b (account, channel, rate_per_second, margin, routes) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (account) DO UPDATE SET channel = excluded.channel, rate_per_second = excluded.rate_per_second, margin = excluded.margin,
         routes = excluded.routes
       RETURNING (SELECT was FROM before), (SELECT account FROM before) IS NULL AS made`,
      [name, channel, rate, marginOf(unit), routes],
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

  /**
   * Waits until rate-limit slots are available soon or `over()` is true. Claiming earlier would hold rows that cannot be
   * sent yet.
   */
  async ready(over: () => boolean): Promise<void> {
    while (!over()) {
      const ms = await this.waitMs();
      if (ms <= 0) return;
      await sleep(Math.min(ms, LOOK_MS));
    }
  }

  /** Whether this process waits for the end of a "slow down". */
  get slowed(): boolean {
    return performance.now() < this.quietUntil;
  }

  /** How long until rate-limit slots are available soon, in ms; 0 or less: they are. */
  async waitMs(): Promise<number> {
    // Without a limit this is called very often: reading the row only every LOOK_MS saves much and delays a "slow down"
    // little.
    if (
      this.rate === null &&
      performance.now() < this.lookedAt + LOOK_MS &&
      performance.now() > this.quietUntil
    )
      return 0;
    const ms = await this.untilNear();
    this.lookedAt = performance.now();
    return ms;
  }

  /**
   * Runs `start` for each item, in order, each at a slot of its own. `start` must hand over without waiting: it is not
   * awaited. Slots that this process misses are given up and reserved again.
   * @param start returns a promise that settles with the provider's answer
   * @param admit takes places among the hand-overs under way, before slots are reserved, and returns how many it got; 0: it
   *   is asked again. A message that waited for a place after its slot would leave at the wrong time
   * @param over whether to stop; checked just before each start
   * @param use what the items are
   * @param slotsOf how many slots an item takes; it starts at the last of them
   * @throws Error when the database is away; items already started are not affected
   */
  async pace<T>(
    items: readonly T[],
    admit: (n: number) => Promise<number>,
    start: (item: T) => Promise<unknown>,
    over: () => boolean = () => false,
    use: Use = 'broadcasts',
    slotsOf: (item: T) => number = () => 1,
  ): Promise<void> {
    if (this.rate === null) return this.unlimited(items, admit, start, over);
    let admitted = 0;
    for (let next = 0; next < items.length;) {
      const wanted = items.length - next;
      if (next === admitted)
        admitted += await admit(this.rate === null ? wanted : slotsToReserve(this.rate, wanted));
      if (next === admitted) {
        if (over()) return;
        continue;
      }
      const slots = items.slice(next, admitted).reduce((sum, item) => sum + slotsOf(item), 0);
      const reserved = await this.reserve(slots, over, use);
      if (!reserved) return;
      for (let slot = -1; next < admitted;) {
        const item = items[next] as T;
        const last = slot + slotsOf(item);
        // Slots were missed: the rest gets others.
        if (last >= slots) break;
        const at = reserved.first + last * reserved.step;
        const wait = at - performance.now();
        if (wait > 1) await sleep(wait);
        if (performance.now() - at > LATEST_MS || at < this.quietUntil) {
          slot += 1;
          continue;
        }
        if (over()) return;
        void this.keepDistance(start(item), at, slotsOf(item), reserved.moved);
        slot = last;
        next += 1;
      }
    }
  }

  /** Starts items without slots. A provider's "slow down" still applies. */
  private async unlimited<T>(
    items: readonly T[],
    admit: (n: number) => Promise<number>,
    start: (item: T) => Promise<unknown>,
    over: () => boolean,
  ): Promise<void> {
    for (let next = 0; next < items.length;) {
      const places = await admit(items.length - next);
      if (places === 0 && over()) return;
      const rest = (): number => this.quietUntil - performance.now();
      for (let ms = rest(); ms > 0 && !over(); ms = rest()) await sleep(Math.min(LOOK_MS, ms));
      for (const item of items.slice(next, next + places)) {
        if (over()) return;
        void start(item);
      }
      next += places;
    }
  }

  /**
   * Returns an account's adapter for notices: each message waits for a slot of the account, and a "slow down" it receives
   * applies to the whole account.
   * @param over whether to stop waiting: a message without a slot is then to be retried
   * @param waitMs how long one message waits at most: its lease must outlast the wait and the hand-over
   */
  paced(channel: Channel, over: () => boolean, waitMs: number): Pick<Channel, 'send'> {
    return {
      send: async (message) => {
        const until = performance.now() + waitMs;
        const late = (): boolean => over() || performance.now() >= until;
        const slots = this.of.unit === 'segments' ? (channel.segmentsOf?.(message.text) ?? 1) : 1;
        const answer = await this.atSlot(() => channel.send(message), late, 'notices', slots);
        if (answer?.kind === 'slow_down')
          // Without the database, this process still pauses, and the message's outcome matters more.
          await this.slowDown(answer.afterMs, answer.reason).catch(() => undefined);
        return answer ?? { kind: 'retry', reason: 'no slot' };
      },
    };
  }

  /**
   * Makes one call to the provider at a slot of its own.
   * @param over whether to stop waiting
   * @returns null when it got no slot or the database is away: the call was not made
   */
  async atSlot<T extends object>(
    call: () => Promise<T>,
    over: () => boolean,
    use: Use = 'broadcasts',
    slots = 1,
  ): Promise<T | null> {
    let answer: Promise<T> | undefined;
    try {
      await this.pace(
        [call],
        (n) => Promise.resolve(n),
        (one) => (answer = one()),
        over,
        use,
        () => slots,
      );
    } catch (error) {
      if (answer) throw error;
    }
    return answer ?? null;
  }

  /**
   * The provider said slow down: this process hands nothing over for that time, in ms, and the others only what they have
   * reserved. The pause is capped at ten minutes. A "slow down" within ten seconds after the end of the previous pause
   * counts as its continuation.
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
      [this.of.name, ms, reason],
    );
  }

  /** Moves the following slots when an answer shows that its message may have arrived late. */
  private async keepDistance(
    answer: Promise<unknown>,
    at: number,
    slots: number,
    movedBefore: number,
  ): Promise<void> {
    const one = this.heldSlots.begin(at, slots);
    await Promise.allSettled([answer]);
    if (this.heldSlots.end(one)) return;
    const late = performance.now() - at;
    // Moves made since the slot was reserved already keep a distance from this message.
    const ms = delayMs(late, median(this.answers)) - (this.moved - movedBefore);
    remember(this.answers, late, ANSWERS);
    if (ms <= 0) return;
    this.moved += ms;
    await this.database
      .query(
        `UPDATE budgets SET next_slot = greatest(next_slot, clock_timestamp()) + make_interval(secs => $2 / 1000.0) WHERE account = $1`,
        [this.of.name, ms],
      )
      // Without the database nothing is reserved either, and the next late answer moves the slots.
      .catch(() => (this.moved -= ms));
  }

  /** Takes the next slots away from all workers. @returns null without the database */
  private async hold(slots: number): Promise<Held | null> {
    const found = await row<Taken>(this.database.manager, HOLD, [this.of.name, slots]).catch(() => null);
    return found ? this.reservation(found, slots) : null;
  }

  /** Reserves slots for one lane at a time. */
  private reserve(slots: number, over: () => boolean, use: Use): Promise<Reservation | null> {
    const mine = this.turns[use].then(() => this.reserveInTurn(slots, over, use));
    this.turns[use] = mine.catch(() => undefined);
    return mine;
  }

  private async reserveInTurn(slots: number, over: () => boolean, use: Use): Promise<Reservation | null> {
    for (;;) {
      if (over()) return null;
      const moved = this.moved;
      const found = await row<Taken>(this.database.manager, RESERVE[use], [this.of.name, slots]);
      if (found) return { ...this.reservation(found, slots), moved };
      await sleep(Math.min(LOOK_MS, Math.max(1, await this.untilNear(use))));
    }
  }

  private reservation({ end, rate, now }: Taken, slots: number): Omit<Reservation, 'moved'> {
    this.rate = rate;
    const step = rate === null ? 0 : stepMs(rate);
    return { first: end - slots * step + this.compare(now), step };
  }

  /** Time until slots may be reserved again, in ms; 0 or less when they may be now. */
  private async untilNear(use: Use = 'broadcasts'): Promise<number> {
    const found = await row<{ ms: number; noticesMs: number; rate: number | null }>(
      this.database.manager,
      // Without a limit nothing is shared, and this runs too often to write each time.
      this.rate === null || use === 'notices' ? LOOK : WANT,
      [this.of.name],
    );
    if (!found) throw new Error(`There is no budget ${this.of.name}`);
    this.rate = found.rate;
    // Without a limit, only a provider's "slow down" moves the row.
    if (this.rate === null) this.quietUntil = Math.max(this.quietUntil, performance.now() + found.ms);
    const share = use === 'notices' ? found.noticesMs : Number.NEGATIVE_INFINITY;
    return Math.max(found.ms - aheadMs(use), share, this.quietUntil - performance.now());
  }

  /** The offset of this process's clock from the database's, in ms. The reading with the shortest delay is the most exact. */
  private compare(now: number): number {
    remember(this.offsets, performance.now() - now, READINGS);
    return Math.min(...this.offsets);
  }
}

/** Marks the accounts of a channel that the workers' settings name; the others hold nothing up any more. */
export async function useOnly(
  database: Database,
  channel: ChannelName,
  names: readonly string[],
): Promise<void> {
  await database.query(
    'UPDATE budgets SET used = account = ANY ($2::text[]) WHERE channel = $1 AND used <> (account = ANY ($2::text[]))',
    [channel, names],
  );
}

const ms = (instant: string): string => `extract(epoch FROM ${instant})::float8 * 1000`;
/** Copies asked for slots within the last CONTENDED_MS. */
const CONTENDED = `wanted_at > clock_timestamp() - interval '${CONTENDED_MS} ms'`;
/** `slot` plus $2 slots, at this share of the account's rate. */
const after = (slot: string, share: number): string =>
  `greatest(${slot}, clock_timestamp()) + make_interval(secs => coalesce($2::float8 / ((rate_per_second - margin) * ${SHARE * share}), 0))`;

/** Slots that were taken: the end of the last, the account's rate and the database's clock. */
interface Taken {
  end: number;
  rate: number | null;
  now: number;
}

const TAKEN = `${ms('next_slot')} AS end, rate_per_second - margin AS rate, ${ms('clock_timestamp()')} AS now`;
/** Takes $2 slots of the account $1, however far they are. */
const HOLD = `UPDATE budgets SET next_slot = ${after('next_slot', 1)} WHERE account = $1 RETURNING ${TAKEN}`;
/** Reserves $2 slots of the account $1 when the next free one is near. */
const reserving = (use: Use, set: string, condition: string): string =>
  `UPDATE budgets SET next_slot = ${after('next_slot', 1)}, ${set}
   WHERE account = $1 AND next_slot <= clock_timestamp() + interval '${aheadMs(use)} ms' AND (${condition})
   RETURNING ${TAKEN}`;
const RESERVE: Record<Use, string> = {
  broadcasts: reserving('broadcasts', 'wanted_at = clock_timestamp()', 'true'),
  notices: reserving(
    'notices',
    `next_notice = CASE WHEN ${CONTENDED} THEN ${after('next_notice', NOTICES_SHARE)} ELSE next_notice END`,
    `NOT ${CONTENDED} OR next_notice <= clock_timestamp()`,
  ),
};

const LOOKED = `${ms('next_slot - clock_timestamp()')} AS ms, rate_per_second - margin AS rate,
  CASE WHEN ${CONTENDED} THEN ${ms('greatest(next_notice, clock_timestamp()) - clock_timestamp()')} ELSE 0 END AS "noticesMs"`;
const LOOK = `SELECT ${LOOKED} FROM budgets WHERE account = $1`;
/** The same as LOOK; also records that copies want slots. */
const WANT = `UPDATE budgets SET wanted_at = clock_timestamp() WHERE account = $1 RETURNING ${LOOKED}`;

function remember(samples: number[], sample: number, most: number): void {
  samples.push(sample);
  if (samples.length > most) samples.shift();
}
