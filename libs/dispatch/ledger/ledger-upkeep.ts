import { Injectable } from '@nestjs/common';
import { InjectConfig, InjectLogger } from '#platform';
import type { Config } from '#platform/config';
import { Database, longTransaction, row, rows } from '#platform/database';
import { maintain } from '#platform/database/upkeep';
import { type Logger, LogThrottle } from '#platform/logging';

/** How often the missing partition of next month is logged, in ms. A person must act, and has days to do so. */
const ALARM_EVERY_MS = 3600_000;

/** The time limit of one round, in ms: an ANALYZE of one month of the ledger samples some hundred megabytes. */
const ROUND_MS = 10 * 60_000;

/** Traces of claims are kept for this many days: longer than marks are compared (recovery/claim-notes.rules.ts). */
const TRACES_DAYS = 30;
/** The time limit of freezing a month, in ms: the last gigabytes of a national broadcast's are read and written at leisure. */
const FREEZE_MS = 6 * 3600_000;
/** Days after its end before a month is frozen: late receipts still change it. */
const FREEZE_AFTER_DAYS = 7;
/** Rows changed since the last time that are worth another. */
const FREEZE_CHANGES = 1_000;

/** Receipts deleted in one statement, the oldest first. */
const RECEIPTS = 5_000;
/** Traces deleted in one statement, the oldest first: their ids rise with time. */
const TRACES = 5_000;

/**
 * Maintains the ledger: creates its partitions ahead, and updates the statistics of a partition that has grown tenfold
 * (with stale ones PostgreSQL chose a plan for outcomes that was 15 times slower). A function of the tables' owner does
 * both, because the application's role may not. One publisher at a time.
 */
@Injectable()
export class LedgerUpkeep {
  private readonly alarm = new LogThrottle(ALARM_EVERY_MS);

  constructor(
    private readonly database: Database,
    @InjectConfig() private readonly config: Pick<Config, 'DATABASE_URL' | 'KEEP_RECEIPTS_DAYS'>,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /**
   * Runs one round. Logs when next month has no partition, for whatever reason: from then on approvals would fail.
   * @returns the partitions whose statistics were updated
   * @throws Error when the database is away or the function failed
   */
  async round(): Promise<string[]> {
    const { manager } = this.database;
    try {
      const tended = await longTransaction(this.database, ROUND_MS, (tx) =>
        row<{ analyzed: string[] }>(tx, 'SELECT tend_ledger() AS analyzed'),
      );
      const analyzed = tended?.analyzed ?? [];
      if (analyzed.length > 0)
        this.logger.info({ analyzed }, 'partitions have grown tenfold and were analyzed');
      return analyzed;
    } finally {
      await this.forgetTraces();
      const found = await row<{ ahead: number }>(manager, 'SELECT ledger_months_ahead() AS ahead');
      if (found?.ahead === 0)
        this.alarm.say((leftOut) =>
          this.logger.error(
            { leftOut },
            'the ledger has no partition for next month: run npm run migrate as the owner of the tables',
          ),
        );
    }
  }

  /** Deletes old traces of claims. @returns how many */
  async forgetTraces(): Promise<number> {
    const forgotten = await rows(
      this.database.manager,
      `DELETE FROM claim_traces WHERE id = ANY (ARRAY(
         SELECT id FROM (SELECT id, leased_until FROM claim_traces ORDER BY id LIMIT $2) oldest
         WHERE leased_until < siar_now() - make_interval(days => $1))) RETURNING 1`,
      [TRACES_DAYS, TRACES],
    );
    return forgotten.length;
  }

  /**
   * Deletes receipts that were applied long ago: what they said stands in the ledger.
   * @returns whether more may be there
   */
  async forgetReceipts(): Promise<boolean> {
    const forgotten = await rows(
      this.database.manager,
      `DELETE FROM receipts WHERE id = ANY (ARRAY(
         SELECT id FROM (SELECT id, applied_at FROM receipts ORDER BY id LIMIT $2) oldest
         WHERE applied_at < siar_now() - make_interval(days => $1))) RETURNING 1`,
      [this.config.KEEP_RECEIPTS_DAYS, RECEIPTS],
    );
    return forgotten.length === RECEIPTS;
  }

  /**
   * Freezes the oldest month that is over and has changed since, so that PostgreSQL need not read it again before its
   * transaction ids run out, on a day of its own choosing. Only while nothing is being sent.
   * @returns its partition; null: there was none, or copies are under way
   */
  async freeze(signal: AbortSignal): Promise<string | null> {
    const found = await row<{ partition: string }>(this.database.manager, TO_FREEZE, [
      FREEZE_AFTER_DAYS,
      FREEZE_CHANGES,
    ]);
    if (!found) return null;
    await maintain(
      this.config.DATABASE_URL,
      'siar_app',
      FREEZE_MS,
      `VACUUM (FREEZE) ${found.partition}`,
      signal,
    );
    this.logger.info(found, 'a month of the ledger that is over was frozen');
    return found.partition;
  }
}

// $1 days after its end $2 changes
const TO_FREEZE = `
SELECT c.oid::regclass::text AS partition FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_stat_user_tables s ON s.relid = c.oid
WHERE i.inhparent = 'deliveries'::regclass AND c.relname ~ '^deliveries_[0-9]{4}_[0-9]{2}$' AND pg_relation_size(c.oid) > 0
  AND to_date(substr(c.relname, 12), 'YYYY_MM') + interval '1 month' + make_interval(days => $1) <= siar_now() AT TIME ZONE 'UTC'
  AND (s.last_vacuum IS NULL OR s.n_dead_tup + s.n_ins_since_vacuum > $2) AND NOT EXISTS (SELECT FROM claims)
ORDER BY c.relname LIMIT 1`;
