import { row, type Tx } from '#platform';
import type { Organisation, Role } from './staff.rules.js';

/** A member of staff as they were at an instant. */
export interface PersonAt {
  id: string;
  name: string;
  organisation: Organisation;
  /** What they might do then. */
  roles: Role[];
}

/**
 * Who somebody was at an instant: roles come and go, and the trail tells what they were before each change. Only people
 * change them: an entry in nobody's name is not believed, since a worker may write those.
 * @param at the instant as text, ISO 8601, so that no microsecond is lost
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
