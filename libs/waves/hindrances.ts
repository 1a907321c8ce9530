import type { ChannelName } from '#channels';
import { rows, type Tx } from '#platform';
import type { BrakeFinding } from './brake-finding.js';

/** What holds a broadcast up, the strongest first. */
export const HINDRANCES = ['stopped', 'braked', 'paused', 'slowed'] as const;
export type HindranceKind = (typeof HINDRANCES)[number];

/** What does: the operators' stop of everything, the brake, a pause of the broadcast or of the channel, that no worker serves the channel, the provider, which is away or says "slow down", or that nothing comes through. */
export type HindranceCause =
  'emergency' | 'brake' | 'broadcast' | 'channel' | 'unserved' | 'away' | 'slow-down' | 'stall';

/** Something that holds a broadcast up on one channel. */
export interface Hindrance {
  channel: ChannelName;
  /** `stopped`: everything is; `slowed`: no worker serves the channel, the provider is away or says "slow down", or nothing comes through. */
  kind: HindranceKind;
  cause: HindranceCause;
  since: Date | null;
  reason: string | null;
  /** Of the brake: what it found. */
  brake: BrakeFinding | null;
  /** Who did it: a person's name; of a pause of this broadcast `author`, `kpu`, `operator`, `brake` or `correction`; null: nobody. */
  by: string | null;
  /** How many of the channel's waves that have not ended it holds, and how many there are. */
  waves: number;
  of: number;
  /** The channel's waves, those that have ended among them: what a part is counted against, which stays the same. */
  all: number;
}

/** What holds a broadcast up on each channel, the strongest first; nothing holds one that has ended. */
export function hindrancesOf(tx: Tx, broadcastId: string): Promise<Hindrance[]> {
  return rows<Hindrance>(
    tx,
    `SELECT h.channel, h.kind, h.cause, h.since, h.reason, h.brake, h.by_whom AS by, h.waves,
       (SELECT count(*)::int FROM waves w WHERE w.broadcast_id = $1 AND w.channel = h.channel
          AND w.state IN ('planned', 'prepared', 'released', 'paused')) AS of,
       (SELECT count(*)::int FROM waves w WHERE w.broadcast_id = $1 AND w.channel = h.channel) AS all
     FROM hindrances h WHERE h.broadcast_id = $1 ORDER BY h.rank, h.channel, h.since`,
    [broadcastId],
  );
}

/** The strongest of what holds a broadcast up. */
export interface StrongestHindrance {
  kind: HindranceKind;
  /** The channels it holds; empty: every one on which something is left. */
  channels: ChannelName[];
  /** Whether something goes on even there. */
  inPart: boolean;
}

/** The strongest of what holds a broadcast `b` up, in SQL; null: nothing does. */
export const STRONGEST_HINDRANCE = `CASE WHEN b.state IN ('approved', 'running', 'paused') THEN (
  WITH open AS (
    SELECT channel, count(*) AS waves FROM waves
    WHERE broadcast_id = b.id AND state IN ('planned', 'prepared', 'released', 'paused') GROUP BY channel
  )
  SELECT json_build_object('kind', held.kind, 'inPart', bool_or(held.waves < open.waves),
    'channels', CASE WHEN count(*) < (SELECT count(*) FROM open) THEN array_agg(held.channel ORDER BY held.channel) ELSE '{}' END)
  FROM (SELECT kind, rank, channel, sum(waves) AS waves FROM hindrances WHERE broadcast_id = b.id GROUP BY kind, rank, channel) held
    JOIN open USING (channel)
  GROUP BY held.kind, held.rank ORDER BY held.rank LIMIT 1) END`;

/** The strongest of what holds a broadcast up; null: nothing does. */
export async function strongestOf(tx: Tx, broadcastId: string): Promise<StrongestHindrance | null> {
  const [found] = await rows<{ hindrance: StrongestHindrance | null }>(
    tx,
    `SELECT ${STRONGEST_HINDRANCE} AS hindrance FROM broadcasts b WHERE b.id = $1`,
    [broadcastId],
  );
  return found?.hindrance ?? null;
}

/** A broadcast that is held up on a channel. */
export interface HinderedBroadcast extends Omit<Hindrance, 'of' | 'all'> {
  broadcastId: string;
  title: string;
  /** Copies that it holds on the channel, those not listed yet among them. */
  waiting: number;
}

/** What holds which broadcasts up, on every channel, the strongest first. @param most at most so many of a channel */
export function hindrancesNow(tx: Tx, most: number): Promise<HinderedBroadcast[]> {
  return rows<HinderedBroadcast>(
    tx,
    `SELECT h.broadcast_id AS "broadcastId", h.title, h.channel, h.kind, h.cause, h.since, h.reason, h.brake, h.by_whom AS by, h.waves,
       (SELECT coalesce(sum(w.pending + w.unlisted), 0)::int FROM waves w WHERE w.broadcast_id = h.broadcast_id AND w.channel = h.channel
          AND w.state IN ('planned', 'prepared', 'released', 'paused')
          AND (h.cause NOT IN ('brake', 'broadcast') OR w.state = 'paused' AND w.paused_by = h.by_whom)) AS waiting
     FROM (
       SELECT h.*, b.title, row_number() OVER (PARTITION BY h.channel ORDER BY h.rank, h.since, h.broadcast_id) AS place
       FROM hindrances h JOIN broadcasts b ON b.id = h.broadcast_id WHERE b.state IN ('approved', 'running', 'paused')
     ) h WHERE h.place <= $1 ORDER BY h.rank, h.since, h.broadcast_id`,
    [most],
  );
}

/** The acts that may pause, brake or let go on, whoever does them. */
const HOLDING_ACTS = [
  'broadcast.approve',
  'broadcast.cancel',
  'broadcast.doubt',
  'broadcast.end-doubt',
  'broadcast.lift-doubt',
  'broadcast.pause',
  'broadcast.resume',
  'broadcast.withdraw',
];

/** Entries of an act that are looked at: one gets its id before it is committed, and may be seen after younger ones. */
const NEWEST = 5;

/**
 * A text that changes whenever something begins or ceases to hold broadcasts up, anywhere: screens ask for it twice a second
 * and look again when it has changed. It is read from a few rows, whatever the number of waves.
 */
export async function holdsStamp(tx: Tx): Promise<string> {
  const [found] = await rows<{ stamp: string }>(
    tx,
    `SELECT concat_ws(' ',
       (SELECT max(id) FROM emergency_stops WHERE lifted_at IS NULL),
       (SELECT string_agg('c' || id, ' ' ORDER BY id) FROM channel_pauses WHERE resumed_at IS NULL),
       (SELECT string_agg('a' || channel, ' ' ORDER BY channel) FROM providers_away),
       (SELECT string_agg('s' || channel, ' ' ORDER BY channel) FROM providers_slow),
       (SELECT string_agg('n' || channel, ' ' ORDER BY channel) FROM standstills WHERE called_at <= siar_now()),
       (SELECT string_agg('w' || channel, ' ' ORDER BY channel) FROM unserved WHERE called_at <= siar_now()),
       (SELECT string_agg(e.id::text, ' ' ORDER BY e.id) FROM unnest($1::text[]) AS a(act)
        CROSS JOIN LATERAL (SELECT id FROM audit_entries e WHERE e.act = a.act ORDER BY id DESC LIMIT $2) e)) AS stamp`,
    [HOLDING_ACTS, NEWEST],
  );
  return found?.stamp ?? '';
}
