import { row, type Tx } from '#platform';
import type { Organisation, Role } from './staff.rules.js';

/** A member of staff as they were at an instant. */
export interface PersonAt {
  id: string;
  name: string;
  organisation: Organisation;
  /** Their roles at that instant. */
  roles: Role[];
}

/**
 * Reads a person's roles at an instant, from the trail's entries about role changes. Entries without an actor are
 * ignored: only people change roles, and a worker could write such an entry.
 * @param at the instant as text, ISO 8601, to keep microseconds
 */
export async function personAt(tx: Tx, personId: string, at: string): Promise<PersonAt> {
  const found = await row<PersonAt>(
    tx,
    `SELECT p.id, p.name,
       json_build_object('id', o.id::text, 'kind', o.kind, 'name', o.name, 'regionCode', o.region_code) AS organisation,
       coalesce(
         (SELECT e.detail -> 'before' FROM audit_entries e
          WHERE e.subject = 'person:' || p.id AND e.act = 'person.roles' AND e.actor_id IS NOT NULL AND e.at > $2::timestamptz ORDER BY e.id LIMIT 1),
         (SELECT jsonb_agg(r.role ORDER BY r.role) FROM person_roles r WHERE r.person_id = p.id AND r.counts_from <= $2::timestamptz),
         '[]') AS roles
     FROM people p JOIN organisations o ON o.id = p.organisation_id WHERE p.id = $1`,
    [personId, at],
  );
  if (!found) throw new Error(`There is no person ${personId}`);
  return found;
}
