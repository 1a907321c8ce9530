import type { ChannelName } from '#channels';
import { prepared, row, rows, type Statement, type Tx } from '#platform';
import { CLAIMS_MAY_BEGIN, NO_EMERGENCY_STOP, OPEN_WAVE } from '#waves';
import type { Settlement } from './outcome.rules.js';

/** A delivery in a worker's hands, with what its message is made of. */
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

/** One chunk of a batch, claimed. */
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
  /** Whether the batch may hold more: as many were found as were asked for. */
  full: boolean;
}

/**
 * Claims the next deliveries of a batch, in one transaction: the wave must be of this channel and released, its window open,
 * its expiry ahead, the provider there, and no emergency stop may stand; those who left, or were suppressed, restricted or erased
 * meanwhile, become `suppressed`.
 * @param limit deliveries at most
 * @param toThoseWhoLeft whether it is a correction for those too who left after they had got the original
 * @param leaseSeconds how long they are ours; after that a reconciler calls them unknown
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
  ]);
  if (!claim) return null;
  const found = await prepared<ClaimedDelivery & { state: 'claimed' | 'suppressed'; counted: boolean }>(
    tx,
    CLAIM,
    [claim.broadcastId, at.waveId, at.batchNo, at.limit, claim.id, at.channel, at.toThoseWhoLeft ?? false],
  );
  if (found[0] && !found[0].counted) throw new WaveStopped();
  const deliveries = found.filter(({ state }) => state === 'claimed');
  if (deliveries.length === 0) await prepared(tx, END_CLAIM, [claim.id]);
  return found.length === 0 ? null : { ...claim, deliveries, full: found.length === at.limit };
}

/** The wave was paused or cancelled, or everything was stopped, while a claim was being made; the claim does not stand. */
export class WaveStopped extends Error {}

// $1 wave $2 batch $3 worker $4 seconds $5 channel
// The claim that follows is planned once. Of a large ledger PostgreSQL would plan each anew, which takes a third as long as the
// claim: it takes a plan for these numbers to be cheaper than one for any, though it is the same.
const BEGIN_CLAIM: Statement = {
  name: 'begin claim',
  sql: `
INSERT INTO claims (broadcast_id, wave_id, batch_no, worker, leased_until)
SELECT w.broadcast_id, w.id, $2, $3, siar_now() + make_interval(secs => $4)
FROM waves w JOIN broadcasts b ON b.id = w.broadcast_id CROSS JOIN set_config('plan_cache_mode', 'force_generic_plan', true)
WHERE w.id = $1 AND w.channel = $5 AND w.state = 'released' AND b.state IN ('approved', 'running') AND w.expires_at > siar_now() AND ${OPEN_WAVE}
  AND ${CLAIMS_MAY_BEGIN} AND NOT provider_away(w.channel)
RETURNING id, broadcast_id AS "broadcastId", wave_id AS "waveId", batch_no AS "batchNo", siar_now() AS now,
  leased_until AS "leasedUntil", (SELECT expires_at FROM waves WHERE id = wave_id) AS "expiresAt",
  (SELECT public_code FROM broadcasts WHERE id = broadcast_id) AS "publicCode"`,
};

// Named beside the join wherever rows of the ledger are looked up: statistics know nothing of a broadcast that has just been
// written, and the planner, who expects one row of it, would read them all once for each.
const only = (source: string): string => `d.address_id = ANY (ARRAY(SELECT address_id FROM ${source}))`;

// $1 broadcast $2 wave $3 batch $4 limit $5 claim $6 channel $7 to those who left
// A correction is written down only for whom the original reached: who has left is one who left since.
// Locks in no order, since it waits for none: ordered, it would be read by the primary key from the broadcast's first row on.
// What has been locked is found again by its place: one that moved while it was being locked stays pending.
// A name that came or changed after the approval was approved by nobody: it is left out. Of the approval counts the decision's
// instant, which is written once; the broadcast's own column is for display.
// A wave stopped since the claim began has been locked by whoever stopped it, and is not counted then: nothing of the claim
// may stand. Nor may it where everything was stopped between our first look and our sharing the lock.
// What follows it in the transaction is planned for its own numbers again: for any, it might look through every month.
const CLAIM: Statement = {
  name: 'claim',
  sql: `
WITH next AS (
  SELECT ctid AS place, address_id FROM deliveries
  WHERE broadcast_id = $1 AND wave_id = $2 AND batch_no = $3 AND state = 'pending'
    AND (next_attempt_at IS NULL OR next_attempt_at <= siar_now())
  LIMIT $4 FOR UPDATE SKIP LOCKED
), judged AS MATERIALIZED (
  SELECT n.place, a.ciphertext, a.key_id, CASE WHEN c.named_at <= (
      SELECT v.decided_at FROM broadcasts b JOIN submissions v ON v.broadcast_id = b.id AND v.no = b.submission_no
      WHERE b.id = $1 AND v.decision = 'approved') THEN c.name END AS name, c.region_code, r.name AS region_name, c.language,
    coalesce(c.restricted_at IS NULL AND (a.state = 'active' AND s.hash IS NULL
      AND EXISTS (SELECT FROM consents k WHERE k.address_id = a.id AND k.withdrawn_at IS NULL)
      OR $7 AND a.state = 'unsubscribed' AND s.reason = 'left'), false) AS wanted, a.state = 'invalid' AS dead
  FROM next n
  LEFT JOIN addresses a ON a.id = n.address_id AND a.channel = $6
  LEFT JOIN contacts c ON c.id = a.contact_id
  LEFT JOIN regions r ON r.code = c.region_code
  LEFT JOIN suppressions s ON s.channel = a.channel AND s.hash = a.hash
), taken AS (
  UPDATE deliveries d SET
    state = CASE WHEN j.wanted THEN 'claimed' ELSE 'suppressed' END,
    claim_id = CASE WHEN j.wanted THEN $5::bigint END,
    attempts = d.attempts + CASE WHEN j.wanted THEN 1 ELSE 0 END,
    next_attempt_at = NULL,
    reason = CASE WHEN j.wanted THEN d.reason WHEN j.dead THEN 'dead before sending' ELSE 'left or suppressed before sending' END
  FROM judged j WHERE d.broadcast_id = $1 AND d.ctid = j.place
  RETURNING d.address_id AS "addressId", d.state, d.attempts, d.code, j.ciphertext, j.key_id AS "keyId", coalesce(j.name, '') AS name,
    j.region_code AS "regionCode", j.region_name AS "regionName", j.language
), sums AS (
  SELECT count(*) AS found, count(*) FILTER (WHERE state = 'claimed') AS claimed FROM taken
), counted AS (
  UPDATE waves w SET pending = pending - s.found, claimed = w.claimed + s.claimed, suppressed = suppressed + s.found - s.claimed,
    first_handover_at = coalesce(first_handover_at, CASE WHEN s.claimed > 0 THEN siar_now() END)
  FROM sums s WHERE w.id = $2 AND s.found > 0 AND w.state = 'released' AND ${NO_EMERGENCY_STOP} RETURNING 1
)
SELECT t.*, EXISTS (SELECT FROM counted) AS counted FROM taken t CROSS JOIN set_config('plan_cache_mode', 'auto', true)`,
};

