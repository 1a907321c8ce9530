import type { Database } from '#platform/database';

/**
 * Every table of Siar's, each with its number of rows and a digest over its contents: between two equal snapshots
 * nothing was written. Left out are the queue's own tables and the callbacks', which are transport; the audit trail's
 * seals, which follow its entries by a timer; counters, also of timers' turns; counts kept for screens; how broadcasts go by the
 * minute; and programs' heartbeats, the notifications that a timer writes for staff, and when a session was last seen.
 */
export async function snapshot(source: Database): Promise<Record<string, string>> {
  const tables = await source.query<{ name: string }[]>(
    `SELECT c.relname AS name FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND c.relname NOT IN ('audit_seals', 'audit_roots', 'audit_waiting', 'rate_limits', 'network_limits', 'callbacks', 'callback_intake',
         'departures', 'heartbeats', 'kept_counts', 'standstills', 'throughput', 'unanswered', 'unserved', 'staff_news') ORDER BY 1`,
  );
  const each = tables.map(
    ({ name }) =>
      `SELECT '${name}' AS name, count(*) || ' rows, ' || coalesce(sum(hashtextextended((to_jsonb(t) - 'last_seen_at')::text, 0)), 0) AS state
       FROM ${name} AS t`,
  );
  const found = await source.query<{ name: string; state: string }[]>(each.join(' UNION ALL '));
  return Object.fromEntries(found.map(({ name, state }) => [name, state]));
}
