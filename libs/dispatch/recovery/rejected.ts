import { Injectable } from '@nestjs/common';
import { mustNameNobody } from '#audit';
import { STANDS } from '#broadcasts/corrections';
import type { ChannelName } from '#channels';
import { Database, row, rows, type Tx } from '#platform/database';
import { type Counting, KeptCounts } from '#platform/database/counts';
import { Problem } from '#platform/http';
import { MOST_ATTEMPTS } from '../ledger/outcome.rules.js';
import { actsOf, type Again, MOST_AT_ONCE, type Part, resend, type Withheld, WITHHELD_BY } from './resend.js';
import type { RejectedGroup, ResendAct, Resent } from '#contract/api/deliveries';

export type { RejectedGroup } from '#contract/api/deliveries';

/**
 * SQL condition on a delivery `d` of broadcast $1: its provider rejected it at the hand-over, and it is certain that nothing
 * left (docs/adr/0054).
 * - No claim holds it, no provider's id was ever noted, and no provider reported anything about it. Receipts are kept for
 *   7 days at least (KEEP_RECEIPTS_DAYS): an older one may have been deleted.
 * - It was never unknown and sent again: the first message may have arrived.
 * - It was not rejected before a restore: after the backup it may have been sent again.
 * - It was not given up after the most tries, which ends temporary refusals for the recipient's own sake.
 * - Its address still gets broadcasts: one that was declared dead, opted out or left does not.
 * - No companion goes to those that it missed.
 */
const REJECTED = `d.broadcast_id = $1 AND d.exception = 'failed' AND d.claim_id IS NULL AND d.provider_id IS NULL AND d.resends = 0
  AND d.attempts < ${MOST_ATTEMPTS} AND d.handed_at > (
    SELECT greatest(siar_now() - interval '7 days', max(coalesce(e.settled_at, 'infinity'))) FROM emergency_stops e WHERE e.fence IS NOT NULL)
  AND EXISTS (SELECT FROM addresses a JOIN contacts c ON c.id = a.contact_id
    WHERE a.id = d.address_id AND a.state = 'active' AND c.restricted_at IS NULL
      AND NOT EXISTS (SELECT FROM suppressions s WHERE s.channel = a.channel AND s.hash = a.hash)
      AND EXISTS (SELECT FROM consents k WHERE k.address_id = a.id AND k.withdrawn_at IS NULL))
  AND NOT EXISTS (SELECT FROM receipts r WHERE r.address_id = d.address_id AND r.broadcast_id = d.broadcast_id)
  AND NOT EXISTS (SELECT FROM broadcasts o WHERE o.remainder_of_id = $1 AND ${STANDS('o')})`;

/** The same, of the waves $2 and for one of the causes $3. */
const REJECTED_OF = `d.wave_id = ANY ($2::bigint[]) AND d.reason = ANY ($3::text[]) AND ${REJECTED}`;

/** What an operator confirmed. */
export interface DecidedRejected extends Part {
  /** The codes recorded with the copies. */
  causes: string[];
  /** The number of copies of this part that they were shown, of those that can be sent again. */
  rejected: number;
  /** The operator's reason. */
  reason: string;
}

const RESEND = 'broadcast.resend-rejected';

/** Rejected copies of one wave, for one cause. */
interface Counted {
  waveId: string;
  reason: string;
  copies: number;
}

/** Copies that a provider rejected at the hand-over: lists them, and sends them again on an operator's request. */
@Injectable()
export class RejectedCopies {
  constructor(
    private readonly database: Database,
    private readonly counts: KeptCounts,
  ) {}

