import type { ChannelName } from '#channels';
import { rows, type Tx } from '#platform';

/** What holds a broadcast up, the strongest first. */
export const HINDRANCES = ['stopped', 'braked', 'paused', 'slowed'] as const;
export type HindranceKind = (typeof HINDRANCES)[number];

/** Something that holds a broadcast up on one channel. */
export interface Hindrance {
  channel: ChannelName;
  /** `stopped`: everything is; `slowed`: the provider is away, or nothing comes through. */
  kind: HindranceKind;
  since: Date | null;
  reason: string | null;
  /** Who did it: a person's name; of a pause of this broadcast `author`, `kpu`, `operator`, `brake` or `correction`; null: nobody. */
  by: string | null;
  /** How many of the channel's waves that have not ended it holds, and how many there are. */
  waves: number;
  of: number;
}

/** What holds a broadcast up on each channel, the strongest first; nothing holds one that has ended. */
export function hindrancesOf(tx: Tx, broadcastId: string): Promise<Hindrance[]> {
  return rows<Hindrance>(
    tx,
    `SELECT h.channel, h.kind, h.since, h.reason, h.by_whom AS by, h.waves,
       (SELECT count(*)::int FROM waves w WHERE w.broadcast_id = $1 AND w.channel = h.channel
          AND w.state IN ('planned', 'prepared', 'released', 'paused')) AS of
     FROM hindrances h WHERE h.broadcast_id = $1 ORDER BY h.rank, h.channel, h.since`,
    [broadcastId],
  );
}

/** The strongest hold on a broadcast `b`, in SQL: its kind, or null. */
export const STRONGEST_HINDRANCE = `CASE WHEN b.state IN ('approved', 'running', 'paused')
  THEN (SELECT h.kind FROM hindrances h WHERE h.broadcast_id = b.id ORDER BY h.rank LIMIT 1) END`;

/** A broadcast that is held up on a channel. */
export interface HinderedBroadcast extends Omit<Hindrance, 'of'> {
  broadcastId: string;
  title: string;
}

/** What holds which broadcasts up, on every channel, the strongest first. @param most at most so many */
export function hindrancesNow(tx: Tx, most: number): Promise<HinderedBroadcast[]> {
  return rows<HinderedBroadcast>(
    tx,
    `SELECT h.broadcast_id AS "broadcastId", b.title, h.channel, h.kind, h.since, h.reason, h.by_whom AS by, h.waves
     FROM hindrances h JOIN broadcasts b ON b.id = h.broadcast_id WHERE b.state IN ('approved', 'running', 'paused')
     ORDER BY h.rank, h.since, h.broadcast_id LIMIT $1`,
    [most],
  );
}
