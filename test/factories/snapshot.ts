import type { DataSource } from 'typeorm';

/**
 * Every table of Siar's, each with its number of rows and a digest over all that stands in them: where two snapshots
 * are equal, nothing was written between them. The queue's own tables and the callbacks' are left out: they are transport; those of the
 * audit trail's seals, which follow its entries by the clock; what counts how often something is done, timers' turns too; and
 * programs' signs of life, what a timer tells staff at the bell, and when a session was last seen.
 */
export async function snapshot(source: DataSource): Promise<Record<string, string>> {
  const tables = await source.query<{ name: string }[]>(
    `SELECT c.relname AS name FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND c.relname NOT IN ('audit_seals', 'audit_roots', 'audit_waiting', 'rate_limits', 'network_limits', 'callbacks', 'callback_intake',
         'heartbeats', 'standstills', 'unanswered', 'unserved', 'staff_news') ORDER BY 1`,
  );
  const each = tables.map(
    ({ name }) =>
      `SELECT '${name}' AS name, count(*) || ' rows, ' || md5(coalesce(string_agg(t, E'\\n' ORDER BY t), '')) AS state
       FROM (SELECT (to_jsonb(t) - 'last_seen_at')::text AS t FROM ${name} AS t) AS t`,
  );
  const found = await source.query<{ name: string; state: string }[]>(each.join(' UNION ALL '));
  return Object.fromEntries(found.map(({ name, state }) => [name, state]));
}
