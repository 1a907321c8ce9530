import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import { Database, row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import {
  actsOf,
  type Again,
  lock,
  MOST_AT_ONCE,
  type Part,
  resend,
  type Withheld,
  WITHHELD_BY,
  wavesOf,
} from './resend.js';
import type { AcceptedUnknown, ResendAct, Resent, UnknownGroup } from '#contract/api/deliveries';

export type { AcceptedUnknown, ResendAct, Resent, UnknownGroup } from '#contract/api/deliveries';

/** Selects unknown copies; a missing field means all. */
export interface UnknownPart extends Part {
  /** The reason recorded with the copy. */
  cause?: string | undefined;
}

/** SQL condition on a delivery `d`: unknown, of broadcast $1 and the waves $2, with the reason $3 or, null, any. */
const UNKNOWN_OF = `d.broadcast_id = $1 AND d.wave_id = ANY ($2::bigint[]) AND d.exception = 'unknown' AND ($3::text IS NULL OR d.reason = $3)`;
/** SQL: locks at most $4 of them, in the order in which everybody locks rows of the ledger. */
const MEANT = `meant AS MATERIALIZED (
  SELECT d.address_id FROM deliveries d WHERE ${UNKNOWN_OF} ORDER BY d.address_id LIMIT $4 FOR UPDATE
)`;

/** What an operator confirmed. */
export interface Decided extends UnknownPart {
  /** The number of unknown copies of this part that they were shown: of those that can be sent again, for a resend. */
  unknown: number;
  /** The operator's reason. */
  reason: string;
}

const RESEND = 'broadcast.resend-unknown';
const ACCEPT = 'broadcast.accept-unknown';

/** The reason of a copy that is accepted by an operator's word, not by its provider's. */
const BY_OPERATOR = 'found with the provider';

/** Copies with an unknown outcome: lists them, and resends them or calls them accepted on an operator's request. */
@Injectable()
export class UnknownCopies {
  constructor(private readonly database: Database) {}

  /**
   * By channel, region and reason, the most first. An index has them: an operator who decides does not wait behind reports.
   */
  of(broadcastId: string): Promise<UnknownGroup[]> {
    return rows<UnknownGroup>(
      this.database.manager,
      `SELECT w.channel, w.region_code AS region, d.reason, count(*)::int AS copies, w.withheld
       FROM (SELECT w.id, w.channel, w.region_code, ${WITHHELD_BY} AS withheld FROM waves w WHERE w.broadcast_id = $1 AND w.unknown > 0) w
       JOIN deliveries d ON d.wave_id = w.id AND d.broadcast_id = $1 AND d.exception = 'unknown'
       GROUP BY 1, 2, 3, 5 ORDER BY copies DESC, 1, 2, 3`,
      [broadcastId],
    );
  }

  /** The past resends, from the trail: when, by which operator and how many copies. */
  resends(broadcastId: string): Promise<ResendAct[]> {
    return actsOf(this.database.manager, broadcastId, RESEND, 'resent');
  }

  /** The same of those that an operator called accepted. */
  acceptances(broadcastId: string): Promise<ResendAct[]> {
    return actsOf(this.database.manager, broadcastId, ACCEPT, 'accepted');
  }

  /** Resends unknown copies. @throws Problem as {@link resend} */
  resend(tx: Tx, broadcastId: string, meant: Decided, actorId: string): Promise<Resent> {
    const { channel, region, cause, unknown: expected, reason } = meant;
    return resend(
      tx,
      broadcastId,
      { channel, region, expected, reason, actorId },
      {
        from: 'unknown',
        act: RESEND,
        detail: partOf(meant),
        count: (waves) => unknownOf(tx, broadcastId, waves, cause),
        again: (waves) =>
          rows<Again>(
            tx,
            `WITH ${MEANT}, again AS (
               UPDATE deliveries d SET state = 'pending', attempts = 0, resends = resends + 1, next_attempt_at = NULL, claim_id = NULL
               FROM meant m WHERE d.broadcast_id = $1 AND d.address_id = m.address_id RETURNING d.wave_id, d.batch_no
             )
             SELECT wave_id AS "waveId", batch_no AS "batchNo", count(*)::int AS copies FROM again GROUP BY 1, 2`,
            [broadcastId, waves, cause ?? null, MOST_AT_ONCE],
          ),
        nothing,
        other: (sendable) => notAsShown(sendable, expected),
      },
    );
  }

  /**
   * Calls unknown copies accepted that an operator found with the provider: at most {@link MOST_AT_ONCE}. Nothing is sent, and
   * nothing forbids it: a correction reaches them before and after. A copy that was not found stays unknown: called failed,
   * it would leave somebody without the correction of what may have arrived. Locks in the common order.
   * @throws Problem not-found; conflict when the number has changed
   */
  async accept(tx: Tx, broadcastId: string, meant: Decided, actorId: string): Promise<AcceptedUnknown> {
    await lock(tx, broadcastId);
    const { cause, unknown: expected, reason } = meant;
    const waves = (await wavesOf(tx, broadcastId, 'unknown', meant)).map(({ id }) => id);
    const copies = await unknownOf(tx, broadcastId, waves, cause);
    if (copies !== expected) throw notAsShown(copies, expected);
    const settled = await row<{ accepted: number }>(
      tx,
      `WITH ${MEANT}, settled AS (
         UPDATE deliveries d SET state = 'accepted', reason = '${BY_OPERATOR}', claim_id = NULL
         FROM meant m WHERE d.broadcast_id = $1 AND d.address_id = m.address_id RETURNING d.wave_id
       ), counts AS (SELECT wave_id, count(*)::int AS n FROM settled GROUP BY 1
       ), locked AS MATERIALIZED (
         SELECT w.id, c.n FROM waves w JOIN counts c ON c.wave_id = w.id ORDER BY w.id FOR UPDATE OF w
       ), counted AS (
         UPDATE waves w SET unknown = unknown - l.n, accepted = accepted + l.n FROM locked l WHERE w.id = l.id RETURNING l.n
       )
       SELECT coalesce(sum(n), 0)::int AS accepted FROM counted`,
      [broadcastId, waves, cause ?? null, MOST_AT_ONCE],
    );
    const accepted = settled?.accepted ?? 0;
    // A receipt that arrived since the count has settled some of them.
    if (accepted !== Math.min(expected, MOST_AT_ONCE)) throw notAsShown(accepted, expected);
    const left = expected - accepted;
    await record(tx, {
      actorId,
      act: ACCEPT,
      subject: `broadcast:${broadcastId}`,
      detail: { accepted, left, ...partOf(meant), reason },
    });
    return { accepted, left };
  }
}

const partOf = ({ channel, region, cause }: UnknownPart): Record<string, string> => ({
  ...(channel && { channel }),
  ...(region && { region }),
  ...(cause && { cause }),
});

/** How many unknown copies some waves have. @param cause the reason recorded with them; undefined: any */
async function unknownOf(
  tx: Tx,
  broadcastId: string,
  waves: string[],
  cause: string | undefined,
): Promise<number> {
  const found = await row<{ copies: number }>(
    tx,
    `SELECT count(*)::int AS copies FROM deliveries d
     WHERE ${UNKNOWN_OF}`,
    [broadcastId, waves, cause ?? null],
  );
  return found?.copies ?? 0;
}

const WHY = {
  stopped: 'unknown-stopped',
  braked: 'unknown-braked',
  paused: 'unknown-paused',
  ended: 'nothing-unknown-left',
} as const satisfies Record<Withheld, string>;

const nothing = (withheld: Withheld | undefined): Problem =>
  new Problem(withheld === undefined ? 'nothing-unknown' : WHY[withheld], {}, [], { unknown: 0 });

/** The number of unknown copies differs from what the person was shown. */
const notAsShown = (sendable: number, expected: number): Problem =>
  new Problem('other-unknown', { sendable, expected }, [], { unknown: sendable });
