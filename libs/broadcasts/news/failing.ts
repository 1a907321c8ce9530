import { record } from '#audit';
import type { ChannelName } from '#channels';
import { row, rows, type Tx } from '#platform';
import type { Kind } from '../drafts/draft.js';
import { FAILING_FROM, isFailing } from './failing.rules.js';
import { tellOfFailing } from './tell.js';

/** A broadcast with too many failed copies on a channel, while it runs and for a day after. */
export interface FailingBroadcast {
  id: string;
  title: string;
  kind: Kind;
  /** Whether it sends a correction's text, with its title, to those who got nothing. */
  companion: boolean;
  channel: ChannelName;
  failed: number;
  /** Copies handed to a provider: accepted, delivered, failed or unknown. */
  handed: number;
}

/**
 * The failing broadcasts, the most recent first. @param where an SQL condition on broadcasts `b`, with its parameters
 */
export async function failingNow(
  tx: Pick<Tx, 'query'>,
  where = 'true',
  parameters: unknown[] = [],
): Promise<FailingBroadcast[]> {
  const found = await rows<FailingBroadcast>(
    tx,
    `SELECT b.id, b.title, b.kind, b.remainder_of_id IS NOT NULL AS companion, w.channel, sum(w.failed)::int AS failed,
       sum(w.accepted + w.delivered + w.failed + w.unknown)::int AS handed
     FROM broadcasts b JOIN waves w ON w.broadcast_id = b.id
     WHERE (b.state IN ('running', 'paused') OR b.ended_at > (SELECT siar_now()) - interval '1 day') AND ${where}
     GROUP BY b.id, w.channel HAVING sum(w.failed) >= ${FAILING_FROM} ORDER BY b.id DESC, w.channel`,
    parameters,
  );
  return found.filter(isFailing);
}

/** Informs authors and operators, and records the failure in the audit trail, once for each broadcast and channel. */
export async function tellFailing(tx: Tx, { id, channel, failed, handed }: FailingBroadcast): Promise<void> {
  // Locks the broadcast against other publishers.
  await tx.query('SELECT FROM broadcasts WHERE id = $1 FOR NO KEY UPDATE', [id]);
  const subject = `broadcast:${id}`;
  const told = await row(
    tx,
    `SELECT FROM audit_entries WHERE subject = $1 AND act = 'broadcast.failing' AND detail->>'channel' = $2`,
    [subject, channel],
  );
  if (told) return;
  await record(tx, { actorId: null, act: 'broadcast.failing', subject, detail: { channel, failed, handed } });
  await tellOfFailing(tx, id, channel);
}
