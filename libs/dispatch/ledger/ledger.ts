import { noteMessageIds } from '../receipts/message-ids.js';
import type { ChannelName } from '#channels';
import type { SuppressedReason } from '#contract/lists';
import { type Database, prepared, row, rows, type Statement, type Tx } from '#platform/database';
import { OPEN_WAVE } from '#planning';
import { CLAIMS_MAY_BEGIN, NO_EMERGENCY_STOP } from '../control/emergency.js';
import type { Settlement } from './outcome.rules.js';

/** A claimed delivery, with the data its message needs. */
export interface ClaimedDelivery {
  addressId: string;
  attempts: number;
  code: string | null;
  ciphertext: Buffer;
  keyId: string;
  name: string;
  regionCode: string;
  regionName: string;
  language: string;
}

/** One claimed chunk of a batch. */
export interface Claim {
  id: string;
  broadcastId: string;
  waveId: string;
  batchNo: number;
  /** Both by the database's clock. */
  now: Date;
  leasedUntil: Date;
  expiresAt: Date;
  publicCode: string;
  deliveries: ClaimedDelivery[];
  /** Whether the batch may hold more: the limit was reached. */
  full: boolean;
}

/**
 * Claims the next deliveries of a batch, in one transaction. The wave must be of this channel and released, its window open
 * and its expiry ahead, the provider there and no emergency stop active. Deliveries to those who left, or were suppressed,
 * restricted or erased since the fan-out, become `suppressed`. Those of a carrier that is held stay pending.
 * @param limit deliveries at most
 * @param toThoseWhoLeft whether it is a correction that also goes to those who left after they got the original
 * @param leaseSeconds how long the claim lasts; afterwards a reconciler turns its deliveries to unknown
 * @returns null when there is nothing (more) to claim now
 */
export async function claimChunk(
  tx: Tx,
  at: {
    waveId: string;
    batchNo: number;
    channel: ChannelName;
    limit: number;
    toThoseWhoLeft?: boolean;
    account: string;
    worker: string;
    leaseSeconds: number;
  },
): Promise<Claim | null> {
  const [claim] = await prepared<Omit<Claim, 'deliveries' | 'full'>>(tx, BEGIN_CLAIM, [
    at.waveId,
    at.batchNo,
    at.worker,
    at.leaseSeconds,
    at.channel,
    at.account,
  ]);
  if (!claim) return null;
  const found = await prepared<
    ClaimedDelivery & { state: 'claimed' | 'suppressed' | 'pending'; counted: boolean }
  >(tx, CLAIM, [
    claim.broadcastId,
    at.waveId,
    at.batchNo,
    at.limit,
    claim.id,
    at.channel,
    at.toThoseWhoLeft ?? false,
  ]);
  if (found[0] && !found[0].counted) throw new WaveStopped();
  const deliveries = found.filter(({ state }) => state === 'claimed');
  if (deliveries.length === 0) await prepared(tx, END_CLAIM, [claim.id]);
  return found.length === 0 ? null : { ...claim, deliveries, full: found.length === at.limit };
}

/** The wave was paused or cancelled, or an emergency stop began, while a claim was being made; the claim is rolled back. */
export class WaveStopped extends Error {}

// $1 wave $2 batch $3 worker $4 seconds $5 channel $6 account
// Forces a generic plan for the claim that follows. On a large ledger PostgreSQL would otherwise plan each claim again,
// which takes a third of its time: it estimates the custom plan to be cheaper, though it is the same.
const BEGIN_CLAIM: Statement = {
  name: 'begin claim',
  sql: `
INSERT INTO claims (broadcast_id, wave_id, batch_no, account, worker, leased_until)
SELECT w.broadcast_id, w.id, $2, $6, $3, siar_now() + make_interval(secs => $4)
FROM waves w JOIN broadcasts b ON b.id = w.broadcast_id CROSS JOIN set_config('plan_cache_mode', 'force_generic_plan', true)
WHERE w.id = $1 AND w.channel = $5 AND w.state = 'released' AND b.state IN ('approved', 'running') AND w.expires_at > siar_now() AND ${OPEN_WAVE}
  AND ${CLAIMS_MAY_BEGIN} AND NOT account_away($6) AND NOT EXISTS (SELECT FROM channel_pauses p WHERE p.channel = w.channel AND p.resumed_at IS NULL)
RETURNING id, broadcast_id AS "broadcastId", wave_id AS "waveId", batch_no AS "batchNo", siar_now() AS now,
  leased_until AS "leasedUntil", (SELECT expires_at FROM waves WHERE id = wave_id) AS "expiresAt",
  (SELECT public_code FROM broadcasts WHERE id = broadcast_id) AS "publicCode"`,
};

