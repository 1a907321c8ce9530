import { OPEN_WAVE } from '#planning';
import { rows, type Tx } from '#platform/database';
import type { HinderedBroadcast } from '#contract/api/operations';
import type { Hindrance } from '#contract/api/run';

export type { HinderedBroadcast } from '#contract/api/operations';
export type { Hindrance } from '#contract/api/run';

/** The hindrances of a broadcast on each channel, the strongest first; an ended broadcast has none. */
export function hindrancesOf(tx: Tx, broadcastId: string): Promise<Hindrance[]> {
  return rows<Hindrance>(
    tx,
    `SELECT h.channel, h.kind, h.cause, h.since, h.reason, h.brake, h.by_whom AS by, h.waves, h.unlisted, h.waiting, h.regions, h.doubted,
       (SELECT count(*)::int FROM waves w WHERE w.broadcast_id = $1 AND w.channel = h.channel
          AND w.state IN ('planned', 'prepared', 'released', 'paused')) AS of,
       (SELECT count(*)::int FROM waves w WHERE w.broadcast_id = $1 AND w.channel = h.channel) AS all
     FROM hindrances_of($1) h ORDER BY h.rank, h.channel, h.since`,
    [broadcastId],
  );
}

/** SQL condition on a wave `w`: it would send now, if nothing held it up. */
const DUE = `w.state IN ('planned', 'prepared', 'released') AND w.due_at <= siar_now() AND ${OPEN_WAVE}`;

/**
 * The hindrances of all broadcasts on every channel, the strongest first. What hinders a whole channel hinders only
 * broadcasts with copies waiting there that are due and not paused themselves. @param most maximum number for each
 * channel and cause: none pushes those of another out
 */
export function hindrancesNow(tx: Tx, most: number): Promise<HinderedBroadcast[]> {
  return rows<HinderedBroadcast>(
    tx,
    `SELECT h.broadcast_id AS "broadcastId", h.title, h.channel, h.kind, h.cause, h.since, h.reason, h.brake, h.by_whom AS by, h.waves, h.pauses,
       (SELECT coalesce(sum(w.pending + w.claimed + w.unlisted), 0)::int FROM waves w WHERE w.broadcast_id = h.broadcast_id AND w.channel = h.channel
          AND CASE WHEN h.cause IN ('brake', 'broadcast') THEN w.state = 'paused' AND w.paused_by = h.by_whom ELSE ${DUE} END) AS waiting
     FROM (
       SELECT h.*, b.title, row_number() OVER (PARTITION BY h.channel, h.cause ORDER BY h.since, h.broadcast_id) AS place
       FROM (
         SELECT broadcast_id, channel, rank, kind, cause, by_whom, min(since) AS since, sum(waves)::int AS waves,
           (array_agg(reason ORDER BY since))[1] AS reason, (array_agg(brake ORDER BY since))[1] AS brake,
           coalesce(json_agg(json_build_object('since', since, 'reason', reason, 'brake', brake, 'regions', regions, 'doubted', doubted) ORDER BY since)
             FILTER (WHERE regions IS NOT NULL), '[]') AS pauses
         FROM hindrances GROUP BY 1, 2, 3, 4, 5, 6
       ) h JOIN broadcasts b ON b.id = h.broadcast_id WHERE b.state IN ('approved', 'running', 'paused')
         AND (h.cause IN ('brake', 'broadcast') OR EXISTS (SELECT FROM waves w WHERE w.broadcast_id = h.broadcast_id
           AND w.channel = h.channel AND ${DUE} AND w.pending + w.unlisted > 0))
     ) h WHERE h.place <= $1 ORDER BY h.rank, h.since, h.broadcast_id`,
    [most],
  );
}

/** The acts after which a broadcast may begin, pause, brake, resume, run again or end, by any person or program. */
const HOLDING_ACTS = [
  'broadcast.approve',
  'broadcast.cancel',
  'broadcast.complete',
  'broadcast.doubt',
  'broadcast.end-doubt',
  'broadcast.expire',
  'broadcast.lift-doubt',
  'broadcast.pause',
  'broadcast.resend-rejected',
  'broadcast.resend-unknown',
  'broadcast.resume',
  'broadcast.run',
  'broadcast.withdraw',
];

/**
 * The number of newest entries examined for each act: an entry gets its id before it is committed, and may become
 * visible after later ones.
 */
const NEWEST = 5;

/**
 * A text that changes whenever any hindrance or run begins or ends: screens poll it twice a second and reload when it has
 * changed. It reads a few rows, for any number of waves.
 */
export async function holdsStamp(tx: Tx): Promise<string> {
  const [found] = await rows<{ stamp: string }>(
    tx,
    `SELECT concat_ws(' ',
       (SELECT max(id) FROM emergency_stops WHERE lifted_at IS NULL),
       (SELECT string_agg('c' || id, ' ' ORDER BY id) FROM channel_pauses WHERE resumed_at IS NULL),
       (SELECT string_agg('a' || channel, ' ' ORDER BY channel) FROM providers_away),
       (SELECT string_agg('s' || channel, ' ' ORDER BY channel) FROM providers_slow),
       (SELECT string_agg('n' || channel, ' ' ORDER BY channel) FROM standstills WHERE called_at <= siar_now()),
       (SELECT string_agg('w' || channel, ' ' ORDER BY channel) FROM unserved WHERE called_at <= siar_now()),
       (SELECT string_agg(e.id::text, ' ' ORDER BY e.id) FROM unnest($1::text[]) AS a(act)
        CROSS JOIN LATERAL (SELECT id FROM audit_entries e WHERE e.act = a.act ORDER BY id DESC LIMIT $2) e)) AS stamp`,
    [HOLDING_ACTS, NEWEST],
  );
  return found?.stamp ?? '';
}
