import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { InjectLogger, type Logger, longTransaction, row, Seldom } from '#platform';

/** That next month has no partition is said this often, in ms: it is for people to mend, and there are days to do it. */
const ALARM_EVERY_MS = 3600_000;

/** The limit of one round, in ms: an ANALYZE of a month of the ledger reads a sample of some hundred megabytes. */
const ROUND_MS = 10 * 60_000;

/**
 * Keeps the ledger in shape: its partitions made ahead, its statistics fresh where one has grown tenfold (with stale ones
 * PostgreSQL chose a plan for outcomes that was 15 times slower). The database does both by a function of the tables'
 * owner, for the application's role may not; one publisher at a time.
 */
@Injectable()
export class LedgerUpkeep {
  private readonly alarm = new Seldom(ALARM_EVERY_MS);

  constructor(
    private readonly database: DataSource,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /**
   * One round. Says so when next month has no partition, whatever the reason: approving would then fail from that day on.
   * @returns the partitions whose statistics were renewed
   * @throws Error when the database is away, or its function failed
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
}
