import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import type { ChannelName } from '#channels';
import { Database, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';

/** An account that the workers' settings name. */
interface Standing {
  account: string;
  channel: ChannelName;
  away: boolean;
  preferred: boolean;
  /** Whether it takes everybody's copies. */
  forEverybody: boolean;
  /** How long it has rested, in seconds; null: it does not rest. */
  restedFor: number | null;
}

/** An account, and the others of its channel. */
interface Among {
  own: Standing;
  others: Standing[];
}

/**
 * What operators decide about an account of a channel: that it rests, and takes no new copies and no notices, or that it
 * is preferred, and takes what its limits allow before the others. What it has claimed ends as it would. Both are kept
 * in the account's row, which the workers obey.
 */
@Injectable()
export class AccountDecisions {
  constructor(private readonly database: Database) {}

  /**
   * Rests an account. @throws Problem not-found; conflict when it rests already, or when none would be left that takes
   * copies: an operator pauses the channel then, so that everybody is told
   */
  rest(account: string, reason: string, actorId: string): Promise<void> {
    return this.act(account, async (tx, { own, others }) => {
      if (own.restedFor !== null) throw new Problem('account-rests');
      const left = others.filter(({ restedFor, forEverybody }) => restedFor === null && forEverybody);
      if (left.length === 0 || (!own.away && left.every(({ away }) => away)))
        throw new Problem('last-account');
      await tx.query(
        'UPDATE budgets SET rested_at = siar_now(), rested_by = $2, rest_reason = $3 WHERE account = $1',
        [account, actorId, reason],
      );
      await note(tx, 'account.rest', own, actorId, { reason });
    });
  }

  /** Lets an account take copies again. @throws Problem not-found; conflict when it does not rest */
  return(account: string, actorId: string): Promise<void> {
    return this.act(account, async (tx, { own }) => {
      const { restedFor: seconds } = own;
      if (seconds === null) throw new Problem('account-not-resting');
      await tx.query(
        'UPDATE budgets SET rested_at = NULL, rested_by = NULL, rest_reason = NULL WHERE account = $1',
        [account],
      );
      await note(tx, 'account.return', own, actorId, { seconds });
    });
  }

  /** Prefers an account, instead of another one of its channel. @throws Problem not-found; conflict when it is preferred */
  prefer(account: string, reason: string, actorId: string): Promise<void> {
    return this.act(account, async (tx, { own, others }) => {
      if (own.preferred) throw new Problem('account-preferred');
      await tx.query('UPDATE budgets SET preferred = false WHERE channel = $1 AND preferred', [own.channel]);
      await tx.query('UPDATE budgets SET preferred = true WHERE account = $1', [account]);
      const instead = others.find(({ preferred }) => preferred)?.account ?? null;
      await note(tx, 'account.prefer', own, actorId, { reason, instead });
    });
  }

  /** Lets the shares decide again. @throws Problem not-found; conflict when it is not preferred */
  unprefer(account: string, actorId: string): Promise<void> {
    return this.act(account, async (tx, { own }) => {
      if (!own.preferred) throw new Problem('account-not-preferred');
      await tx.query('UPDATE budgets SET preferred = false WHERE account = $1', [account]);
      await note(tx, 'account.unprefer', own, actorId, {});
    });
  }

  /** Acts on one account of a channel at a time. @throws Problem not-found */
  private act(account: string, then: (tx: Tx, among: Among) => Promise<void>): Promise<void> {
    return this.database.transaction(async (tx) => {
      const accounts = await rows<Standing>(tx, LOCK, [account]);
      const own = accounts.find((one) => one.account === account);
      if (!own) throw new Problem('no-such-account');
      await then(tx, { own, others: accounts.filter((one) => one !== own) });
    });
  }
}

// All of its channel, so that two operators cannot rest the last two of them at once.
const LOCK = `
SELECT account, channel, away_since IS NOT NULL AS away, preferred, routes = '{}' AS "forEverybody", extract(epoch FROM siar_now() - rested_at)::int AS "restedFor"
FROM budgets WHERE used AND channel = (SELECT channel FROM budgets WHERE account = $1) ORDER BY account FOR UPDATE`;

async function note(
  tx: Tx,
  act: string,
  { account, channel }: Standing,
  actorId: string,
  detail: Record<string, unknown>,
): Promise<void> {
  await record(tx, { actorId, act, subject: `account:${account}`, detail: { channel, ...detail } });
}
