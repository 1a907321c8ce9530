import type { Account } from '#channels/accounts';
import { type Database, row, type Tx } from '#platform/database';
import { dailyCeiling, nextDay } from './warm-up.rules.js';

/** The reason of a copy that waits for tomorrow's ceiling. */
export const WARMING_UP = 'warming up';

/** Copies to a mailbox provider that count for a day of an account's warm-up. */
export interface Warmed {
  carrier: string;
  /** In the time zone of Jakarta. */
  day: string;
}

/**
 * The warm-up of an account that is new to the mailbox providers: how much each of them gets from it in a day. Copies are
 * taken from the day's ceiling before they are handed over, and given back where they did not leave, in one row for all
 * workers: together they never exceed it.
 */
export class WarmUp {
  /** Until when each mailbox provider has had its part, as far as this process has seen; on this process's clock. */
  private readonly full = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly account: Pick<Account, 'name' | 'warmUp'>,
  ) {}

  /** Whether the account warms up, or did: ceilings may hold. */
  get limits(): boolean {
    return this.account.warmUp !== null;
  }

  /** Whether a mailbox provider gets nothing more today. */
  isFull(carrier: string): boolean {
    const until = this.full.get(carrier);
    return until !== undefined && performance.now() < until;
  }

  /**
   * Takes copies to a mailbox provider from today's ceiling.
   * @param carrier '': any that is not large, which no ceiling limits
   * @param now by the fleet's clock
   * @returns how many it allows, and what they count for; null: no ceiling limits them
   */
  async take(carrier: string, copies: number, now: Date): Promise<(Warmed & { allowed: number }) | null> {
    const { name, warmUp } = this.account;
    const ceiling = warmUp && carrier !== '' ? dailyCeiling(warmUp, now) : null;
    if (ceiling === null) return null;
    const { day, allowed } = await this.database.transaction(async (tx) => {
      await tx.query(BEGIN, [name, carrier]);
      const taken = await row<{ day: string; allowed: number }>(tx, TAKE, [name, carrier, copies, ceiling]);
      if (!taken) throw new Error('the row of the day was written');
      return taken;
    });
    if (allowed < copies) this.full.set(carrier, performance.now() + nextDay(now).getTime() - now.getTime());
    return { carrier, day, allowed };
  }

  /** Gives back what was taken for copies that certainly did not leave. */
  async giveBack(tx: Tx, { carrier, day }: Warmed, copies: number): Promise<void> {
    await tx.query(
      'UPDATE warm_ups SET taken = taken - $4 WHERE account = $1 AND carrier = $2 AND day = $3',
      [this.account.name, carrier, day, copies],
    );
  }
}

const TODAY = `(siar_now() AT TIME ZONE 'Asia/Jakarta')::date`;

// $1 account $2 carrier.
const BEGIN = `INSERT INTO warm_ups (account, carrier, day) VALUES ($1, $2, ${TODAY}) ON CONFLICT DO NOTHING`;

// $1 account $2 carrier $3 copies $4 ceiling.
const TAKE = `
WITH before AS MATERIALIZED (
  SELECT day, greatest(0, least($3::int, $4::int - taken)) AS allowed FROM warm_ups
  WHERE account = $1 AND carrier = $2 AND day = ${TODAY} FOR UPDATE
)
UPDATE warm_ups w SET taken = taken + b.allowed FROM before b WHERE w.account = $1 AND w.carrier = $2 AND w.day = b.day
RETURNING w.day::text, b.allowed`;
