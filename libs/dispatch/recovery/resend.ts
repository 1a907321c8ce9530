// What resends of unknown and of rejected copies share: their guards, their order of locks, and what they open again.
import { entries, record } from '#audit';
import { isBeingCorrected, isCorrectionDrafted } from '#broadcasts/corrections';
import { type ChannelName, CHANNELS } from '#channels';
import { BROADCASTS } from '#contract';
import { row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { move, transition } from '#platform/states';
import { mustBeFreeOfKpusDoubt } from '../control/control.js';
import { NO_EMERGENCY_STOP } from '../control/emergency.js';
import { RESENDABLE_WAVE, WAVES } from '../waves/wave.states.js';
import type { ResendAct, Resent } from '#contract/api/deliveries';

/** Why copies cannot be sent again. `ended`: their wave has expired or was cancelled. */
const WITHHELD = ['stopped', 'braked', 'paused', 'ended'] as const;
export type Withheld = (typeof WITHHELD)[number];

/** A part of a broadcast; a missing field means all. */
export interface Part {
  channel?: ChannelName | undefined;
  /** A province's code includes its regencies. */
  region?: string | undefined;
}

/** Copies decided on by one act, so that its transaction stays well within the statement timeout. */
export const MOST_AT_ONCE = 50_000;
/** Acts of a kind listed, the newest first. */
const LISTED = 20;

/** Copies of one batch that are pending again. */
export interface Again {
  waveId: string;
  batchNo: number;
  copies: number;
}

/** A kind of copies that operators send again. */
export interface Resending {
  /** The state that the copies leave: also their counter in the waves. */
  from: 'unknown' | 'failed';
  act: string;
  /** What the trail keeps of the part. */
  detail: Record<string, string>;
  /** How many there are in these waves. */
  count: (waves: string[]) => Promise<number>;
  /** Makes at most {@link MOST_AT_ONCE} of them pending, in the order of the ledger's key. */
  again: (waves: string[]) => Promise<Again[]>;
  /** That there is nothing to send again, and what withholds it. */
  nothing: (withheld: Withheld | undefined) => Problem;
  /** That the number differs from what the person was shown. */
  other: (sendable: number) => Problem;
}

/**
 * Sends copies again: an explicit act, for at most {@link MOST_AT_ONCE}. Locks in the common order: the broadcast, the
 * ledger's rows, the waves, their batches.
 * @param expected the number that the operator was shown
 * @throws Problem not-found; conflict when the broadcast does not run, is being corrected or in doubt by KPU, when a
 *   correction of it is being written, when the number has changed, or when something withholds the whole part
 */
export async function resend(
  tx: Tx,
  broadcastId: string,
  { expected, reason, actorId, ...part }: Part & { expected: number; reason: string; actorId: string },
  { from, act, detail, count, again, nothing, other }: Resending,
): Promise<Resent> {
  await mustBeResendable(tx, broadcastId);
  const waves = await wavesOf(tx, broadcastId, from, part);
  const live = waves.filter(({ withheld }) => withheld === null).map(({ id }) => id);
  const strongest = WITHHELD.find((one) => waves.some(({ withheld }) => withheld === one));
  const copies = await count(live);
  if (copies === 0) throw nothing(strongest);
  if (copies !== expected) throw other(copies);
  const groups = await again(live);
  const resent = groups.reduce((sum, group) => sum + group.copies, 0);
  // A receipt that arrived since the count has settled some of them.
  if (resent !== Math.min(expected, MOST_AT_ONCE)) throw other(resent);
  if (!(await revive(tx, broadcastId, from, groups))) throw nothing('ended');
  const left = expected - resent;
  await record(tx, {
    actorId,
    act,
    subject: `broadcast:${broadcastId}`,
    detail: { resent, left, ...detail, reason },
  });
  return { resent, left };
}

/** What operators decided on a broadcast by one kind of act, from the trail: when, by which operator and how many copies. */
export async function actsOf(
  tx: Tx,
  broadcastId: string,
  act: string,
  copies: 'resent' | 'accepted',
): Promise<ResendAct[]> {
  const found = await entries(tx, { act, subject: `broadcast:${broadcastId}`, limit: LISTED });
  return found.entries.map(({ at, actor, detail }) => ({
    at,
    by: actor?.name ?? null,
    copies: Number(detail[copies]),
    reason: String(detail['reason']),
    channel: CHANNELS.find((one) => one === detail['channel']) ?? null,
    region: typeof detail['region'] === 'string' ? detail['region'] : null,
  }));
}

/** The waves with copies in such a state in a part, each with what withholds them. */
export const wavesOf = (
  tx: Tx,
  broadcastId: string,
  from: Resending['from'],
  { channel, region }: Part,
): Promise<{ id: string; withheld: Withheld | null }[]> =>
  rows(
    tx,
    `SELECT w.id, ${WITHHELD_BY} AS withheld FROM waves w
     WHERE w.broadcast_id = $1 AND CASE $4::text WHEN 'unknown' THEN w.unknown ELSE w.failed END > 0
       AND ($2::text IS NULL OR w.channel = $2) AND ($3::text IS NULL OR w.region_code = $3 OR starts_with(w.region_code, $3 || '.'))`,
    [broadcastId, channel ?? null, region ?? null, from],
  );

/**
 * What withholds the copies of a wave `w`, in SQL; null: nothing. A brake or a pause applies to its whole channel,
 * including waves that had ended.
 */
export const WITHHELD_BY = `CASE
  WHEN NOT ${NO_EMERGENCY_STOP} THEN 'stopped'
  WHEN NOT (${RESENDABLE_WAVE}) THEN 'ended'
  WHEN EXISTS (SELECT FROM waves b WHERE b.broadcast_id = w.broadcast_id AND b.channel = w.channel AND b.paused_by = 'brake') THEN 'braked'
  WHEN w.state = 'paused' OR EXISTS (SELECT FROM channel_pauses c WHERE c.channel = w.channel AND c.resumed_at IS NULL) THEN 'paused' END`;

/** Locks the broadcast. @returns its state @throws Problem not-found */
export async function lock(tx: Tx, broadcastId: string): Promise<string> {
  const broadcast = await row<{ state: string }>(
    tx,
    'SELECT state FROM broadcasts WHERE id = $1 FOR NO KEY UPDATE',
    [broadcastId],
  );
  if (!broadcast) throw new Problem('no-such-broadcast');
  return broadcast.state;
}

/** Locks the broadcast. @throws Problem not-found, conflict */
async function mustBeResendable(tx: Tx, broadcastId: string): Promise<void> {
  const state = await lock(tx, broadcastId);
  if (state !== 'running' && state !== 'completed')
    throw new Problem('not-resendable', { state }, [], { state });
  if (await isBeingCorrected(tx, broadcastId)) throw new Problem('being-corrected');
  if (await isCorrectionDrafted(tx, broadcastId)) throw new Problem('correction-drafted');
  await mustBeFreeOfKpusDoubt(tx, broadcastId);
}

/**
 * Reopens the broadcast, and the waves and batches of resent copies.
 * @returns false when one of the waves has ended since the check
 */
async function revive(
  tx: Tx,
  broadcastId: string,
  from: Resending['from'],
  again: readonly Again[],
): Promise<boolean> {
  const waveIds = again.map(({ waveId }) => waveId);
  const revived = await rows(
    tx,
    `WITH locked AS MATERIALIZED (
       SELECT w.id FROM waves w WHERE w.id = ANY ($1::bigint[]) AND w.expires_at > siar_now() AND w.state IN ('released', 'completed')
       ORDER BY w.id FOR UPDATE
     )
     ${transition(WAVES, 'released', {
       set: `pending = pending + again.n, ended_at = NULL,
         unknown = unknown - CASE $3::text WHEN 'unknown' THEN again.n ELSE 0 END, failed = failed - CASE $3::text WHEN 'failed' THEN again.n ELSE 0 END`,
       from: `(SELECT wave_id, sum(n)::int AS n FROM unnest($1::bigint[], $2::int[]) AS u(wave_id, n) GROUP BY wave_id) again
         JOIN locked l ON l.id = again.wave_id`,
       where: 'w.id = l.id',
       again: true,
     })} RETURNING w.id`,
    [waveIds, again.map(({ copies }) => copies), from],
  );
  if (revived.length < new Set(waveIds).size) return false;
  await tx.query(
    `WITH locked AS (
       SELECT wave_id, no FROM batches b JOIN unnest($1::bigint[], $2::int[]) AS u(wave_id, no) USING (wave_id, no)
       ORDER BY wave_id, no FOR UPDATE OF b)
     UPDATE batches b SET state = 'waiting', not_before = NULL, queued_at = NULL FROM locked l
     WHERE b.wave_id = l.wave_id AND b.no = l.no`,
    [waveIds, again.map(({ batchNo }) => batchNo)],
  );
  await move(
    tx,
    BROADCASTS,
    'running',
    { set: 'ended_at = NULL, updated_at = siar_now()', where: 'b.id = $1', again: true },
    [broadcastId],
  );
  return true;
}
