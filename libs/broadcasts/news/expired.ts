import { rows, type Tx } from '#platform/database';
import type { ExpiredBroadcast } from '#contract/api/home';

export type { ExpiredBroadcast, Unsent } from '#contract/api/home';

/** SQL: the channels of a broadcast with copies that expired unsent, as JSON of {@link Unsent}; null: none. */
export const UNSENT = (broadcastId: string): string => `(
  SELECT jsonb_agg(jsonb_build_object('channel', u.channel, 'messages', u.messages, 'all', u.copies) ORDER BY u.channel)
  FROM (SELECT w.channel, sum(w.targeted + w.never_listed)::int AS copies,
      sum(w.expired + CASE WHEN w.state = 'expired' THEN w.never_listed ELSE 0 END)::int AS messages
    FROM waves w WHERE w.broadcast_id = ${broadcastId} GROUP BY 1) u
  WHERE u.messages > 0)`;

/**
 * The broadcasts that expired within a day and that the person has not looked at since, the latest first.
 * @param where an SQL condition on broadcasts `b`, with its parameters
 */
export function expiredUnseen(
  tx: Pick<Tx, 'query'>,
  personId: string,
  where: string,
  parameters: readonly unknown[],
): Promise<ExpiredBroadcast[]> {
  return rows<ExpiredBroadcast>(
    tx,
    `SELECT b.id, b.title, b.kind, b.remainder_of_id IS NOT NULL AS companion, b.ended_at AS "endedAt", u.unsent
     FROM broadcasts b CROSS JOIN LATERAL (SELECT ${UNSENT('b.id')} AS unsent) u
     WHERE b.state IN ('completed', 'expired') AND b.ended_at > (SELECT siar_now()) - interval '1 day'
       AND u.unsent IS NOT NULL AND ${where} AND NOT EXISTS (SELECT FROM staff_news n
         WHERE n.person_id = $${parameters.length + 1} AND n.broadcast_id = b.id AND n.kind IN ('expired', 'finished')
           AND n.read_at IS NOT NULL)
     ORDER BY b.ended_at DESC, b.id DESC`,
    [...parameters, personId],
  );
}
