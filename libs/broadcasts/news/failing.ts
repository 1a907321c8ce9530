import { record } from '#audit';
import { row, rows, type Tx } from '#platform/database';
import { FAILING_FROM, isFailing } from './failing.rules.js';
import { tellOfFailing } from './write-news.js';
import type { FailingBroadcast } from '#contract/api/home';

export type { FailingBroadcast } from '#contract/api/home';

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

/**
 * The failing broadcasts that the person has not looked at: the news of it was read, so it need not stay. Of another channel
 * there is other news. @param where as in {@link failingNow}
 */
export const failingUnseen = (
  tx: Pick<Tx, 'query'>,
  personId: string,
  where: string,
  parameters: readonly unknown[],
): Promise<FailingBroadcast[]> =>
  failingNow(
    tx,
    `${where} AND NOT EXISTS (SELECT FROM staff_news n
       WHERE n.person_id = $${parameters.length + 1} AND n.broadcast_id = b.id AND n.kind = 'failing'
         AND n.channel = w.channel AND n.read_at IS NOT NULL)`,
    [...parameters, personId],
  );

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
