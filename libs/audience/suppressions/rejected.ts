import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import type { ChannelName } from '#channels';
import { Database, row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { transition } from '#platform/states';
import { ADDRESSES } from '../addresses/address.states.js';
import type { RejectedBy, RejectedOn } from '#contract/api/control';
import { BRAKE_REASONS, DEAD_ADDRESSES } from '#contract/lists';

export type { RejectedBy, RejectedOn } from '#contract/api/control';

/** Without the title, which a person may not see. */
type Undecided = Omit<RejectedBy, 'title'>;

const KEEP = 'suppression.keep-rejected';
/** The findings of the brake by which a provider said of addresses that they are dead. */
const SAID_DEAD = BRAKE_REASONS.filter((why) => DEAD_ADDRESSES[why] !== 'none');

/**
 * Addresses ($1: the broadcast, $2: its channel) that the answers to this broadcast declared dead, and nothing else: the
 * same code, no earlier than the outcome or hand-over of its copy; its owner still consents; and no copy of another
 * broadcast may have been what suppressed it.
 */
const REJECTED = `
FROM waves w JOIN deliveries d ON d.broadcast_id = w.broadcast_id AND d.wave_id = w.id AND d.exception = 'failed'
JOIN addresses a ON a.id = d.address_id AND a.channel = w.channel AND a.state = 'invalid'
JOIN suppressions s ON s.channel = a.channel AND s.hash = a.hash AND s.reason = 'dead-address' AND s.detail = d.reason
  AND s.created_at >= d.handed_at
WHERE w.broadcast_id = $1 AND w.channel = $2 AND d.broadcast_id = $1
  AND EXISTS (SELECT FROM consents c WHERE c.address_id = a.id AND c.withdrawn_at IS NULL)
  AND NOT EXISTS (SELECT FROM deliveries o WHERE o.address_id = a.id AND o.broadcast_id <> $1 AND o.state = 'failed'
    AND o.reason = s.detail AND o.handed_at <= s.created_at)`;

/**
 * Addresses suppressed by a provider's answers to a broadcast that the brake stopped for that: the provider may have been
 * wrong about all of them. They are given back together, without being shown.
 */
@Injectable()
export class RejectedAddresses {
  constructor(private readonly database: Database) {}

  /** How many can be given back, by braked channel; none of a channel without any. */
  async of(broadcastId: string): Promise<RejectedOn[]> {
    const { manager } = this.database;
    const found: RejectedOn[] = [];
    for (const { channel, lastBrake } of await brakedOn(manager, broadcastId)) {
      const addresses = await countOf(manager, broadcastId, channel);
      if (addresses > 0)
        found.push({ channel, addresses, kept: await keptSince(manager, broadcastId, channel, lastBrake) });
    }
    return found;
  }

  /**
   * What waits for this decision: the broadcasts that the brake stopped within 30 days, on each channel, of which addresses
   * can be given back and nobody has decided to keep them; the most addresses first.
   */
  async undecided(): Promise<Undecided[]> {
    const { manager } = this.database;
    const braked = await rows<Omit<Undecided, 'addresses'>>(
      manager,
      `SELECT p.id, p.channel, p."brakedAt" FROM (
         SELECT split_part(subject, ':', 2) AS id, detail -> 'brake' ->> 'channel' AS channel, max(at) AS "brakedAt", max(id) AS last
         FROM audit_entries WHERE act = 'broadcast.pause' AND at > siar_now() - interval '30 days'
           AND detail -> 'brake' ->> 'why' = ANY ($1::text[]) GROUP BY 1, 2
       ) p WHERE NOT EXISTS (SELECT FROM audit_entries k WHERE k.subject = 'broadcast:' || p.id AND k.act = '${KEEP}'
         AND k.detail ->> 'channel' = p.channel AND k.id > p.last)`,
      [SAID_DEAD],
    );
    const found: Undecided[] = [];
    for (const one of braked) {
      const addresses = await countOf(manager, one.id, one.channel);
      if (addresses > 0) found.push({ ...one, addresses });
    }
    return found.sort((a, b) => b.addresses - a.addresses);
  }

  /**
   * Records that they stay suppressed: nobody is asked again until the brake stops this broadcast again on the channel.
   * They can still be given back.
   * @param reason for the trail, without an address
   * @throws Problem conflict when there is none
   */
  keep(
    broadcastId: string,
    { channel, reason }: { channel: ChannelName; reason: string },
    personId: string,
  ): Promise<void> {
    return this.database.transaction(async (tx) => {
      const braked = (await brakedOn(tx, broadcastId)).some((one) => one.channel === channel);
      const addresses = braked ? await countOf(tx, broadcastId, channel) : 0;
      if (addresses === 0) throw new Problem('none-to-give-back');
      await record(tx, {
        actorId: personId,
        act: KEEP,
        subject: `broadcast:${broadcastId}`,
        detail: { channel, addresses, reason },
      });
    });
  }

  /**
   * Gives them back: coming broadcasts are sent to them again. Nothing of this one is.
   * @param reason for the trail, without an address
   * @throws Problem conflict when there is none
   */
  giveBack(
    broadcastId: string,
    { channel, reason }: { channel: ChannelName; reason: string },
    personId: string,
  ): Promise<{ addresses: number }> {
    return this.database.transaction(async (tx) => {
      const braked = await brakedOn(tx, broadcastId);
      const back = braked.some((one) => one.channel === channel)
        ? await row<{ addresses: number }>(
            tx,
            // Locks addresses by id, then their suppressions, as every caller does.
            `WITH chosen AS MATERIALIZED (
               SELECT a.id, s.id AS suppression_id ${REJECTED} ORDER BY a.id FOR UPDATE OF a
             ), lifted AS (
               DELETE FROM suppressions s USING chosen WHERE s.id = chosen.suppression_id
             ), back AS (
               ${transition(ADDRESSES, 'active', { set: 'soft_failures = 0', from: 'chosen', where: 'a.id = chosen.id' })} RETURNING 1
             )
             SELECT count(*)::int AS addresses FROM back`,
            [broadcastId, channel],
          )
        : null;
      if (!back || back.addresses === 0) throw new Problem('none-to-give-back');
      await record(tx, {
        actorId: personId,
        act: 'suppression.lift-rejected',
        subject: `broadcast:${broadcastId}`,
        detail: { channel, addresses: back.addresses, reason },
      });
      return back;
    });
  }
}

/**
 * The channels on which the brake has stopped a broadcast because of dead addresses, by the trail: a resume clears it
 * from its waves. What any other finding stopped says nothing against the answers that an address is dead.
 * @returns each with the id of its last entry
 */
function brakedOn(tx: Tx, broadcastId: string): Promise<{ channel: ChannelName; lastBrake: string }[]> {
  return rows(
    tx,
    `SELECT detail -> 'brake' ->> 'channel' AS channel, max(id)::text AS "lastBrake" FROM audit_entries
     WHERE subject = 'broadcast:' || $1::bigint AND act = 'broadcast.pause' AND detail -> 'brake' ->> 'why' = ANY ($2::text[])
     GROUP BY 1 ORDER BY 1`,
    [broadcastId, SAID_DEAD],
  );
}

async function countOf(tx: Tx, broadcastId: string, channel: ChannelName): Promise<number> {
  const counted = await row<{ addresses: number }>(tx, `SELECT count(*)::int AS addresses ${REJECTED}`, [
    broadcastId,
    channel,
  ]);
  return counted?.addresses ?? 0;
}

async function keptSince(
  tx: Tx,
  broadcastId: string,
  channel: ChannelName,
  lastBrake: string,
): Promise<RejectedOn['kept']> {
  const kept = await row<NonNullable<RejectedOn['kept']>>(
    tx,
    `SELECT p.name AS by, k.at, k.detail ->> 'reason' AS reason FROM audit_entries k LEFT JOIN people p ON p.id = k.actor_id
     WHERE k.subject = 'broadcast:' || $1::bigint AND k.act = '${KEEP}' AND k.detail ->> 'channel' = $2 AND k.id > $3
     ORDER BY k.id DESC LIMIT 1`,
    [broadcastId, channel, lastBrake],
  );
  return kept ?? null;
}