// Added beside the join wherever rows of the ledger are looked up. The statistics do not cover a broadcast that has just
// been written: the planner expects one row of it and would scan all of them once for each.
const only = (source: string): string => `d.address_id = ANY (ARRAY(SELECT address_id FROM ${source}))`;

/**
 * Copies whose carrier is held (control/carrier-holds.ts) stay pending with this reason and the carrier's name, until its
 * next try; once it is held no more, they may be claimed whatever their time. Those of a try have the other reason.
 */
const HELD = 'held ';
const TRY = 'try ';
/** Of the carriers held: evaluated once for a statement, and not at all where no row asks. */
const ofHeld = (what: string, broadcast: string, channel: string): string =>
  `ARRAY(SELECT ${what} FROM carrier_holds h WHERE h.broadcast_id = ${broadcast} AND h.channel = ${channel})`;
const heldReasons = (broadcast: string, channel: string): string =>
  ofHeld(`'${HELD}' || h.class`, broadcast, channel);

const DEAD: SuppressedReason = 'dead before sending';
const LEFT: SuppressedReason = 'left or suppressed before sending';

// $1 broadcast $2 wave $3 batch $4 limit $5 claim $6 channel $7 to those who left
// A correction has deliveries only for those the original reached: whoever has left did so since then.
// Locks in no order, because SKIP LOCKED never waits. With an ORDER BY, the primary key would be read from the broadcast's
// first row.
// Locked rows are found again by ctid: a row that moved while it was being locked stays pending.
// A name added or changed after the approval was not approved: it is left out. The instant that counts is the decision's,
// which is written once; the broadcast's own column is for display.
// A wave stopped since the claim began is locked by the transaction that stopped it, and is not counted then: the whole
// claim must roll back. The same applies to an emergency stop between the first check and the shared lock.
// The rest of the transaction uses custom plans again: a generic plan might scan every month's partition.
const CLAIM: Statement = {
  name: 'claim',
  sql: `
WITH next AS (
  SELECT ctid AS place, address_id, reason FROM deliveries
  WHERE broadcast_id = $1 AND wave_id = $2 AND batch_no = $3 AND state = 'pending'
    AND (next_attempt_at IS NULL OR next_attempt_at <= siar_now()
      OR starts_with(reason, '${HELD}') AND reason <> ALL (${heldReasons('$1', '$6')}))
  LIMIT $4 FOR UPDATE SKIP LOCKED
), judged AS MATERIALIZED (
  SELECT n.place, a.ciphertext, a.key_id, CASE WHEN c.named_at <= (
      SELECT v.decided_at FROM broadcasts b JOIN submissions v ON v.broadcast_id = b.id AND v.no = b.submission_no
      WHERE b.id = $1 AND v.decision = 'approved') THEN c.name END AS name, c.region_code, r.name AS region_name, c.language,
    coalesce(c.restricted_at IS NULL AND (a.state = 'active' AND s.hash IS NULL
      AND EXISTS (SELECT FROM consents k WHERE k.address_id = a.id AND k.withdrawn_at IS NULL)
      OR $7 AND a.state = 'unsubscribed' AND s.reason = 'left'), false) AS wanted, a.state = 'invalid' AS dead,
    CASE WHEN a.class = ANY (${ofHeld('h.class', '$1', '$6')}) AND n.reason IS DISTINCT FROM '${TRY}' || a.class THEN a.class END AS held
  FROM next n
  LEFT JOIN addresses a ON a.id = n.address_id AND a.channel = $6
  LEFT JOIN contacts c ON c.id = a.contact_id
  LEFT JOIN regions r ON r.code = c.region_code
  LEFT JOIN suppressions s ON s.channel = a.channel AND s.hash = a.hash
), taken AS (
  UPDATE deliveries d SET
    state = CASE WHEN NOT j.wanted THEN 'suppressed' WHEN j.held IS NULL THEN 'claimed' ELSE 'pending' END,
    claim_id = CASE WHEN j.wanted AND j.held IS NULL THEN $5::bigint END,
    attempts = d.attempts + CASE WHEN j.wanted AND j.held IS NULL THEN 1 ELSE 0 END,
    next_attempt_at = CASE WHEN j.wanted AND j.held IS NOT NULL THEN (
      SELECT greatest(h.next_at, siar_now() + interval '1 second') FROM carrier_holds h WHERE h.broadcast_id = $1 AND h.channel = $6 AND h.class = j.held) END,
    reason = CASE WHEN j.wanted AND j.held IS NOT NULL THEN '${HELD}' || j.held WHEN j.wanted THEN d.reason WHEN j.dead THEN '${DEAD}' ELSE '${LEFT}' END
  FROM judged j WHERE d.broadcast_id = $1 AND d.ctid = j.place
  RETURNING d.address_id AS "addressId", d.state, d.attempts, d.code, j.ciphertext, j.key_id AS "keyId", coalesce(j.name, '') AS name,
    j.region_code AS "regionCode", j.region_name AS "regionName", j.language
), sums AS (
  SELECT count(*) AS touched, count(*) FILTER (WHERE state <> 'pending') AS found, count(*) FILTER (WHERE state = 'claimed') AS claimed FROM taken
), counted AS (
  UPDATE waves w SET pending = pending - s.found, claimed = w.claimed + s.claimed, suppressed = suppressed + s.found - s.claimed,
    first_handover_at = coalesce(first_handover_at, CASE WHEN s.claimed > 0 THEN siar_now() END)
  FROM sums s WHERE w.id = $2 AND s.touched > 0 AND w.state = 'released' AND ${NO_EMERGENCY_STOP} RETURNING 1
)
SELECT t.*, EXISTS (SELECT FROM counted) AS counted FROM taken t CROSS JOIN set_config('plan_cache_mode', 'auto', true)`,
};

