import type { BindLeases } from '#channels';
import { type Database, row, rows } from '#platform/database';
import { type Logger, LogThrottle } from '#platform/logging';
import { shareOf } from './bind-share.rules.js';

/** How long a lease lasts, in seconds: a dead worker's binds are free again after that. */
const LEASE_SECONDS = 30;

/**
 * The binds that contracts allow, as rows of a table: a worker opens a connection only with a lease of a bind. The
 * database's clock decides when a lease ends; the worker counts from before it asked, so that it ends first.
 */
export class BindTable implements BindLeases {
  readonly lastMs = LEASE_SECONDS * 1_000;
  private readonly failures = new LogThrottle();

  /** @param worker the name of this process in leases */
  constructor(
    private readonly database: Database,
    private readonly worker: string,
    private readonly logger: Logger,
  ) {}

  renew(account: string, binds: number): Promise<{ share: number; held: number[] } | null> {
    return this.reported(account, async () => {
      const found = await row<{ held: number[]; others: number; before: number }>(
        this.database.manager,
        `WITH asks AS (
           INSERT INTO bind_shares (account, worker, asks_until) VALUES ($1, $2, siar_now() + make_interval(secs => $3))
           ON CONFLICT (account, worker) DO UPDATE SET asks_until = EXCLUDED.asks_until
         ), gone AS (
           DELETE FROM bind_shares WHERE account = $1 AND asks_until < siar_now() - interval '1 hour'
         ), extended AS (
           UPDATE binds SET leased_until = siar_now() + make_interval(secs => $3)
           WHERE account = $1 AND worker = $2 AND leased_until > siar_now() RETURNING no
         )
         SELECT ARRAY(SELECT no FROM extended ORDER BY no) AS held, count(*)::int AS others,
           count(*) FILTER (WHERE worker < $2)::int AS before
         FROM bind_shares WHERE account = $1 AND worker <> $2 AND asks_until > siar_now()`,
        [account, this.worker, LEASE_SECONDS],
      );
      if (!found) return null;
      return { share: shareOf(binds, found.others + 1, found.before), held: found.held };
    });
  }

  take(account: string, binds: number): Promise<number | null> {
    return this.reported(account, async () => {
      // Two workers may choose the same one: the condition lets the second have nothing, and it asks again.
      const taken = await row<{ no: number }>(
        this.database.manager,
        `INSERT INTO binds (account, no, worker, leased_until)
         SELECT $1, free.no, $2, siar_now() + make_interval(secs => $3) FROM generate_series(1, $4::int) AS free(no)
         WHERE NOT EXISTS (SELECT FROM binds b WHERE b.account = $1 AND b.no = free.no AND b.leased_until > siar_now())
         ORDER BY free.no LIMIT 1
         ON CONFLICT (account, no) DO UPDATE SET worker = EXCLUDED.worker, leased_until = EXCLUDED.leased_until
           WHERE binds.leased_until <= siar_now()
         RETURNING no`,
        [account, this.worker, LEASE_SECONDS, binds],
      );
      return taken?.no ?? null;
    });
  }

  async release(account: string, bind: number): Promise<void> {
    await this.reported(account, () =>
      rows(this.database.manager, 'DELETE FROM binds WHERE account = $1 AND no = $2 AND worker = $3', [
        account,
        bind,
        this.worker,
      ]),
    );
  }

  async end(account: string): Promise<void> {
    await this.reported(account, () =>
      rows(this.database.manager, 'DELETE FROM bind_shares WHERE account = $1 AND worker = $2', [
        account,
        this.worker,
      ]),
    );
  }

  /** A database that is away must not end a bind before its lease does. */
  private async reported<T>(account: string, ask: () => Promise<T>): Promise<T | null> {
    try {
      return await ask();
    } catch (error) {
      this.failures.say((leftOut) =>
        this.logger.warn({ err: error, account, leftOut }, 'leases of binds cannot be written yet'),
      );
      return null;
    }
  }
}
