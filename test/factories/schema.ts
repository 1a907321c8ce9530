import type { Database } from '#platform/database';

/**
 * The schema as PostgreSQL holds it, a line for each thing: columns, constraints, indexes, triggers, functions, views, rights
 * and settings of tables. Two databases with equal lines behave alike.
 */
export async function schemaOf(source: Database): Promise<string[]> {
  const found = await source.query<{ line: string }[]>(`
    WITH ours AS (SELECT c.* FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND NOT c.relispartition)
    SELECT format('%s %s %s %s', relkind, relname, reloptions, (SELECT array_agg(a::text ORDER BY 1) FROM unnest(relacl) a)) AS line FROM ours
    UNION ALL SELECT format('column %s.%s %s %s %s %s %s %s', o.relname, a.attname, a.attnum, format_type(a.atttypid, a.atttypmod), a.attnotnull,
        a.attidentity, pg_get_expr(d.adbin, d.adrelid), (SELECT array_agg(x::text ORDER BY 1) FROM unnest(a.attacl) x))
      FROM pg_attribute a JOIN ours o ON o.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attnum > 0 AND NOT a.attisdropped
    UNION ALL SELECT format('constraint %s.%s %s', o.relname, k.conname, pg_get_constraintdef(k.oid)) FROM pg_constraint k JOIN ours o ON o.oid = k.conrelid
    UNION ALL SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN ours o ON o.oid = i.indrelid
    UNION ALL SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN ours o ON o.oid = t.tgrelid WHERE NOT t.tgisinternal
    UNION ALL SELECT pg_get_functiondef(p.oid) || (SELECT coalesce(array_agg(a::text ORDER BY 1)::text, '') FROM unnest(p.proacl) a)
      FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f'
    UNION ALL SELECT format('view %s %s', o.relname, pg_get_viewdef(o.oid)) FROM ours o WHERE o.relkind = 'v'
    ORDER BY 1`);
  return found.map(({ line }) => line);
}
