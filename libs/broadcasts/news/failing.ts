import { record } from '#audit';
import { row, rows, type Tx } from '#platform/database';
import { FAILING_FROM, isFailing, WORSE } from './failing.rules.js';
import { tellOfFailing } from './write-news.js';
import type { FailingBroadcast } from '#contract/api/home';

export type { FailingBroadcast } from '#contract/api/home';

/**
 * The failing broadcasts, the most recent first.
 * @param where an SQL condition on broadcasts `b`, with its parameters
 * @param having an SQL condition on the waves `w` of one of them on a channel
 */
async function failingNow(
  tx: Pick<Tx, 'query'>,
  where = 'true',
  parameters: unknown[] = [],
  having = 'true',
): Promise<FailingBroadcast[]> {
  const found = await rows<FailingBroadcast>(
    tx,
    `SELECT b.id, b.title, b.kind, b.remainder_of_id IS NOT NULL AS companion, w.channel, sum(w.failed)::int AS failed,
       sum(w.accepted + w.delivered + w.failed + w.unknown)::int AS handed
     FROM broadcasts b JOIN waves w ON w.broadcast_id = b.id
     WHERE (b.state IN ('running', 'paused') OR b.ended_at > (SELECT siar_now()) - interval '1 day') AND ${where}
     GROUP BY b.id, w.channel HAVING sum(w.failed) >= ${FAILING_FROM} AND ${having} ORDER BY b.id DESC, w.channel`,
    parameters,
  );
  return found.filter(isFailing);
}

/** SQL: the entries of the trail by which staff were told of failures on a channel that are not much worse now. */
const told = (subject: string, channel: string, failed: string): string =>
  `FROM audit_entries e WHERE e.subject = ${subject} AND e.act = 'broadcast.failing' AND e.detail->>'channel' = ${channel}
     AND (e.detail->>'failed')::bigint * ${WORSE} > ${failed}`;

/** The failing broadcasts of which staff were not told yet, or not since they became much worse. */
export const failingUntold = (tx: Pick<Tx, 'query'>): Promise<FailingBroadcast[]> =>
  failingNow(
    tx,
    'true',
    [],
    `NOT EXISTS (SELECT ${told(`'broadcast:' || b.id`, 'w.channel', 'sum(w.failed)')})`,
  );

/**
 * The failing broadcasts that the person has not looked at: the last news of it was read, so it need not stay. Of another
 * channel there is other news. @param where as in {@link failingNow}
 */
export const failingUnseen = (
  tx: Pick<Tx, 'query'>,
  personId: string,
  where: string,
  parameters: readonly unknown[],
): Promise<FailingBroadcast[]> =>
  failingNow(
    tx,
    `${where} AND coalesce((SELECT n.read_at IS NULL FROM staff_news n
       WHERE n.person_id = $${parameters.length + 1} AND n.broadcast_id = b.id AND n.kind = 'failing'
         AND n.channel = w.channel ORDER BY n.id DESC LIMIT 1), true)`,
    [...parameters, personId],
  );

/**
 * Informs authors and operators, and records the failure in the audit trail: once for each broadcast and channel, and
 * operators again each time that it has become much worse.
 */
export async function tellFailing(tx: Tx, { id, channel, failed, handed }: FailingBroadcast): Promise<void> {
  // Locks the broadcast against other publishers.
  await tx.query('SELECT FROM broadcasts WHERE id = $1 FOR NO KEY UPDATE', [id]);
  const subject = `broadcast:${id}`;
  if (await row(tx, `SELECT ${told('$1', '$2', '$3')}`, [subject, channel, failed])) return;
  await record(tx, { actorId: null, act: 'broadcast.failing', subject, detail: { channel, failed, handed } });
  await tellOfFailing(tx, id, channel, failed);
}
