import type { Statement } from '#platform/database';

/**
 * Notes since when something is so of channels, in a table with a row for each.
 * A row lasts from the first look that found something until one that found nothing, or until a later hand-over, even the
 * last one of its wave: a small region's wave ends with it.
 * @param found SQL: the channels of which it is so now
 * @param more a further column, with its value for a new row
 * @param since SQL: the beginning that a new row gets
 */
export const noteSince = (
  table: 'standstills' | 'unanswered' | 'unserved',
  found: string,
  more?: { column: string; value: string },
  since = 'siar_now()',
): Statement => ({
  name: `look for ${table}`,
  sql: `
WITH found AS MATERIALIZED (${found}), moved AS MATERIALIZED (
  SELECT s.channel FROM ${table} s WHERE s.channel NOT IN (SELECT channel FROM found)
    OR EXISTS (SELECT FROM waves w WHERE w.channel = s.channel AND w.handed_at > s.since AND w.handed_at <= siar_now()
      AND w.state NOT IN ('completed', 'cancelled', 'expired'))
    OR EXISTS (SELECT FROM broadcasts b JOIN waves w ON w.broadcast_id = b.id AND w.channel = s.channel
      WHERE (b.state IN ('running', 'paused') OR b.ended_at > s.since) AND w.handed_at > s.since AND w.handed_at <= siar_now())
), ended AS (DELETE FROM ${table} s USING moved m WHERE s.channel = m.channel)
INSERT INTO ${table} (channel, since${more ? `, ${more.column}` : ''})
SELECT channel, ${since}${more ? `, ${more.value}` : ''} FROM found WHERE channel NOT IN (SELECT channel FROM moved) ON CONFLICT DO NOTHING`,
});
