import { row, rows, type Tx } from '#platform/database';
import type { AuditEntry as Entry } from '#contract/api/audit';

export type { AuditEntry as Entry } from '#contract/api/audit';

/** The conditions of a search; all that are given must hold. */
export interface Search {
  /** An exact act, such as `broadcast.approve`, or a prefix, such as `broadcast.` for all acts on broadcasts. */
  act?: string | undefined;
  /** Of a contact also the entries of data requests that name it in `found`: searches, identity checks, closing. */
  subject?: string | undefined;
  actorId?: string | undefined;
  /** Part of the actor's name or user name. */
  actor?: string | undefined;
  /** From this instant on. */
  from?: Date | undefined;
  /** Before this instant. */
  to?: Date | undefined;
  /** Only entries with a smaller id: the `next` of the previous page. */
  before?: string | undefined;
  limit: number;
}

/** Entries, the newest first, and the start of the next page: null when there is none. */
export interface Page {
  entries: Entry[];
  next: string | null;
}

/** From an instant on, and before another. */
export interface Span {
  from: Date;
  to: Date;
}

/** Returns the newest entries of exactly these acts. */
export function newest(tx: Tx, acts: readonly string[], limit: number): Promise<Entry[]> {
  return rows<Entry>(
    tx,
    `SELECT ${NAMED} FROM unnest($1::text[]) AS a(act)
     CROSS JOIN LATERAL (SELECT * FROM audit_entries e WHERE e.act = a.act ORDER BY e.id DESC LIMIT $2) e
     ${ACTORS} ORDER BY e.id DESC LIMIT $2`,
    [acts, limit],
  );
}

/**
 * Returns the newest entries of exactly these acts within a span. Entries have no index by time: the first seals of the
 * days around it bound their ids, and an entry that was committed late is a few ids away from its neighbours. The bounds
 * are asked for apart, so that the server knows how little lies between them when it plans.
 */
export async function newestWithin(
  tx: Tx,
  acts: readonly string[],
  limit: number,
  { from, to }: Span,
): Promise<Entry[]> {
  const bounds = await row<{ first: string; last: string }>(
    tx,
    `SELECT coalesce(max(e.id) FILTER (WHERE e.at < $1) - 1000, 0) AS first,
       coalesce(min(e.id) FILTER (WHERE e.at >= $2) + 1000, 9223372036854775807) AS last
     FROM audit_roots r JOIN audit_seals s ON s.position = r.position JOIN audit_entries e ON e.id = s.entry_id
     WHERE r.day BETWEEN ($1::timestamptz)::date - 8 AND ($2::timestamptz)::date + 8`,
    [from, to],
  );
  return rows<Entry>(
    tx,
    `SELECT ${NAMED} FROM audit_entries e ${ACTORS}
     WHERE e.act = ANY ($1::text[]) AND e.id >= $3::bigint AND e.id <= $4::bigint AND e.at >= $5 AND e.at < $6
     ORDER BY e.id DESC LIMIT $2`,
    [acts, limit, bounds?.first ?? '0', bounds?.last ?? '9223372036854775807', from, to],
  );
}

/** Returns the approvals of these broadcasts, the newest first. @param span null: of any time */
export function approvalsOf(tx: Tx, subjects: readonly string[], span: Span | null = null): Promise<Entry[]> {
  return rows<Entry>(
    tx,
    `SELECT ${NAMED} FROM audit_entries e ${ACTORS} WHERE e.subject = ANY ($1::text[]) AND e.act = 'broadcast.approve'
       AND ($2::timestamptz IS NULL OR e.at >= $2 AND e.at < $3) ORDER BY e.id DESC`,
    [subjects, span?.from ?? null, span?.to ?? null],
  );
}

const NAMED = `e.id, e.at, e.act, e.subject, e.detail,
  CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id::text, 'username', p.username, 'name', p.name, 'organisation', o.name) END AS actor`;
const ACTORS =
  'LEFT JOIN people p ON p.id = e.actor_id LEFT JOIN organisations o ON o.id = p.organisation_id';

/** SQL: the conditions of a search on `audit_entries e` and its actor `p`, with the parameters $1 to $7. */
export const conditionsOf = (search: Omit<Search, 'limit'>): { where: string; parameters: unknown[] } => ({
  where: `($1::text IS NULL OR e.act = $1 OR right($1, 1) = '.' AND starts_with(e.act, $1)) AND ($2::text IS NULL OR e.subject = $2
         OR starts_with($2, 'contact:') AND starts_with(e.act, 'request.') AND $2 = 'contact:' || (e.detail ->> 'found'))
       AND ($3::bigint IS NULL OR e.actor_id = $3) AND ($4::bigint IS NULL OR e.id < $4)
       AND ($5::text IS NULL OR strpos(lower(p.name), lower($5)) > 0 OR strpos(p.username, lower($5)) > 0)
       AND ($6::timestamptz IS NULL OR e.at >= $6) AND ($7::timestamptz IS NULL OR e.at < $7)`,
  parameters: [
    search.act ?? null,
    search.subject ?? null,
    search.actorId ?? null,
    search.before ?? null,
    search.actor ?? null,
    search.from ?? null,
    search.to ?? null,
  ],
});

/** Reads a page of the trail by keyset, equally fast at any depth. */
export async function entries(tx: Tx, search: Search): Promise<Page> {
  const { where, parameters } = conditionsOf(search);
  const found = await rows<Entry>(
    tx,
    `SELECT e.id, e.at, e.act, e.subject, e.detail,
       CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id::text, 'username', p.username, 'name', p.name, 'organisation', o.name) END AS actor
     FROM audit_entries e LEFT JOIN people p ON p.id = e.actor_id LEFT JOIN organisations o ON o.id = p.organisation_id
     WHERE ${where} ORDER BY e.id DESC LIMIT $8`,
    // One more than requested shows whether there is a next page.
    [...parameters, search.limit + 1],
  );
  const page = found.slice(0, search.limit);
  return { entries: page, next: found.length > search.limit ? (page.at(-1)?.id ?? null) : null };
}
