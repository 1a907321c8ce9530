import { rows, type Tx } from '#platform';
import type { Who } from './store.js';

/** Acts by which people, the brake or a correction hold a broadcast back or let it go on. */
const ACTS = ['pause', 'resume', 'cancel', 'doubt', 'lift-doubt', 'withdraw'] as const;

/** One such act, from the audit trail. */
export interface StopAct {
  act: (typeof ACTS)[number];
  at: Date;
  /** The person; null: Siar itself, for `as`. */
  by: Who | null;
  as: 'author' | 'kpu' | 'operator' | 'brake' | 'correction' | null;
  /** The part it concerns; null: all channels, or all regions. */
  channel: string | null;
  regionCode: string | null;
  /** Of a pause: whether it put the content in doubt. */
  doubt: boolean;
  reason: string | null;
}

/**
 * Pauses, doubts, cancellations and withdrawals of a broadcast, and what ended them, the oldest first. Stops of a whole
 * channel or of everything are not included.
 */
export function stopsOf(tx: Tx, broadcastId: string): Promise<StopAct[]> {
  return rows<StopAct>(
    tx,
    `SELECT substr(e.act, 11) AS act, e.at, CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id::text, 'name', p.name) END AS by,
       e.detail->>'by' AS as, e.detail->>'channel' AS channel, e.detail->>'regionCode' AS "regionCode",
       coalesce((e.detail->>'doubt')::boolean, false) AS doubt, e.detail->>'reason' AS reason
     FROM audit_entries e LEFT JOIN people p ON p.id = e.actor_id
     WHERE e.subject = 'broadcast:' || $1::bigint AND e.act = ANY ($2) ORDER BY e.id`,
    [broadcastId, ACTS.map((act) => `broadcast.${act}`)],
  );
}