const END_CLAIM: Statement = { name: 'end claim', sql: 'DELETE FROM claims WHERE id = $1' };

/** What is written back of one delivery. */
export interface Settled extends Settlement {
  addressId: string;
}

/**
 * Writes outcomes back, in the transaction in hand: rows first, then the wave's counters. Of a row that a receipt has
 * moved on already the state stays, and what only the hand-over tells is added: the provider's id and its time. One that was called unknown because we were slow becomes what we know it to be.
 * What was given back late waits again only in a wave that has not ended; else it stays unknown, for a person to resend.
 * @param last whether these are the claim's last: then the claim ends
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
  if (written.waits) await closeBatches(tx, claim.waveId, [claim.batchNo]);
}

const NOT_ENDED = `w.state IN ('released', 'paused')`;

// $3 to $8: addresses, and what is known of each in the same place. $9 wave. $10: whether the claim ends.
// Unknown is taken back by who knows better, whatever became of the wave; by who knows it not to have gone out, while it goes on.
// What a receipt has moved on is no more the claim's, yet bears its id until here: counters and state were moved with it.
// The claim ends before its rows are locked, as where a dead one is ended: by a condition, which is asked first.
// Where the reconciler gives the claim up at the same instant, the counters are reckoned from the wave's newest version all the
// same: a table with a trigger BEFORE UPDATE has its row locked before its checks are asked (test/integration/late-outcomes.spec.ts).
// The outcomes are looked up by their place: joined, all of a group would be compared with each of it.
// What the provider calls a message may name its recipient. An erasure waits for what is claimed and then takes it away; of
// what is not, it is written only where the address still is, which stays until this is written.
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

/** Whether a publisher has queued this batch of this channel: only then a job in the queue counts for anything. */
export async function isQueued(
  tx: Pick<Tx, 'query'>,
  { waveId, batchNo, channel }: { waveId: string; batchNo: number; channel: ChannelName },
): Promise<boolean> {
  const found = await row(
    tx,
    `SELECT FROM batches b JOIN waves w ON w.id = b.wave_id
     WHERE b.wave_id = $1 AND b.no = $2 AND b.state = 'queued' AND w.channel = $3`,
    [waveId, batchNo, channel],
  );
  return found !== undefined;
}

/**
 * Marks batches of a wave done, or waiting again (until the earliest retry) where something in them is pending. Whoever
 * makes a row pending calls this afterwards.
 */
export async function closeBatches(tx: Tx, waveId: string, numbers: readonly number[]): Promise<void> {
  // Locked by a statement of its own: the one that counts must see what whoever held them has committed.
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
    CASE WHEN bool_or(d.next_attempt_at IS NULL) THEN NULL ELSE min(d.next_attempt_at) END, NULL::timestamptz
  FROM deliveries d
  WHERE d.broadcast_id = (SELECT broadcast_id FROM waves WHERE id = $1) AND d.wave_id = $1 AND d.batch_no = b.no AND d.state = 'pending')
WHERE wave_id = $1 AND no = ANY ($2::int[])`,
};

/**
 * Ends what is pending in some batches of a wave that was cancelled or has expired: rows first, then the counters, then
 * the batches. Call again until no batch was looked at.
 * @param batches at most
 * @returns how many batches were looked at, and how many deliveries ended
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

/** No lease that Siar gives ends later than this (LEASE_SECONDS): one that does was written by somebody else. */
export const LEASE_OVER = `(leased_until < siar_now() OR leased_until > siar_now() + interval '1 hour')`;

/**
 * Calls unknown what a worker had claimed and can no longer answer for. The rows keep the claim's id, by which the worker
 * may still say what it knows, should it only have been slow.
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
 * Calls unknown what is claimed in a wave under no claim: Siar leaves none so, and whoever does would hold a correction back
 * for good. The wave's count of them is put right, also where only that was written.
 * @returns of which broadcast, and how many; null where all has its claim
 */
export async function endClaimless(
  tx: Tx,
  waveId: string,
): Promise<{ broadcastId: string; unknown: number } | null> {
  // Nobody counts anything of it until this is over.
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