/** Plans what a claim, its outcomes and the end of a batch run on this connection: for a batch that does not exist. */
export async function planClaims(tx: Tx, channel: ChannelName): Promise<void> {
  const none = '0';
  await prepared(tx, BEGIN_CLAIM, [none, 0, '', 0, channel, '']);
  // As the first statement does where it finds a wave.
  await tx.query(`SET LOCAL plan_cache_mode = force_generic_plan`);
  await prepared(tx, CLAIM, [none, none, 0, 0, none, channel, false]);
  await tx.query(`SET LOCAL plan_cache_mode = auto`);
  await prepared(tx, SETTLE, [none, none, [], [], [], [], [], [], none, false]);
  await closeBatches(tx, none, []);
}

const END_CLAIM: Statement = { name: 'end claim', sql: 'DELETE FROM claims WHERE id = $1' };

/** The result written back for one delivery. */
export interface Settled extends Settlement {
  addressId: string;
}

/**
 * Writes outcomes back, in the caller's transaction: rows first, then the wave's counters. A row that a receipt has already
 * moved keeps its state and gains what only the hand-over provides: the provider's id and its time. A row that became
 * unknown because this worker was slow takes the worker's result. A delivery given back late becomes pending only in a wave
 * that has not ended; otherwise it stays unknown, for a person to resend.
 * @param last whether these are the claim's last outcomes: the claim then ends
 */
export async function writeOutcomes(
  tx: Tx,
  claim: Pick<Claim, 'id' | 'broadcastId' | 'waveId' | 'batchNo'>,
  settled: Settled[],
  last: boolean,
): Promise<void> {
  const [written] = await prepared<{ reopened: boolean; open: boolean; waits: boolean }>(tx, SETTLE, [
    claim.broadcastId,
    claim.id,
    settled.map(({ addressId }) => addressId),
    settled.map(({ state }) => state),
    settled.map(({ reason }) => reason),
    settled.map(({ providerId }) => providerId),
    settled.map(({ nextAttemptAt }) => nextAttemptAt),
    settled.map(({ counts }) => (counts ? 0 : 1)),
    claim.waveId,
    last,
  ]);
  if (!written) return;
  if (written.reopened && !written.open) throw new Error('the wave ended while late outcomes were written');
  await noteMessageIds(tx, claim.broadcastId, settled);
  if (written.waits) await closeBatches(tx, claim.waveId, [claim.batchNo]);
}

