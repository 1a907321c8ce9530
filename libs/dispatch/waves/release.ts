import { record } from '#audit';
import { BROADCASTS } from '#contract';
import { prepared, row, rows, type Statement, type Tx } from '#platform/database';
import { inStates, statesBefore, transition } from '#platform/states';
import { beginSpan } from '#platform/tracing';
import { NO_EMERGENCY_STOP } from '../control/emergency.js';
import { ENDED, UNPAUSED, WAVES } from './wave.states.js';

/**
 * Seconds without a result after which a queued fan-out is looked up in the queue: the publisher may have died before
 * it added the job, and urgent messages must not wait long.
 */
const LOST_AFTER_SECONDS = 10;

/** The fleet's clock, read once in a statement: the statement sees one instant and can use an index. */
const NOW = '(SELECT siar_now())';
/** Broadcasts that may proceed: none while an emergency stop stands. */
const LIVE_BROADCAST = `b.state IN ('approved', 'running') AND ${NO_EMERGENCY_STOP}`;
const AWAITS_FAN_OUT = `w.state IN ('planned', 'released') AND w.fanned_out_at IS NULL AND w.expires_at > ${NOW} AND ${LIVE_BROADCAST}`;
/** It is time to write the deliveries. $1: minutes before they are due. */
const TIME_TO_FAN_OUT = `w.due_at <= ${NOW} + make_interval(mins => $1)`;
/** Waves that are equal in these columns are ordered by id, the order of the plan. */
const MOST_URGENT_FIRST = 'w.priority, w.expires_at, w.due_at, w.id';

/** A wave with a fan-out to be queued. */
export interface FanOutDue {
  waveId: string;
  channel: string;
  priority: number;
  /** Milliseconds; separates the job from earlier ones of the same wave. */
  stamp: number;
}

/** Claims the waves that are due within the given time and need their deliveries. @param aheadMinutes that time */
export async function claimFanOuts(tx: Tx, aheadMinutes: number): Promise<FanOutDue[]> {
  return claim(tx, CLAIM_FAN_OUTS, aheadMinutes);
}

/**
 * Whether the fan-out of a broadcast's first wave is due or has begun. @param aheadMinutes minutes before the wave is
 * due
 */
export async function fanOutHasBegun(tx: Tx, broadcastId: string, aheadMinutes: number): Promise<boolean> {
  const found = await row(
    tx,
    `SELECT FROM waves w WHERE w.broadcast_id = $2 AND ${TIME_TO_FAN_OUT} LIMIT 1`,
    [aheadMinutes, broadcastId],
  );
  return found !== undefined;
}

/** Claims the waves with a fan-out that was queued a while ago and is not done: its job may be lost, or only slow. */
export async function claimOverdueFanOuts(tx: Tx): Promise<FanOutDue[]> {
  return claim(tx, CLAIM_OVERDUE_FAN_OUTS, LOST_AFTER_SECONDS);
}

async function claim(tx: Tx, statement: Statement, parameter: number): Promise<FanOutDue[]> {
  const claimed = await prepared<Omit<FanOutDue, 'stamp'> & { stamp: string }>(tx, statement, [parameter]);
  return claimed.map((wave) => ({ ...wave, stamp: Number(wave.stamp) }));
}

const claimSql = (condition: string): string => `
WITH next AS MATERIALIZED (
  SELECT w.id FROM waves w JOIN broadcasts b ON b.id = w.broadcast_id
  WHERE ${AWAITS_FAN_OUT} AND ${condition}
  FOR UPDATE OF w SKIP LOCKED
), claimed AS (
  UPDATE waves w SET fan_out_enqueued_at = siar_now() FROM next WHERE w.id = next.id
  RETURNING w.id, w.channel, w.priority, w.expires_at, w.due_at, w.fan_out_enqueued_at
)
SELECT id AS "waveId", channel, priority, (extract(epoch FROM fan_out_enqueued_at) * 1000)::bigint AS stamp
FROM claimed w ORDER BY ${MOST_URGENT_FIRST}`;
const CLAIM_FAN_OUTS: Statement = {
  name: 'claim fan-outs',
  sql: claimSql(`w.fan_out_enqueued_at IS NULL AND ${TIME_TO_FAN_OUT}`),
};
const CLAIM_OVERDUE_FAN_OUTS: Statement = {
  name: 'claim overdue fan-outs',
  sql: claimSql(`w.fan_out_enqueued_at < ${NOW} - make_interval(secs => $1)`),
};

