import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import type { ChannelName } from '#channels';
import { Database, row, rows } from '#platform';
import { APART_MS, type Move, moveOf, type Seen, signOf } from './weight.rules.js';

/** An account of a channel that has several, and what is seen of it. */
interface Found extends Omit<Seen, 'othersMs'> {
  account: string;
  channel: ChannelName;
}

/** Moves the shares of the accounts of a channel by what is seen of them. Safe in any number of publishers. */
@Injectable()
export class Weights {
  constructor(private readonly database: Database) {}

  /** Looks at all accounts of channels that have several, and moves the weights that are to move. */
  async round(): Promise<void> {
    const found = await rows<Found>(this.database.manager, SEEN);
    const against: string[] = [];
    for (const one of found) {
      const othersMs = found
        .filter(({ account, channel, away }) => channel === one.channel && account !== one.account && !away)
        .flatMap(({ answerMs }) => answerMs ?? []);
      const seen = { ...one, othersMs };
      const move = moveOf(seen);
      if (move) await this.apply(one, move);
      else if (one.weight < 1 && signOf(seen) !== null) against.push(one.account);
    }
    if (against.length > 0) await this.database.query(STILL_AGAINST, [against]);
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
  extract(epoch FROM siar_now() - b.weight_sign_at)::float8 * 1000 AS "signMs"
FROM accounts_held h JOIN budgets b ON b.account = h.account
WHERE h.rested_at IS NULL AND b.spent_at IS NULL AND h.channel IN (SELECT channel FROM accounts_held GROUP BY channel HAVING count(*) > 1)
ORDER BY h.account`;

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
