import { Injectable } from '@nestjs/common';
import { entries, record } from '#audit';
import { isBeingCorrected } from '#broadcasts/corrections';
import { type ChannelName, CHANNELS } from '#channels';
import { BROADCASTS } from '#contract';
import { Database, row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { move, transition } from '#platform/states';
import { mustBeFreeOfKpusDoubt } from '../control/control.js';
import { NO_EMERGENCY_STOP } from '../control/emergency.js';
import { RESENDABLE_WAVE, WAVES } from '../waves/wave.states.js';
import type { AcceptedUnknown, ResendAct, Resent, UnknownGroup } from '#contract/api/deliveries';

export type { AcceptedUnknown, ResendAct, Resent, UnknownGroup } from '#contract/api/deliveries';

/** Why unknown copies cannot be sent again. `ended`: their wave has expired or was cancelled. */
const WITHHELD = ['stopped', 'braked', 'paused', 'ended'] as const;
type Withheld = (typeof WITHHELD)[number];

/** Selects unknown copies; a missing field means all. */
export interface UnknownPart {
  channel?: ChannelName | undefined;
  /** A province's code includes its regencies. */
  region?: string | undefined;
  /** The reason recorded with the copy. */
  cause?: string | undefined;
}

/** SQL condition on a delivery `d`: unknown, of broadcast $1 and the waves $2, with the reason $3 or, null, any. */
const UNKNOWN_OF = `d.broadcast_id = $1 AND d.wave_id = ANY ($2::bigint[]) AND d.exception = 'unknown' AND ($3::text IS NULL OR d.reason = $3)`;
/** SQL: locks at most $4 of them, in the order in which everybody locks rows of the ledger. */
const MEANT = `meant AS MATERIALIZED (
  SELECT d.address_id FROM deliveries d WHERE ${UNKNOWN_OF} ORDER BY d.address_id LIMIT $4 FOR UPDATE
)`;

/** What an operator confirmed. */
export interface Decided extends UnknownPart {
  /** The number of unknown copies of this part that they were shown: of those that can be sent again, for a resend. */
  unknown: number;
  /** The operator's reason. */
  reason: string;
}

const RESEND = 'broadcast.resend-unknown';
const ACCEPT = 'broadcast.accept-unknown';
/** Acts of a kind listed, the newest first. */
const LISTED = 20;

/** The reason of a copy that is accepted by an operator's word, not by its provider's. */
const BY_OPERATOR = 'found with the provider';

/** Copies decided on by one act, so that its transaction stays well within the statement timeout. */
const MOST_AT_ONCE = 50_000;

/** Copies with an unknown outcome: lists them, and resends them or calls them accepted on an operator's request. */
@Injectable()
export class UnknownCopies {
  constructor(private readonly database: Database) {}

  /**
   * By channel, region and reason, the most first. An index has them: an operator who decides does not wait behind reports.
   */
  of(broadcastId: string): Promise<UnknownGroup[]> {
    return rows<UnknownGroup>(
      this.database.manager,
      `SELECT w.channel, w.region_code AS region, d.reason, count(*)::int AS copies, w.withheld
       FROM (SELECT w.id, w.channel, w.region_code, ${WITHHELD_BY} AS withheld FROM waves w WHERE w.broadcast_id = $1 AND w.unknown > 0) w
       JOIN deliveries d ON d.wave_id = w.id AND d.broadcast_id = $1 AND d.exception = 'unknown'
       GROUP BY 1, 2, 3, 5 ORDER BY copies DESC, 1, 2, 3`,
      [broadcastId],
    );
  }

  /** The past resends, from the trail: when, by which operator and how many copies. */
  resends(broadcastId: string): Promise<ResendAct[]> {
    return this.acts(broadcastId, RESEND, 'resent');
  }

  /** The same of those that an operator called accepted. */
  acceptances(broadcastId: string): Promise<ResendAct[]> {
    return this.acts(broadcastId, ACCEPT, 'accepted');
  }

  private async acts(broadcastId: string, act: string, copies: string): Promise<ResendAct[]> {
    const found = await entries(this.database.manager, {
      act,
      subject: `broadcast:${broadcastId}`,
      limit: LISTED,
    });
    return found.entries.map(({ at, actor, detail }) => ({
      at,
      by: actor?.name ?? null,
      copies: Number(detail[copies]),
      reason: String(detail['reason']),
      channel: CHANNELS.find((one) => one === detail['channel']) ?? null,
      region: typeof detail['region'] === 'string' ? detail['region'] : null,
    }));
  }

  /**
   * Resends unknown copies: an explicit act, for at most {@link MOST_AT_ONCE} copies. Locks in the common order: the
   * broadcast, the ledger's rows, the waves, their batches.
   * @throws Problem not-found; conflict when the broadcast does not run, is being corrected or in doubt by KPU, when the
   *   number has changed, or when something withholds the whole part
   */
  async resend(tx: Tx, broadcastId: string, meant: Decided, actorId: string): Promise<Resent> {
    await mustBeResendable(tx, broadcastId);
    const { cause, unknown: expected, reason } = meant;
    const waves = await wavesOf(tx, broadcastId, meant);
    const live = waves.filter(({ withheld }) => withheld === null).map(({ id }) => id);
    const strongest = WITHHELD.find((one) => waves.some(({ withheld }) => withheld === one));
    const copies = await unknownOf(tx, broadcastId, live, cause);
    if (copies === 0) throw nothing(strongest);
    if (copies !== expected) throw notAsShown(copies, expected);
    const again = await rows<{ waveId: string; batchNo: number; copies: number }>(
      tx,
      `WITH ${MEANT}, again AS (
         UPDATE deliveries d SET state = 'pending', attempts = 0, resends = resends + 1, next_attempt_at = NULL, claim_id = NULL
         FROM meant m WHERE d.broadcast_id = $1 AND d.address_id = m.address_id RETURNING d.wave_id, d.batch_no
       )
       SELECT wave_id AS "waveId", batch_no AS "batchNo", count(*)::int AS copies FROM again GROUP BY 1, 2`,
      [broadcastId, live, cause ?? null, MOST_AT_ONCE],
    );
    const resent = again.reduce((sum, group) => sum + group.copies, 0);
    // A receipt that arrived since the count has settled some of them.
    if (resent !== Math.min(expected, MOST_AT_ONCE)) throw notAsShown(resent, expected);
    await revive(tx, broadcastId, again);
    const left = expected - resent;
    await record(tx, {
      actorId,
      act: RESEND,
      subject: `broadcast:${broadcastId}`,
      detail: { resent, left, ...partOf(meant), reason },
    });
    return { resent, left };
  }

  /**
   * Calls unknown copies accepted that an operator found with the provider: at most {@link MOST_AT_ONCE}. Nothing is sent, and
   * nothing forbids it: a correction reaches them before and after. A copy that was not found stays unknown: called failed,
   * it would leave somebody without the correction of what may have arrived. Locks in the common order.
   * @throws Problem not-found; conflict when the number has changed
   */
  async accept(tx: Tx, broadcastId: string, meant: Decided, actorId: string): Promise<AcceptedUnknown> {
    await lock(tx, broadcastId);
    const { cause, unknown: expected, reason } = meant;
    const waves = (await wavesOf(tx, broadcastId, meant)).map(({ id }) => id);
    const copies = await unknownOf(tx, broadcastId, waves, cause);
    if (copies !== expected) throw notAsShown(copies, expected);
    const settled = await row<{ accepted: number }>(
      tx,
      `WITH ${MEANT}, settled AS (
         UPDATE deliveries d SET state = 'accepted', reason = '${BY_OPERATOR}', claim_id = NULL
         FROM meant m WHERE d.broadcast_id = $1 AND d.address_id = m.address_id RETURNING d.wave_id
       ), counts AS (SELECT wave_id, count(*)::int AS n FROM settled GROUP BY 1
       ), locked AS MATERIALIZED (
         SELECT w.id, c.n FROM waves w JOIN counts c ON c.wave_id = w.id ORDER BY w.id FOR UPDATE OF w
       ), counted AS (
         UPDATE waves w SET unknown = unknown - l.n, accepted = accepted + l.n FROM locked l WHERE w.id = l.id RETURNING l.n
       )
       SELECT coalesce(sum(n), 0)::int AS accepted FROM counted`,
      [broadcastId, waves, cause ?? null, MOST_AT_ONCE],
    );
    const accepted = settled?.accepted ?? 0;
    // A receipt that arrived since the count has settled some of them.
    if (accepted !== Math.min(expected, MOST_AT_ONCE)) throw notAsShown(accepted, expected);
    const left = expected - accepted;
    await record(tx, {
      actorId,
      act: ACCEPT,
      subject: `broadcast:${broadcastId}`,
      detail: { accepted, left, ...partOf(meant), reason },
    });
    return { accepted, left };
  }
}

const partOf = ({ channel, region, cause }: UnknownPart): UnknownPart => ({
  ...(channel && { channel }),
  ...(region && { region }),
  ...(cause && { cause }),
});

/** The waves with unknown copies in a part, each with what withholds them. */
const wavesOf = (
  tx: Tx,
  broadcastId: string,
  { channel, region }: UnknownPart,
): Promise<{ id: string; withheld: Withheld | null }[]> =>
  rows(
    tx,
    `SELECT w.id, ${WITHHELD_BY} AS withheld FROM waves w WHERE w.broadcast_id = $1 AND w.unknown > 0
       AND ($2::text IS NULL OR w.channel = $2) AND ($3::text IS NULL OR w.region_code = $3 OR starts_with(w.region_code, $3 || '.'))`,
    [broadcastId, channel ?? null, region ?? null],
  );

/** How many unknown copies some waves have. @param cause the reason recorded with them; undefined: any */
async function unknownOf(
  tx: Tx,
  broadcastId: string,
  waves: string[],
  cause: string | undefined,
): Promise<number> {
  const found = await row<{ copies: number }>(
    tx,
    `SELECT count(*)::int AS copies FROM deliveries d
     WHERE ${UNKNOWN_OF}`,
    [broadcastId, waves, cause ?? null],
  );
  return found?.copies ?? 0;
}

/**
 * What withholds the unknown copies of a wave `w`, in SQL; null: nothing. A brake or a pause applies to its whole channel,
 * including waves that had ended.
 */
const WITHHELD_BY = `CASE
  WHEN NOT ${NO_EMERGENCY_STOP} THEN 'stopped'
  WHEN NOT (${RESENDABLE_WAVE}) THEN 'ended'
  WHEN EXISTS (SELECT FROM waves b WHERE b.broadcast_id = w.broadcast_id AND b.channel = w.channel AND b.paused_by = 'brake') THEN 'braked'
  WHEN w.state = 'paused' OR EXISTS (SELECT FROM channel_pauses c WHERE c.channel = w.channel AND c.resumed_at IS NULL) THEN 'paused' END`;

/** Locks the broadcast. @returns its state @throws Problem not-found */
async function lock(tx: Tx, broadcastId: string): Promise<string> {
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
  await mustBeFreeOfKpusDoubt(tx, broadcastId);
}

/**
 * Reopens the broadcast, and the waves and batches of resent copies.
 * @throws Problem conflict when one of the waves has ended since the check
 */
async function revive(
  tx: Tx,
  broadcastId: string,
  again: readonly { waveId: string; batchNo: number; copies: number }[],
): Promise<void> {
  const waveIds = again.map(({ waveId }) => waveId);
  const revived = await rows(
    tx,
    `WITH locked AS MATERIALIZED (
       SELECT w.id FROM waves w WHERE w.id = ANY ($1::bigint[]) AND w.expires_at > siar_now() AND w.state IN ('released', 'completed')
       ORDER BY w.id FOR UPDATE
     )
     ${transition(WAVES, 'released', {
       set: 'pending = pending + again.n, unknown = unknown - again.n, ended_at = NULL',
       from: `(SELECT wave_id, sum(n)::int AS n FROM unnest($1::bigint[], $2::int[]) AS u(wave_id, n) GROUP BY wave_id) again
         JOIN locked l ON l.id = again.wave_id`,
       where: 'w.id = l.id',
       again: true,
     })} RETURNING w.id`,
    [waveIds, again.map(({ copies }) => copies)],
  );
  if (revived.length < new Set(waveIds).size) throw nothing('ended');
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
}

const WHY = {
  stopped: 'unknown-stopped',
  braked: 'unknown-braked',
  paused: 'unknown-paused',
  ended: 'nothing-unknown-left',
} as const satisfies Record<Withheld, string>;

const nothing = (withheld: Withheld | undefined): Problem =>
  new Problem(withheld === undefined ? 'nothing-unknown' : WHY[withheld], {}, [], { unknown: 0 });

/** The number of unknown copies differs from what the person was shown. */
const notAsShown = (sendable: number, expected: number): Problem =>
  new Problem('other-unknown', { sendable, expected }, [], { unknown: sendable });
