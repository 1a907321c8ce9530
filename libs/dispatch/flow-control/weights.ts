import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import type { ChannelName } from '#channels';
import { Database, row, rows } from '#platform/database';
import { APART_MS, type Move, moveOf, type ReceiptTimes, type Seen, signOf } from './weight.rules.js';

/** An account of a channel that has several, and what is seen of it. */
interface Found extends Omit<Seen, 'othersMs' | 'receipts' | 'othersReceipts'> {
  account: string;
  channel: ChannelName;
  /** Whether it has reported by its own ids within the last days. */
  reports: boolean;
}

/** The receipts of an account's copies of some minutes ago. */
interface Reported extends ReceiptTimes {
  account: string;
  /** Whether any of them has come. */
  some: boolean;
}

/** Moves the shares of the accounts of a channel by what is seen of them. Safe in any number of publishers. */
@Injectable()
export class Weights {
  constructor(private readonly database: Database) {}

  /** Looks at all accounts of channels that have several, and moves the weights that are to move. */
  async round(): Promise<void> {
    const found = await rows<Found>(this.database.manager, SEEN);
    if (found.length === 0) return;
    const reported = await this.reported();
    const receiptsOf = ({ account, reports }: Found): ReceiptTimes | null => {
      const own = reported.get(account);
      return own && (reports || own.some) ? own : null;
    };
    const against: string[] = [];
    for (const one of found) {
      const others = found.filter(
        ({ account, channel, away }) => channel === one.channel && account !== one.account && !away,
      );
      const seen = {
        ...one,
        othersMs: others.flatMap(({ answerMs }) => answerMs ?? []),
        receipts: receiptsOf(one),
        othersReceipts: others.flatMap((other) => receiptsOf(other) ?? []),
      };
      const move = moveOf(seen);
      if (move) await this.apply(one, move);
      else if (one.weight < 1 && signOf(seen) !== null) against.push(one.account);
    }
    if (against.length > 0) await this.database.query(STILL_AGAINST, [against]);
  }

  /** Looks at the newest copies that receipts should have come for, and notes which accounts report at all. */
  private async reported(): Promise<Map<string, Reported>> {
    const found = await rows<Reported>(this.database.manager, REPORTED);
    const some = found.filter((one) => one.some).map(({ account }) => account);
    if (some.length > 0) await this.database.query(REPORTS, [some]);
    return new Map(found.map((one) => [one.account, one]));
  }

  /** Moves a weight and records it in the trail, unless another publisher did so at the same instant. */
  private async apply({ account, channel, weight }: Found, { to, reason }: Move): Promise<void> {
    await this.database.transaction(async (tx) => {
      const moved = await row(tx, MOVE, [account, weight, to, reason, APART_MS / 1000]);
      if (!moved) return;
      await record(tx, {
        actorId: null,
        act: 'account.share',
        subject: `account:${account}`,
        detail: { channel, from: weight, to, reason },
      });
    });
  }
}

// "Slow down" is by the real clock, as slots are. What rests shows nothing.
const SEEN = `
SELECT h.account, h.channel, b.weight, h.away_since IS NOT NULL AS away,
  coalesce(b.slowed_until > clock_timestamp() - interval '2 minutes', false) AS throttled,
  CASE WHEN b.answered_at > siar_now() - interval '2 minutes' THEN b.answer_ms END AS "answerMs",
  extract(epoch FROM siar_now() - b.weight_moved_at)::float8 * 1000 AS "movedMs",
  extract(epoch FROM siar_now() - b.weight_sign_at)::float8 * 1000 AS "signMs",
  coalesce(b.reports_at > siar_now() - interval '7 days', false) AS reports
FROM accounts_held h JOIN budgets b ON b.account = h.account
WHERE h.rested_at IS NULL AND b.spent_at IS NULL AND h.channel IN (SELECT channel FROM accounts_held GROUP BY channel HAVING count(*) > 1)
ORDER BY h.account`;

// The newest of those accepted two to five minutes ago, of all accounts together: the same time for each of them. An operator
// has reported most copies to phones that are on within two minutes; a sample of some seconds' copies says enough.
// siar_now() is volatile: only as a value of its own can it bound the index.
const REPORTED = `
WITH newest AS MATERIALIZED (
  SELECT account, reported_at IS NOT NULL AS reported,
    extract(epoch FROM coalesce(reported_at, siar_now()) - noted_at)::float8 * 1000 AS ms
  FROM message_ids
  WHERE noted_at BETWEEN (SELECT siar_now()) - interval '5 minutes' AND (SELECT siar_now()) - interval '2 minutes'
  ORDER BY noted_at DESC LIMIT 2000
)
SELECT account, count(*)::int AS copies, bool_or(reported) AS some,
  percentile_disc(0.25) WITHIN GROUP (ORDER BY ms) AS "quarterMs",
  percentile_disc(0.5) WITHIN GROUP (ORDER BY ms) AS "halfMs"
FROM newest GROUP BY account`;

// Once an hour is enough, and spares the row that all workers use.
const REPORTS = `
UPDATE budgets SET reports_at = siar_now()
WHERE account = ANY ($1::text[]) AND (reports_at IS NULL OR reports_at < siar_now() - interval '1 hour')`;

// $1 account $2 from $3 to $4 reason $5 seconds between two moves
const MOVE = `
UPDATE budgets SET weight = $3, weight_reason = $4, weight_moved_at = siar_now(),
  weight_sign_at = CASE WHEN $3 < $2::float8 THEN siar_now() ELSE weight_sign_at END
WHERE account = $1 AND weight = $2
  AND ($4 = 'away' OR weight_moved_at IS NULL OR weight_moved_at <= siar_now() - make_interval(secs => $5))
RETURNING account`;

// Every few seconds is enough, and spares the row that all workers use.
const STILL_AGAINST = `
UPDATE budgets SET weight_sign_at = siar_now()
WHERE account = ANY ($1::text[]) AND (weight_sign_at IS NULL OR weight_sign_at < siar_now() - interval '10 seconds')`;
