import { record } from '#audit';
import type { Account } from '#channels';
import { type Database, row, rows, type Tx } from '#platform';

/** Units of an account, taken from its ceiling before their messages are handed over. */
export interface Paid {
  /** The month of the account's bill, as its first day. */
  month: string;
  units: number;
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
 * changed.
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
    const { name, cost, ceiling } = this.account;
    return this.database.transaction(async (tx) => {
      const found = await row<{ month: string; spent: number; near: boolean }>(tx, TAKE, [
        name,
        units,
        cost,
        ceiling,
        NEAR,
      ]);
      if (!found) {
        await this.rest(tx);
        return null;
      }
      if (found.near) await this.note(tx, 'account.spending', found.spent);
      return { month: found.month, units };
    });
  }

  /** Gives back what was taken for messages that certainly did not leave. */
  async giveBack(tx: Tx, { month }: Paid, units: number): Promise<void> {
    await tx.query(
      'UPDATE account_spending SET units = units - $3, spent = spent - $3 * $4::numeric WHERE account = $1 AND month = $2',
      [this.account.name, month, units, this.account.cost],
    );
  }

  /** As giveBack, of all that was taken, in a transaction of its own. */
  refund(paid: Paid): Promise<void> {
    return this.database.transaction((tx) => this.giveBack(tx, paid, paid.units));
  }

  private async rest(tx: Tx): Promise<void> {
    const { name } = this.account;
    const rested = await row<{ spent: number }>(
      tx,
      `UPDATE budgets SET spent_at = siar_now() WHERE account = $1 AND spent_at IS NULL
       RETURNING coalesce((SELECT spent FROM account_spending s WHERE s.account = $1 AND s.month = ${MONTH}), 0)::float8 AS spent`,
      [name],
    );
    if (rested) await this.note(tx, 'account.spent', rested.spent);
  }

  private note(tx: Tx, act: string, spent: number): Promise<void> {
    const { name, ceiling } = this.account;
    return record(tx, { actorId: null, act, subject: `account:${name}`, detail: { spent, ceiling } });
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

// $1 account $2 units $3 cost $4 ceiling $5 the part from which it is near.
const TAKE = `
INSERT INTO account_spending AS s (account, month, units, spent)
SELECT $1, ${MONTH}, $2::int, $2::int * $3::numeric WHERE $4::numeric IS NULL OR $2::int * $3::numeric <= $4
ON CONFLICT (account, month) DO UPDATE SET units = s.units + excluded.units, spent = s.spent + excluded.spent
  WHERE $4::numeric IS NULL OR s.spent + excluded.spent <= $4
RETURNING month::text, spent::float8,
  $4::numeric IS NOT NULL AND spent >= $4 * $5::numeric AND spent - $2::int * $3::numeric < $4 * $5::numeric AS near`;
