import { Injectable } from '@nestjs/common';
import { Database, InjectLogger, type Logger, LogThrottle, longTransaction, row, rows } from '#platform';

/** How often the missing partition of next month is logged, in ms. A person must act, and has days to do so. */
const ALARM_EVERY_MS = 3600_000;

/** The time limit of one round, in ms: an ANALYZE of one month of the ledger samples some hundred megabytes. */
const ROUND_MS = 10 * 60_000;

/** Traces of claims are kept for this many days: longer than marks are compared (recovery/marks.rules.ts). */
const TRACES_DAYS = 30;
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
}
