import { record } from '#audit';
import { Problem, row, rows, type Tx } from '#platform';
import { ENDED, statesBefore } from './wave.states.js';

/** A part of a broadcast: one channel, one region (a province with its regencies), or both; empty: the whole. */
export interface Part {
  channel?: string | undefined;
  regionCode?: string | undefined;
}

/** Who stops a broadcast, and why. */
export interface Stop {
  by: 'author' | 'kpu' | 'operator' | 'brake' | 'correction';
  /** Null: not said, which a cancellation must be. */
  reason: string | null;
  /** The person; null or absent: Siar itself. */
  actorId?: string | null | undefined;
}

/** The account of a broadcast, or the part of it, at the moment it was stopped or set going. */
export interface Tally {
  /** Waves whose state changed. */
  waves: number;
  /** Copies a provider has taken. */
  sent: number;
  /** Copies that wait. */
  stopped: number;
  /** Copies in workers' hands: these may still go out. */
  inHand: number;
  /** Copies of which nobody can say. */
  unknown: number;
}

/** What a pause stopped. */
export interface Paused extends Tally {
  /** What will expire if nobody resumes it, and when; copies of waves not fanned out yet are not known. */
  expiring: { expiresAt: Date; waves: number; messages: number }[];
}

// $1 the broadcast, $2 channel or null, $3 region or null
const PART = `w.broadcast_id = $1 AND ($2::text IS NULL OR w.channel = $2)
  AND ($3::text IS NULL OR w.region_code = $3 OR starts_with(w.region_code, $3 || '.'))`;

/** Pauses waves. A claim of a worker waits for this or is waited for: after it, nothing more is claimed. */
export async function pause(tx: Tx, broadcastId: string, part: Part, stop: Stop): Promise<Paused> {
  await lock(tx, broadcastId);
  const paused = await rows<{ expiresAt: Date; waves: number; messages: number }>(
    tx,
    `WITH part AS MATERIALIZED (
       SELECT w.id FROM waves w WHERE ${PART} AND w.state = ANY ($4) ORDER BY w.id FOR UPDATE
     ), paused AS (
       UPDATE waves w SET resume_state = w.state, state = 'paused', pause_reason = $5 FROM part WHERE w.id = part.id RETURNING w.expires_at, w.pending
     )
     SELECT expires_at AS "expiresAt", count(*)::int AS waves, sum(pending)::int AS messages FROM paused GROUP BY 1 ORDER BY 1`,
    [broadcastId, part.channel ?? null, part.regionCode ?? null, statesBefore('paused'), stop.reason],
  );
  // Where nothing is left that goes on, the broadcast as a whole stands still.
  const whole = await rows(
    tx,
    `UPDATE broadcasts b SET state = 'paused', pause_reason = $2, paused_by = $3, updated_at = siar_now()
     WHERE id = $1 AND state IN ('approved', 'running') AND NOT EXISTS (
       SELECT FROM waves w WHERE w.broadcast_id = b.id AND w.state <> 'paused' AND NOT w.state = ANY ($4))
       AND EXISTS (SELECT FROM waves w WHERE w.broadcast_id = b.id AND w.state = 'paused')
     RETURNING id`,
    [broadcastId, stop.reason, stop.by, ENDED],
  );
  const waves = paused.reduce((sum, group) => sum + group.waves, 0);
  const tally = await tallyOf(tx, broadcastId, part, waves);
  if (waves > 0 || whole.length > 0) {
    await note(tx, 'broadcast.pause', broadcastId, stop.actorId, {
      by: stop.by,
      reason: stop.reason,
      ...part,
      ...tally,
    });
  }
  return { ...tally, expiring: paused };
}

