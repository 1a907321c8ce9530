import { rows, type Tx } from '#platform/database';
import type { StopAct } from '#contract/api/broadcasts';

export type { StopAct } from '#contract/api/broadcasts';

/** Acts by which people, the brake or a correction hold a broadcast back or let it go on. */
const ACTS = ['pause', 'resume', 'cancel', 'doubt', 'end-doubt', 'lift-doubt', 'withdraw'] as const;
/** The addresses that it took out are given back: what a brake says of them holds no more. */
const GIVE_BACK = 'suppression.lift-rejected';

/**
 * Pauses, doubts, cancellations and withdrawals of a broadcast, and what ended them, the oldest first; with the addresses
 * that were given back, and the emergency stops and pauses of its channels that fell between its approval and its end.
 */
export function stopsOf(tx: Tx, broadcastId: string): Promise<StopAct[]> {
  return rows<StopAct>(
    tx,
    `WITH life AS MATERIALIZED (
       SELECT b.approved_at AS since, w.channel, max(coalesce(w.ended_at, 'infinity')) AS until
       FROM broadcasts b JOIN waves w ON w.broadcast_id = b.id WHERE b.id = $1 GROUP BY b.id, w.channel
     ), whole AS (
       SELECT since, max(until) AS until FROM life GROUP BY 1
     ), wide AS (
       SELECT x.act, x.at, x.person, NULL AS channel, x.reason FROM whole l
         JOIN emergency_stops e ON e.stopped_at < l.until AND coalesce(e.lifted_at, 'infinity') > l.since
         CROSS JOIN LATERAL (VALUES ('stop-all', e.stopped_at, e.stopped_by, e.reason), ('lift-stop', e.lifted_at, e.lifted_by, e.lift_note))
           AS x(act, at, person, reason) WHERE x.at < l.until
       UNION ALL
       SELECT x.act, x.at, x.person, c.channel, x.reason FROM life l
         JOIN channel_pauses c ON c.channel = l.channel AND c.paused_at < l.until AND coalesce(c.resumed_at, 'infinity') > l.since
         CROSS JOIN LATERAL (VALUES ('pause-channel', c.paused_at, c.paused_by, c.reason), ('resume-channel', c.resumed_at, c.resumed_by, NULL))
           AS x(act, at, person, reason) WHERE x.at < l.until
     )
     SELECT CASE WHEN e.act = '${GIVE_BACK}' THEN 'give-back' WHEN e.act = 'broadcast.resume' AND e.detail->>'waves' = '0' THEN 'release' ELSE substr(e.act, 11) END AS act, e.at, CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id::text, 'name', p.name) END AS by,
       e.detail->>'by' AS as, e.detail->>'channel' AS channel, e.detail->>'regionCode' AS "regionCode",
       coalesce((e.detail->>'doubt')::boolean, false) AS doubt,
       coalesce((e.detail->>'doubtCleared')::boolean, false) OR coalesce((e.detail->>'doubtEnded')::boolean, false) AS "doubtCleared",
       coalesce((e.detail->>'inDoubt')::int > 0, false) AS "keptInDoubt", e.detail->>'reason' AS reason, e.detail->'brake' AS brake,
       CASE WHEN e.act = '${GIVE_BACK}' THEN (e.detail->>'addresses')::int WHEN e.act IN ('broadcast.pause', 'broadcast.cancel') THEN (e.detail->>'stopped')::int + coalesce((e.detail->>'unlisted')::int, 0) END AS copies,
       CASE WHEN e.act = 'broadcast.resume' AND e.detail->'failed' IS NOT NULL
         THEN json_build_object('sent', (e.detail->>'sent')::int, 'failed', (e.detail->>'failed')::int) END AS before
     FROM audit_entries e LEFT JOIN people p ON p.id = e.actor_id
     WHERE e.subject = 'broadcast:' || $1::bigint AND e.act = ANY ($2)
     UNION ALL
     SELECT w.act, w.at, CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id::text, 'name', p.name) END, NULL, w.channel, NULL, false, false, false, w.reason, NULL::jsonb, NULL::int, NULL::json
     FROM wide w LEFT JOIN people p ON p.id = w.person ORDER BY at`,
    [broadcastId, [...ACTS.map((act) => `broadcast.${act}`), GIVE_BACK]],
  );
}