  /**
   * By channel, region and reason, the most first. Where hundreds of thousands failed, the numbers are kept for a while: an
   * act then names the true one. @throws Problem unavailable
   */
  async of(broadcastId: string): Promise<RejectedGroup[]> {
    const waves = new Map(
      (
        await rows<{ id: string; channel: ChannelName; region: string; withheld: Withheld | null }>(
          this.database.manager,
          `SELECT w.id, w.channel, w.region_code AS region, ${WITHHELD_BY} AS withheld FROM waves w WHERE w.broadcast_id = $1 AND w.failed > 0`,
          [broadcastId],
        )
      ).map(({ id, ...wave }) => [id, wave]),
    );
    if (waves.size === 0) return [];
    const { value } = await this.counts.of(counting(broadcastId));
    const groups = new Map<string, RejectedGroup>();
    for (const { waveId, reason, copies } of value) {
      const wave = waves.get(waveId);
      if (!wave) continue;
      const key = JSON.stringify([wave, reason]);
      groups.set(key, { ...wave, reason, copies: copies + (groups.get(key)?.copies ?? 0) });
    }
    return [...groups.values()].toSorted((a, b) => b.copies - a.copies);
  }

  /** The past resends, from the trail: when, by which operator and how many copies. */
  resends(broadcastId: string): Promise<ResendAct[]> {
    return actsOf(this.database.manager, broadcastId, RESEND, 'resent');
  }

  /**
   * Sends rejected copies again. Their count of resends stays: it says that a copy may have arrived twice. Their signs
   * against the broadcast are deleted, so that another rejection counts for the brake.
   * @throws Problem as {@link resend}; invalid where a cause holds an address, since the trail keeps the causes
   */
  async resend(tx: Tx, broadcastId: string, meant: DecidedRejected, actorId: string): Promise<Resent> {
    const { channel, region, causes, rejected: expected, reason } = meant;
    for (const [at, cause] of causes.entries()) mustNameNobody(cause, `causes.${at}`);
    return resend(
      tx,
      broadcastId,
      { channel, region, expected, reason, actorId },
      {
        from: 'failed',
        act: RESEND,
        detail: { ...(channel && { channel }), ...(region && { region }), causes: causes.join(', ') },
        count: async (waves) => {
          const found = await row<{ copies: number }>(
            tx,
            `SELECT count(*)::int AS copies FROM deliveries d WHERE ${REJECTED_OF}`,
            [broadcastId, waves, causes],
          );
          return found?.copies ?? 0;
        },
        again: (waves) =>
          rows<Again>(
            tx,
            `WITH meant AS MATERIALIZED (
               SELECT d.address_id FROM deliveries d WHERE ${REJECTED_OF} ORDER BY d.address_id LIMIT $4 FOR UPDATE
             ), again AS (
               UPDATE deliveries d SET state = 'pending', attempts = 0, next_attempt_at = NULL
               FROM meant m WHERE d.broadcast_id = $1 AND d.address_id = m.address_id RETURNING d.wave_id, d.batch_no
             ), forgotten AS (
               DELETE FROM brake_signs s USING meant m WHERE s.broadcast_id = $1 AND s.address_id = m.address_id
             )
             SELECT wave_id AS "waveId", batch_no AS "batchNo", count(*)::int AS copies FROM again GROUP BY 1, 2`,
            [broadcastId, waves, causes, MOST_AT_ONCE],
          ),
        nothing,
        other: (sendable) =>
          new Problem('other-rejected', { sendable, expected }, [], { rejected: sendable }),
      },
    );
  }
}

const counting = (broadcastId: string): Counting<Counted[]> => ({
  key: `rejected ${broadcastId}`,
  count: (tx) =>
    rows<Counted>(
      tx,
      `SELECT d.wave_id AS "waveId", coalesce(d.reason, '') AS reason, count(*)::int AS copies
       FROM waves w JOIN deliveries d ON d.wave_id = w.id WHERE w.broadcast_id = $1 AND w.failed > 0 AND ${REJECTED} GROUP BY 1, 2`,
      [broadcastId],
    ),
});

const WHY = {
  stopped: 'rejected-stopped',
  braked: 'rejected-braked',
  paused: 'rejected-paused',
  ended: 'nothing-rejected-left',
} as const satisfies Record<Withheld, string>;

const nothing = (withheld: Withheld | undefined): Problem =>
  new Problem(withheld === undefined ? 'nothing-rejected' : WHY[withheld], {}, [], { rejected: 0 });