/** Puts paused waves back to where they were, those whose expiry has not passed; a paused broadcast goes on with them. */
export async function resume(tx: Tx, broadcastId: string, part: Part, actorId: string): Promise<Tally> {
  await lock(tx, broadcastId);
  const resumed = await rows(
    tx,
    `WITH part AS MATERIALIZED (
       SELECT w.id FROM waves w WHERE ${PART} AND w.state = 'paused' AND w.expires_at > siar_now() ORDER BY w.id FOR UPDATE
     )
     UPDATE waves w SET state = w.resume_state, resume_state = NULL, pause_reason = NULL,
       fan_out_enqueued_at = CASE WHEN w.fanned_out_at IS NOT NULL THEN w.fan_out_enqueued_at END
     FROM part WHERE w.id = part.id RETURNING w.id`,
    [broadcastId, part.channel ?? null, part.regionCode ?? null],
  );
  const tally = await tallyOf(tx, broadcastId, part, resumed.length);
  if (resumed.length === 0) return tally;
  await tx.query(
    `UPDATE broadcasts b SET pause_reason = NULL, paused_by = NULL, updated_at = siar_now(),
       state = CASE WHEN EXISTS (SELECT FROM waves w WHERE w.broadcast_id = b.id AND w.released_at IS NOT NULL)
         THEN 'running' ELSE 'approved' END
     WHERE id = $1 AND state = 'paused'`,
    [broadcastId],
  );
  await note(tx, 'broadcast.resume', broadcastId, actorId, { ...part, ...tally });
  return tally;
}

/**
 * Cancels waves for good. What is pending in them is turned to cancelled by the reconciler of deliveries, afterwards.
 * Leaves the broadcast and the trail to the caller.
 */
export async function cancel(tx: Tx, broadcastId: string, part: Part): Promise<Tally> {
  await lock(tx, broadcastId);
  const cancelled = await rows(
    tx,
    `WITH part AS MATERIALIZED (
       SELECT w.id FROM waves w WHERE ${PART} AND w.state = ANY ($4) ORDER BY w.id FOR UPDATE
     )
     UPDATE waves w SET state = 'cancelled', resume_state = NULL, pause_reason = NULL, ended_at = siar_now() FROM part WHERE w.id = part.id RETURNING w.id`,
    [broadcastId, part.channel ?? null, part.regionCode ?? null, statesBefore('cancelled')],
  );
  return tallyOf(tx, broadcastId, part, cancelled.length);
}

/**
 * Cancels what is left of an approved broadcast, for good.
 * @throws Problem conflict when it is not approved, running or paused
 */
export async function cancelBroadcast(tx: Tx, broadcastId: string, stop: Stop): Promise<Tally> {
  const tally = await cancel(tx, broadcastId, {});
  const cancelled = await rows(
    tx,
    `UPDATE broadcasts SET state = 'cancelled', pause_reason = NULL, paused_by = NULL, ended_at = siar_now(), updated_at = siar_now()
     WHERE id = $1 AND state IN ('approved', 'running', 'paused') RETURNING id`,
    [broadcastId],
  );
  if (cancelled.length === 0) {
    throw new Problem('conflict', 'Only a broadcast that is approved, running or paused can be cancelled.');
  }
  await note(tx, 'broadcast.cancel', broadcastId, stop.actorId, {
    by: stop.by,
    reason: stop.reason,
    ...tally,
  });
  return tally;
}

/** The broadcast first, then its waves by id: whoever stops or releases them locks in that order. */
async function lock(tx: Tx, broadcastId: string): Promise<void> {
  const found = await row(tx, 'SELECT FROM broadcasts WHERE id = $1 FOR NO KEY UPDATE', [broadcastId]);
  if (!found) throw new Problem('not-found', 'There is no such broadcast.');
}

async function tallyOf(tx: Tx, broadcastId: string, part: Part, waves: number): Promise<Tally> {
  const found = await row<Omit<Tally, 'waves'>>(
    tx,
    `SELECT coalesce(sum(w.accepted + w.delivered), 0)::int AS sent, coalesce(sum(w.pending), 0)::int AS stopped,
       coalesce(sum(w.claimed), 0)::int AS "inHand", coalesce(sum(w.unknown), 0)::int AS unknown
     FROM waves w WHERE ${PART}`,
    [broadcastId, part.channel ?? null, part.regionCode ?? null],
  );
  return { waves, sent: 0, stopped: 0, inHand: 0, unknown: 0, ...found };
}

async function note(
  tx: Tx,
  act: string,
  broadcastId: string,
  actorId: string | null | undefined,
  detail: Record<string, unknown>,
): Promise<void> {
  await record(tx, { actorId: actorId ?? null, act, subject: `broadcast:${broadcastId}`, detail });
}
