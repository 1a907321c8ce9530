// Ends what is over: waves that were missed or are sent out, and broadcasts with all their waves.
import { record } from '#audit';
import { BROADCASTS } from '#contract';
import { prepared, rows, type Statement, type Tx } from '#platform/database';
import { inStates, statesBefore, transition } from '#platform/states';
import { beginSpan } from '#platform/tracing';
import { ENDED, UNPAUSED, WAVES } from './wave.states.js';

/** The fleet's clock, read once in a statement: the statement sees one instant and can use an index. */
const NOW = '(SELECT siar_now())';

/**
 * Expires the waves that were never released and can no longer be. The reconciler of deliveries turns their pending
 * copies to expired, as in released waves past their expiry.
 * @returns the number of waves
 */
export async function expireMissed(tx: Tx): Promise<number> {
  return recordExpired(tx, await prepared<Expired>(tx, EXPIRE_MISSED));
}

/**
 * Ends the released waves without pending or claimed copies: as completed, or as expired when all copies expired. A brake
 * that holds nothing ends with them; what a person paused, or doubts, waits for a person.
 * @returns the numbers of completed and of expired waves
 */
export async function endReleased(tx: Tx): Promise<{ completed: number; expired: number }> {
  const ended = await prepared<Expired & { state: string }>(tx, END_RELEASED);
  const expired = await recordExpired(
    tx,
    ended.filter(({ state }) => state === 'expired'),
  );
  return { completed: ended.length - expired, expired };
}

/**
 * Ends the broadcasts whose waves have all ended and whose copies are all settled: as completed, or as expired or
 * cancelled when that is the end of all waves.
 */
export async function endBroadcasts(tx: Tx): Promise<void> {
  const over = await prepared<{ id: string }>(tx, BROADCASTS_OVER);
  if (over.length === 0) return;
  // Checked again after the broadcasts are locked: a resend of unknown copies may have revived a wave.
  const ended = await rows<{ id: string; state: 'completed' | 'expired' | 'cancelled'; waves: number }>(
    tx,
    `${transition(
      BROADCASTS,
      { oneOf: ['completed', 'expired', 'cancelled'], by: '(sum.state)' },
      {
        set: 'ended_at = greatest(siar_now(), sum.handed_at), updated_at = siar_now(), pause_reason = NULL, paused_by = NULL',
        from: `(
       SELECT w.broadcast_id AS id, count(*)::int AS waves, max(w.handed_at) AS handed_at,
         CASE WHEN bool_or(w.state = 'completed' AND w.targeted > 0) THEN 'completed' WHEN bool_or(w.state = 'expired') THEN 'expired'
           WHEN bool_or(w.state = 'completed') THEN 'completed' ELSE 'cancelled' END AS state
       FROM waves w WHERE w.broadcast_id = ANY ($1::bigint[]) GROUP BY 1
     ) sum`,
        where: `b.id = sum.id AND ${OVER}`,
      },
    )} RETURNING b.id, b.state, sum.waves`,
    [over.map(({ id }) => id)],
  );
  const acts = {
    completed: 'broadcast.complete',
    expired: 'broadcast.expire',
    cancelled: 'broadcast.cancel',
  };
  for (const { id, state, waves } of ended) {
    await record(tx, { actorId: null, act: acts[state], subject: `broadcast:${id}`, detail: { waves } });
    beginSpan(id, 'end', { state, waves })?.end();
  }
}

// SQL condition on a broadcast `b`: it has waves, and each of them has ended with every copy settled.
const OVER = `EXISTS (SELECT FROM waves w WHERE w.broadcast_id = b.id)
  AND NOT EXISTS (SELECT FROM waves w WHERE w.broadcast_id = b.id AND NOT (w.state ${inStates(ENDED)} AND w.pending = 0 AND w.claimed = 0))`;

const EXPIRE_MISSED: Statement = {
  name: 'expire missed',
  sql: `
WITH late AS MATERIALIZED (
  SELECT w.id, w.state FROM waves w
  WHERE w.state ${inStates(statesBefore(WAVES, 'expired'))} AND w.released_at IS NULL AND w.expires_at <= ${NOW} FOR UPDATE SKIP LOCKED
)
${transition(WAVES, 'expired', { set: `resume_state = NULL, ${UNPAUSED}, ended_at = siar_now()`, from: 'late', where: 'w.id = late.id' })}
RETURNING w.broadcast_id AS "broadcastId", w.channel, w.region_code AS "regionCode", CASE WHEN late.state = 'paused'
  THEN 'it was paused until its expiry had passed'
  WHEN EXISTS (SELECT FROM emergency_stops e WHERE e.stopped_at < w.expires_at AND coalesce(e.lifted_at, 'infinity') >= w.expires_at)
  THEN 'an emergency stop stood until its expiry had passed'
  ELSE 'nobody released it between its due time and its expiry: missed by an outage' END AS reason`,
};

const END_RELEASED: Statement = {
  name: 'end released',
  sql: `
WITH done AS MATERIALIZED (
  SELECT w.id FROM waves w
  WHERE w.state ${inStates(statesBefore(WAVES, 'completed'))} AND w.released_at IS NOT NULL AND w.pending = 0 AND w.claimed = 0
    AND (w.expires_at <= ${NOW} OR w.fanned_out_at IS NOT NULL AND (w.state = 'released' OR w.paused_by = 'brake' AND NOT w.doubted))
  FOR UPDATE SKIP LOCKED
)
${transition(
  WAVES,
  {
    oneOf: ['completed', 'expired'],
    by: `CASE WHEN w.fanned_out_at IS NOT NULL AND (w.expired = 0 OR w.accepted + w.delivered + w.failed + w.unknown > 0)
    THEN 'completed' ELSE 'expired' END`,
  },
  {
    // The fleet's clock stands in a transaction: outcomes that were written while it waited for locks are later.
    set: `resume_state = NULL, ${UNPAUSED}, ended_at = greatest(siar_now(), w.handed_at)`,
    from: 'done',
    where: 'w.id = done.id',
  },
)}
RETURNING w.broadcast_id AS "broadcastId", w.channel, w.region_code AS "regionCode", w.state, 'it was released, but nothing could be sent before its expiry' AS reason`,
};

const BROADCASTS_OVER: Statement = {
  name: 'broadcasts over',
  sql: `
SELECT b.id FROM broadcasts b WHERE b.state IN ('approved', 'running', 'paused') AND ${OVER} FOR NO KEY UPDATE OF b SKIP LOCKED`,
};

interface Expired {
  broadcastId: string;
  channel: string;
  regionCode: string;
  reason: string;
}

/**
 * Records in the audit trail which waves expired, with the reason in words: one entry for each broadcast and reason.
 */
async function recordExpired(tx: Tx, expired: readonly Expired[]): Promise<number> {
  const stories = new Map<string, { broadcastId: string; reason: string; regions: Map<string, string[]> }>();
  for (const { broadcastId, channel, regionCode, reason } of expired) {
    const key = `${broadcastId} ${reason}`;
    const story = stories.get(key) ?? { broadcastId, reason, regions: new Map<string, string[]>() };
    story.regions.set(channel, [...(story.regions.get(channel) ?? []), regionCode]);
    stories.set(key, story);
  }
  for (const { broadcastId, reason, regions } of stories.values()) {
    await record(tx, {
      actorId: null,
      act: 'wave.expire',
      subject: `broadcast:${broadcastId}`,
      detail: {
        reason,
        parts: [...regions].map(([channel, codes]) => ({ channel, regions: codes.toSorted() })),
      },
    });
  }
  return expired.length;
}
