import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Logger } from '../../logging/logging.js';
import { row, sqlState, type Tx } from '../database.js';
import { Problem } from '../../http/problem.js';
import { LargeReads } from './large-reads.js';

/** A count that took longer is served as it was, and counted again behind it. */
const QUICK_MS = 200;
/** Limit of each statement of a count that was quick before, in ms. */
const QUICK_LIMIT_MS = 5_000;
/** SQLSTATE of a statement that exceeded its limit. */
const STATEMENT_TIMEOUT = '57014';
/** Pause between two counts, in durations of one: counting takes at most a twentieth of a core of the database. */
const PATIENCE = 20;
/** Shortest pause of `refresh`, in ms. */
const REFRESH_MS = 60_000;
/** Longest that somebody who can do without waits for a count, in ms. */
const SOON_MS = 2_000;
/** The most counts that a program holds. */
const MOST = 50;

/** A count of whole tables. */
export interface Kept<T> {
  /** The moment that it sees. */
  countedAt: Date;
  value: T;
}

/** What is counted. */
export interface Counting<T> {
  /** Identifies it, such as `report 12`. */
  key: string;
  /** Counts, within a read of the whole. The value is JSON: no dates. */
  count: (tx: Tx) => Promise<T>;
  /** Changes whenever the count would; null: nothing tells. */
  sign?: string | null;
}

interface Stored {
  countedAt: Date;
  tookMs: number;
  sign: string | null;
  ageMs: number;
}

/**
 * Counts of whole tables, kept in the database for every publisher. A quick count is made at each request. A slow one is
 * kept: whoever asks gets it at once, with the moment it was made at, and it is made again at most every twentyfold of its
 * duration. Only the first of all waits.
 */
export class KeptCounts {
  /** By key, the one used longest ago first. */
  private readonly held = new Map<string, Kept<unknown>>();
  /** By key, those that somebody asked for who can do without, until they are there. */
  private readonly waited = new Map<string, Promise<Kept<unknown> | null>>();
  private readonly quick: LargeReads;

  constructor(
    private readonly database: DataSource,
    private readonly reads: LargeReads,
    private readonly logger: Logger,
    private readonly soonMs = SOON_MS,
  ) {
    this.quick = new LargeReads(database, QUICK_LIMIT_MS);
  }

  /** @throws Problem unavailable when it was never counted, and too many reads wait */
  async of<T>(counting: Counting<T>): Promise<Kept<T>> {
    const stored = await this.stored(counting.key);
    if (!stored) return this.count(counting, stored);
    const unchanged = isUnchanged(stored, counting);
    if (!unchanged && stored.tookMs <= QUICK_MS) return this.count(counting, stored);
    if (!unchanged && stored.ageMs > PATIENCE * stored.tookMs)
      this.count(counting, stored).catch((error: unknown) => this.warn(counting.key, error));
    return (await this.valueOf<T>(counting.key, stored.countedAt)) ?? this.count(counting, stored);
  }

  /**
   * The same for whoever can do without: null while a count is under way that takes long, or waits behind others. Nobody
   * waits longer than until `soonMs` after it was first asked for.
   */
  soon<T>(counting: Counting<T>): Promise<Kept<T> | null> {
    const { key } = counting;
    const waited = this.waited.get(key);
    if (waited) return waited as Promise<Kept<T> | null>;
    const counted = this.of(counting)
      .catch((error: unknown) => {
        if (error instanceof Problem && error.code === 'busy') return null;
        throw error;
      })
      .finally(() => this.waited.delete(key));
    const soon = Promise.race([counted, sleep(this.soonMs, null, { ref: false })]);
    this.waited.set(key, soon);
    void soon.then(
      (kept) => kept ?? counted.catch((error: unknown) => this.warn(key, error)),
      () => undefined,
    );
    return soon;
  }

  /** Counts if it is due, for whoever asks next. */
  async refresh<T>(counting: Counting<T>): Promise<void> {
    const stored = await this.stored(counting.key);
    const pauseMs = Math.max(REFRESH_MS, PATIENCE * (stored?.tookMs ?? 0));
    if (stored && (isUnchanged(stored, counting) || stored.ageMs <= pauseMs)) return;
    await this.count(counting, stored);
  }

  private async count<T>({ key, count, sign = null }: Counting<T>, before?: Stored): Promise<Kept<T>> {
    const read = async (tx: Tx): Promise<Kept<T> & { tookMs: number; begunWith: string | null }> => {
      const now = await row<{ now: Date }>(tx, 'SELECT siar_now() AS now');
      const start = performance.now();
      const value = await count(tx);
      return {
        countedAt: now?.now ?? new Date(0),
        value,
        begunWith: sign,
        tookMs: Math.ceil(performance.now() - start),
      };
    };
    // Whoever asks for a read that is under way gets that one, with the sign that it began with.
    const large = (): ReturnType<typeof read> => this.reads.run(key, read);
    // What was quick waits for others that were, not for large reads; what has become slow since waits as they do.
    const wasQuick = before !== undefined && before.tookMs <= QUICK_MS;
    const { tookMs, begunWith, ...kept } = await (wasQuick
      ? this.quick.run(key, read).catch((error: unknown) => {
          if (sqlState(error) !== STATEMENT_TIMEOUT) throw error;
          return large();
        })
      : large());
    // No reader gets a kept count that is quick and has no sign: what stands there may stay.
    if (before && sign === null && before.tookMs <= QUICK_MS && tookMs <= QUICK_MS) return kept;
    await this.database.query(
      `INSERT INTO kept_counts AS k (key, counted_at, took_ms, sign, value) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (key) DO UPDATE SET counted_at = excluded.counted_at, took_ms = excluded.took_ms, sign = excluded.sign,
         value = excluded.value WHERE k.counted_at < excluded.counted_at`,
      [key, kept.countedAt, tookMs, begunWith, JSON.stringify(kept.value)],
    );
    return kept;
  }

  private warn(counting: string, error: unknown): void {
    this.logger.warn({ err: error, counting }, 'a count could not be made');
  }

  private stored(key: string): Promise<Stored | undefined> {
    return row<Stored>(
      this.database.manager,
      `SELECT counted_at AS "countedAt", took_ms AS "tookMs", sign,
         (extract(epoch FROM siar_now() - counted_at) * 1000)::float8 AS "ageMs"
       FROM kept_counts WHERE key = $1`,
      [key],
    );
  }

  private async valueOf<T>(key: string, countedAt: Date): Promise<Kept<T> | undefined> {
    const held = this.held.get(key) as Kept<T> | undefined;
    const kept =
      held && Number(held.countedAt) === Number(countedAt)
        ? held
        : await row<Kept<T>>(
            this.database.manager,
            'SELECT counted_at AS "countedAt", value FROM kept_counts WHERE key = $1',
            [key],
          );
    this.held.delete(key);
    if (kept) this.held.set(key, kept);
    const [oldest] = this.held.keys();
    if (this.held.size > MOST && oldest !== undefined) this.held.delete(oldest);
    return kept;
  }
}

const isUnchanged = (stored: Stored, { sign = null }: { sign?: string | null }): boolean =>
  sign !== null && stored.sign === sign;