/**
 * Releases the waves that are due; a broadcast's first release sets it running. A missed wave goes out late while its
 * expiry allows. Locks the broadcast's row too, so that it cannot be stopped during the release; skips a row that
 * another transaction (a pause, another publisher) holds.
 * @returns the channels with copies to send, one entry for each wave
 */
export async function releaseDue(tx: Tx): Promise<string[]> {
  const released = await prepared<{ broadcastId: string; channel: string }>(tx, RELEASE_DUE);
  if (released.length === 0) return [];
  const started = await rows<{ id: string }>(
    tx,
    `${transition(BROADCASTS, 'running', { set: 'updated_at = siar_now()', where: `b.id = ANY ($1) AND b.state = 'approved'` })} RETURNING id`,
    [[...new Set(released.map(({ broadcastId }) => broadcastId))]],
  );
  for (const { id } of started) {
    await record(tx, {
      actorId: null,
      act: 'broadcast.run',
      subject: `broadcast:${id}`,
      detail: { waves: released.filter(({ broadcastId }) => broadcastId === id).length },
    });
  }
  for (const { broadcastId, channel } of released)
    beginSpan(broadcastId, 'release a wave', { channel })?.end();
  return released.map(({ channel }) => channel);
}

/** Time until the next waves become due, in ms; null: none is to come. Excludes waves that wait for something else. */
export async function untilDue(tx: Tx): Promise<number | null> {
  const [found] = await prepared<{ ms: number | null }>(tx, UNTIL_DUE);
  return found?.ms ?? null;
}

/**
 * Expires the waves that were never released and can no longer be. The reconciler of deliveries turns their pending
 * copies to expired, as in released waves past their expiry.
 * @returns the number of waves
 */
export async function expireMissed(tx: Tx): Promise<number> {
  return account(tx, await prepared<Expired>(tx, EXPIRE_MISSED));
}

/**
 * Ends the released waves without pending or claimed copies: as completed, or as expired when all copies expired.
 * @returns the numbers of completed and of expired waves
 */
export async function endReleased(tx: Tx): Promise<{ completed: number; expired: number }> {
  const ended = await prepared<Expired & { state: string }>(tx, END_RELEASED);
  const expired = await account(
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
        set: 'ended_at = siar_now(), updated_at = siar_now(), pause_reason = NULL, paused_by = NULL',
        from: `(
       SELECT w.broadcast_id AS id, count(*)::int AS waves,
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

const RELEASE_DUE: Statement = {
  name: 'release due',
  sql: `
WITH due AS MATERIALIZED (
  SELECT w.id FROM waves w JOIN broadcasts b ON b.id = w.broadcast_id
  WHERE w.state IN ('planned', 'prepared') AND w.due_at <= ${NOW} AND w.expires_at > ${NOW} AND ${LIVE_BROADCAST}
  FOR UPDATE OF w SKIP LOCKED FOR NO KEY UPDATE OF b SKIP LOCKED
)
${transition(WAVES, 'released', {
  set: 'released_at = coalesce(w.released_at, siar_now())',
  from: 'due',
  where: 'w.id = due.id',
})}
RETURNING w.broadcast_id AS "broadcastId", w.channel`,
};

const UNTIL_DUE: Statement = {
  name: 'until due',
  sql: `
SELECT (extract(epoch FROM min(w.due_at) - ${NOW}) * 1000)::float8 AS ms FROM waves w
WHERE w.state IN ('planned', 'prepared') AND w.due_at > ${NOW}`,
};

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
    AND (w.expires_at <= ${NOW} OR (w.state = 'released' AND w.fanned_out_at IS NOT NULL))
  FOR UPDATE SKIP LOCKED
)
${transition(
  WAVES,
  {
    oneOf: ['completed', 'expired'],
    by: `CASE WHEN w.fanned_out_at IS NOT NULL AND (w.expired = 0 OR w.accepted + w.delivered + w.failed + w.unknown > 0)
    THEN 'completed' ELSE 'expired' END`,
  },
  { set: `resume_state = NULL, ${UNPAUSED}, ended_at = siar_now()`, from: 'done', where: 'w.id = done.id' },
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
async function account(tx: Tx, expired: readonly Expired[]): Promise<number> {
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