const NOT_ENDED = `w.state IN ('released', 'paused')`;

// $3 to $8: addresses, and their results at the same index. $9 wave. $10: whether the claim ends.
// A final result replaces unknown in any wave; "not handed over" replaces it only in a wave that has not ended.
// A row that a receipt has moved no longer belongs to the claim, but keeps its id until here: counters and state were moved
// with the receipt.
// The claim is deleted before its rows are locked, as when a dead claim is ended. The condition on `ended` enforces this
// order.
// If the reconciler ends the claim at the same instant, the counters still start from the wave's newest version: a table
// with a BEFORE UPDATE trigger has its row locked before its checks are evaluated (test/integration/late-outcomes.spec.ts).
// Outcomes are looked up by array position: a join would compare every outcome of a group with every row.
// A provider's message id may name its recipient. An erasure waits for claimed rows and then deletes the id. For other rows
// the id is written only if the address still exists; the address is locked until the write.
const SETTLE: Statement = {
  name: 'settle',
  sql: `
WITH ended AS (
  DELETE FROM claims WHERE id = $2 AND $10 RETURNING 1
), locked AS (
  SELECT d.address_id, d.state AS before, d.state IN ('delivered', 'failed') AS moved,
    array_position($3::bigint[], d.address_id) AS n
  FROM deliveries d
  WHERE (SELECT count(*) FROM ended) >= 0 AND d.broadcast_id = $1 AND d.address_id = ANY ($3::bigint[]) AND d.claim_id = $2
    AND (d.state IN ('claimed', 'delivered', 'failed') OR d.state = 'unknown' AND CASE ($4::text[])[array_position($3::bigint[], d.address_id)]
      WHEN 'unknown' THEN false WHEN 'pending' THEN EXISTS (SELECT FROM waves w WHERE w.id = $9 AND ${NOT_ENDED}) ELSE true END)
  ORDER BY d.address_id FOR UPDATE
), there AS (
  SELECT a.id FROM addresses a WHERE a.id = ANY (ARRAY(SELECT address_id FROM locked WHERE before <> 'claimed')) ORDER BY a.id FOR KEY SHARE
), written AS (
  UPDATE deliveries d SET state = CASE WHEN l.moved THEN d.state ELSE ($4::text[])[n] END,
    reason = CASE WHEN l.moved THEN d.reason ELSE ($5::text[])[n] END,
    provider_id = CASE WHEN l.before = 'claimed' OR l.address_id IN (SELECT id FROM there) THEN coalesce(($6::text[])[n], d.provider_id) END,
    next_attempt_at = CASE WHEN NOT l.moved THEN ($7::timestamptz[])[n] END, attempts = d.attempts - ($8::int[])[n], claim_id = NULL,
    handed_at = CASE WHEN ($4::text[])[n] IN ('accepted', 'failed', 'unknown') THEN siar_now() ELSE d.handed_at END
  FROM locked l
  WHERE d.broadcast_id = $1 AND d.address_id = l.address_id AND d.address_id = ANY ($3::bigint[])
  RETURNING d.state, l.before, l.moved
), sums AS (
  SELECT count(*) FILTER (WHERE NOT moved) AS "all", count(*) FILTER (WHERE before = 'unknown') AS late,
    count(*) FILTER (WHERE before = 'unknown' AND state = 'pending') AS reopened, count(*) FILTER (WHERE state = 'accepted') AS accepted,
    count(*) FILTER (WHERE state = 'failed' AND NOT moved) AS failed, count(*) FILTER (WHERE state = 'pending') AS pending,
    count(*) FILTER (WHERE state = 'unknown') AS unknown, count(*) FILTER (WHERE state = 'expired') AS expired,
    count(*) FILTER (WHERE moved) AS moved
  FROM written
)
UPDATE waves w SET claimed = w.claimed - (s."all" - s.late), accepted = w.accepted + s.accepted, failed = w.failed + s.failed,
  pending = w.pending + s.pending, unknown = w.unknown + s.unknown - s.late, expired = w.expired + s.expired,
  handed_at = CASE WHEN s.accepted + s.failed + s.unknown + s.moved > 0 THEN siar_now() ELSE w.handed_at END
FROM sums s WHERE w.id = $9 AND s."all" + s.moved > 0
RETURNING s.reopened > 0 AS reopened, s.pending > 0 AS waits, ${NOT_ENDED} AS open`,
};

