import { record } from '#audit';
import type { Account } from '#channels/accounts';
import { type Database, row, rows, type Tx } from '#platform/database';

/** Units of an account, taken from its ceiling before their messages are handed over. */
export interface Paid {
  /** The month of the account's bill, as its first day. */
  month: string;
  units: number;
  /** What each was charged, in rupiah. */
  cost: number;
}

/** Accounts are billed by the calendar month of Jakarta. */
const MONTH = `date_trunc('month', siar_now() AT TIME ZONE 'Asia/Jakarta')::date`;
/** The reason of a message that an account cannot pay for. */
export const CEILING = 'ceiling reached';
/** Operators are told once an account has spent this part of its ceiling. */
const NEAR = 0.8;

/**
 * What an account spends in a month, and its ceiling. Money is taken before messages are handed over, and what certainly did
 * not leave is given back: a worker that dies leaves too much counted, never too little, and no number of workers together
 * exceeds the ceiling. Once a chunk does not fit any more, the account takes nothing until the month ends or its ceiling is
 * changed. Cost and ceiling are those of the account's row: workers that restart one after the other go by the same.
 */
export class Spending {
  constructor(
    private readonly database: Database,
    private readonly account: Pick<Account, 'name' | 'cost' | 'ceiling'>,
  ) {}

  /** Whether the account's messages cost anything: otherwise nothing is taken. */
  get counts(): boolean {
    return this.account.cost !== null;
  }

  /** Writes the account's cost and ceiling for the whole fleet. Where one of them changed, the account takes messages again. */
  async open(): Promise<void> {
    const { name, cost, ceiling } = this.account;
    await this.database.transaction(async (tx) => {
      await goOn(
        tx,
        'account = $1 AND (unit_cost IS DISTINCT FROM $2::numeric OR ceiling IS DISTINCT FROM $3::numeric)',
        [name, cost, ceiling],
      );
      await tx.query('UPDATE budgets SET unit_cost = $2, ceiling = $3 WHERE account = $1', [
        name,
        cost,
        ceiling,
      ]);
    });
  }

  /**
   * Takes what messages cost.
   * @param units messages, or segments of an SMS
   * @returns null: the ceiling does not allow it, and the account takes nothing from now on
   */
  async take(units: number): Promise<Paid | null> {
    return this.database.transaction(async (tx) => {
      const found = await row<Taken>(tx, TAKE, [this.account.name, units, NEAR]);
      if (!found) {
        await this.reachCeiling(tx);
        return null;
      }
      const { month, cost, near } = found;
      if (near) await this.note(tx, 'account.spending', found);
      return { month, units, cost };
    });
  }

  /** Gives back what was taken for messages that certainly did not leave. */
  async giveBack(tx: Tx, { month, cost }: Paid, units: number): Promise<void> {
    await tx.query(
      'UPDATE account_spending SET units = units - $3, spent = spent - $3 * $4::numeric WHERE account = $1 AND month = $2',
      [this.account.name, month, units, cost],
    );
  }

  /** As giveBack, of all that was taken, in a transaction of its own. */
  refund(paid: Paid): Promise<void> {
    return this.database.transaction((tx) => this.giveBack(tx, paid, paid.units));
  }

  private async reachCeiling(tx: Tx): Promise<void> {
    const rested = await row<Spent>(
      tx,
      `UPDATE budgets SET spent_at = siar_now() WHERE account = $1 AND spent_at IS NULL
       RETURNING coalesce((SELECT spent FROM account_spending s WHERE s.account = $1 AND s.month = ${MONTH}), 0)::float8 AS spent,
         ceiling::float8`,
      [this.account.name],
    );
    if (rested) await this.note(tx, 'account.spent', rested);
  }

  private note(tx: Tx, act: string, { spent, ceiling }: Spent): Promise<void> {
    const subject = `account:${this.account.name}`;
    return record(tx, { actorId: null, act, subject, detail: { spent, ceiling } });
  }
}

/** Lets accounts take messages again whose ceiling was reached in an earlier month. */
export const beginMonth = (database: Database): Promise<void> =>
  database.transaction((tx) => goOn(tx, `spent_at < (${MONTH})::timestamp AT TIME ZONE 'Asia/Jakarta'`, []));

async function goOn(tx: Tx, where: string, parameters: unknown[]): Promise<void> {
  const back = await rows<{ account: string }>(
    tx,
    `UPDATE budgets SET spent_at = NULL WHERE spent_at IS NOT NULL AND ${where} RETURNING account`,
    parameters,
  );
  for (const { account } of back)
    await record(tx, { actorId: null, act: 'account.affords', subject: `account:${account}`, detail: {} });
}

/** An account's month, in rupiah. */
interface Spent {
  spent: number;
  ceiling: number | null;
}
interface Taken extends Spent {
  month: string;
  cost: number;
  /** Whether the account came near its ceiling by this. */
  near: boolean;
}

// $1 account $2 units $3 the part from which it is near.
const TAKE = `
WITH price AS (SELECT coalesce(unit_cost, 0) AS cost, ceiling FROM budgets WHERE account = $1)
INSERT INTO account_spending AS s (account, month, units, spent)
SELECT $1, ${MONTH}, $2::int, $2::int * cost FROM price WHERE ceiling IS NULL OR $2::int * cost <= ceiling
ON CONFLICT (account, month) DO UPDATE SET units = s.units + excluded.units, spent = s.spent + excluded.spent
  WHERE (SELECT ceiling IS NULL OR s.spent + excluded.spent <= ceiling FROM price)
RETURNING month::text, spent::float8, (SELECT cost::float8 FROM price), (SELECT ceiling::float8 FROM price),
  (SELECT coalesce(s.spent >= ceiling * $3::numeric AND s.spent - $2::int * cost < ceiling * $3::numeric, false) FROM price) AS near`;
