import { row, type Tx } from '#platform/database';
import { rolesAt } from './roles-at.js';
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
 * Reads a person's roles at an instant.
 * @param at the instant as text, ISO 8601, to keep microseconds
 */
export async function personAt(tx: Tx, personId: string, at: string): Promise<PersonAt> {
  const found = await row<PersonAt>(
    tx,
    `SELECT p.id, p.name,
       json_build_object('id', o.id::text, 'kind', o.kind, 'name', o.name, 'regionCode', o.region_code) AS organisation,
       ${rolesAt('$2::timestamptz')} AS roles
     FROM people p JOIN organisations o ON o.id = p.organisation_id
       LEFT JOIN LATERAL (
         SELECT c.id, c.at, c.detail FROM audit_entries c
         WHERE c.subject = 'person:' || p.id AND c.act = 'person.roles' AND c.actor_id IS NOT NULL AND c.at > $2::timestamptz
         ORDER BY c.id LIMIT 1) x ON true
     WHERE p.id = $1`,
    [personId, at],
  );
  if (!found) throw new Error(`There is no person ${personId}`);
  return found;
}