/** A batch, with what its claims need to know of its wave. */
export interface FoundBatch {
  /** Whether a publisher has queued it: a job in the queue is valid only then. */
  queued: boolean;
  route: string;
  broadcastId: string;
  /** Whether its wave is. */
  released: boolean;
}

/** Finds a batch of this channel. */
export async function findBatch(
  { manager }: Database,
  { waveId, batchNo, channel }: { waveId: string; batchNo: number; channel: ChannelName },
): Promise<FoundBatch | undefined> {
  return (await prepared<FoundBatch>(manager, FIND_BATCH, [waveId, batchNo, channel]))[0];
}

const FIND_BATCH: Statement = {
  name: 'find batch',
  sql: `
SELECT b.state = 'queued' AS queued, b.route, w.broadcast_id AS "broadcastId", w.state = 'released' AS released
FROM batches b JOIN waves w ON w.id = b.wave_id WHERE b.wave_id = $1 AND b.no = $2 AND w.channel = $3`,
};

/**
 * Marks batches of a wave done, or waiting (until the earliest retry) when they hold pending deliveries. Call it after
 * making a row pending.
 */
export async function closeBatches(tx: Tx, waveId: string, numbers: readonly number[]): Promise<void> {
  // A lock statement of its own: the counting statement must see what the previous holders committed.
  await prepared(tx, LOCK_BATCHES, [waveId, numbers]);
  await prepared(tx, CLOSE_BATCHES, [waveId, numbers]);
}

const LOCK_BATCHES: Statement = {
  name: 'lock batches',
  sql: 'SELECT FROM batches WHERE wave_id = $1 AND no = ANY ($2::int[]) ORDER BY no FOR UPDATE',
};

const CLOSE_BATCHES: Statement = {
  name: 'close batches',
  sql: `
UPDATE batches b SET (state, not_before, queued_at) = (
  SELECT CASE WHEN count(*) > 0 THEN 'waiting' ELSE 'done' END,
    CASE WHEN bool_or(d.next_attempt_at IS NULL
        OR starts_with(d.reason, '${HELD}') AND d.reason <> ALL (${heldReasons('(SELECT broadcast_id FROM waves WHERE id = $1)', '(SELECT channel FROM waves WHERE id = $1)')}))
      THEN NULL ELSE min(d.next_attempt_at) END, NULL::timestamptz
  FROM deliveries d
  WHERE d.broadcast_id = (SELECT broadcast_id FROM waves WHERE id = $1) AND d.wave_id = $1 AND d.batch_no = b.no AND d.state = 'pending')
WHERE wave_id = $1 AND no = ANY ($2::int[])`,
};

/**
 * Ends the pending deliveries in some batches of a cancelled or expired wave: rows first, then the counters, then the
 * batches. Call again until it examined no batch.
 * @param batches at most
 * @returns the number of batches examined, and of deliveries ended
 */
export async function endPending(
  tx: Tx,
  waveId: string,
  state: 'expired' | 'cancelled',
  reason: string,
  batches: number,
): Promise<{ batches: number; ended: number }> {
  const open = await rows<{ no: number }>(
    tx,
    `SELECT no FROM batches WHERE wave_id = $1 AND state <> 'done' ORDER BY no LIMIT $2`,
    [waveId, batches],
  );
  if (open.length === 0) return { batches: 0, ended: 0 };
  const numbers = open.map(({ no }) => no);
  const ended = await rows(
    tx,
    `WITH locked AS (
       SELECT broadcast_id, address_id FROM deliveries
       WHERE broadcast_id = (SELECT broadcast_id FROM waves WHERE id = $1) AND wave_id = $1 AND batch_no = ANY ($4) AND state = 'pending'
       ORDER BY address_id FOR UPDATE)
     UPDATE deliveries d SET state = $2, reason = $3, next_attempt_at = NULL FROM locked l
     WHERE d.broadcast_id = l.broadcast_id AND d.address_id = l.address_id AND ${only('locked')} RETURNING 1`,
    [waveId, state, reason, numbers],
  );
  await tx.query(`UPDATE waves SET pending = pending - $2, ${state} = ${state} + $2 WHERE id = $1`, [
    waveId,
    ended.length,
  ]);
  await closeBatches(tx, waveId, numbers);
  return { batches: open.length, ended: ended.length };
}

