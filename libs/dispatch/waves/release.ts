// Releases waves when they are due, and their fan-outs before that.
import { record } from '#audit';
import { BROADCASTS } from '#contract';
import { prepared, row, rows, type Statement, type Tx } from '#platform/database';
import { transition } from '#platform/states';
import { beginSpan } from '#platform/tracing';
import { NO_EMERGENCY_STOP } from '../control/emergency.js';
import { WAVES } from './wave.states.js';

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
 * A due wave that is not released all the same counts as a stalled channel (control/stalled.ts).
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