/** No lease of Siar's ends later than this (LEASE_SECONDS): a later one was written by another program. */
export const LEASE_OVER = `(leased_until < siar_now() OR leased_until > siar_now() + interval '1 hour')`;

/**
 * Turns the deliveries of a dead worker's claim to unknown. The rows keep the claim's id, so that a worker that was only
 * slow can still write its results.
 * @returns how many, and of which broadcast; null when the claim has ended otherwise
 */
export async function endDeadClaim(
  tx: Tx,
  claimId: string,
): Promise<{ broadcastId: string; unknown: number } | null> {
  const claim = await row<{ broadcastId: string; waveId: string; batchNo: number }>(
    tx,
    `DELETE FROM claims WHERE id = $1 AND ${LEASE_OVER}
     RETURNING broadcast_id AS "broadcastId", wave_id AS "waveId", batch_no AS "batchNo"`,
    [claimId],
  );
  if (!claim) return null;
  const lost = await rows(
    tx,
    `WITH locked AS (
       SELECT broadcast_id, address_id FROM deliveries
       WHERE broadcast_id = $1 AND wave_id = $2 AND batch_no = $3 AND claim_id = $4 AND state = 'claimed'
       ORDER BY address_id FOR UPDATE)
     UPDATE deliveries d SET state = 'unknown', reason = 'worker lost' FROM locked l
     WHERE d.broadcast_id = l.broadcast_id AND d.address_id = l.address_id AND ${only('locked')} RETURNING 1`,
    [claim.broadcastId, claim.waveId, claim.batchNo, claimId],
  );
  if (lost.length > 0) {
    await tx.query('UPDATE waves SET claimed = claimed - $2, unknown = unknown + $2 WHERE id = $1', [
      claim.waveId,
      lost.length,
    ]);
  }
  return { broadcastId: claim.broadcastId, unknown: lost.length };
}

/**
 * Turns claimed deliveries of a wave that belong to no claim to unknown. Siar never leaves such rows, and they would hold a
 * correction back for good. Also corrects the wave's counter, even when only the counter was wrong.
 * @returns how many, and of which broadcast; null when every row has its claim
 */
export async function endClaimless(
  tx: Tx,
  waveId: string,
): Promise<{ broadcastId: string; unknown: number } | null> {
  // Blocks all other updates of the wave's counters until this is over.
  await tx.query('SELECT FROM waves WHERE id = $1 FOR UPDATE', [waveId]);
  const lost = await rows(
    tx,
    `UPDATE deliveries d SET state = 'unknown', reason = 'worker lost' FROM waves w
     WHERE w.id = $1 AND d.broadcast_id = w.broadcast_id AND d.wave_id = w.id AND d.state = 'claimed'
       AND NOT EXISTS (SELECT FROM claims c WHERE c.id = d.claim_id) RETURNING 1`,
    [waveId],
  );
  const ended = await row<{ broadcastId: string; unknown: number }>(
    tx,
    `WITH found AS (
       SELECT id, CASE WHEN EXISTS (SELECT FROM claims c WHERE c.wave_id = w.id) THEN least(claimed, $2) ELSE claimed END AS lost
       FROM waves w WHERE id = $1)
     UPDATE waves w SET claimed = claimed - lost, unknown = unknown + lost FROM found
     WHERE w.id = found.id RETURNING broadcast_id AS "broadcastId", lost AS unknown`,
    [waveId, lost.length],
  );
  return ended && ended.unknown > 0 ? ended : null;
}
