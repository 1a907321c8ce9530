import { rows, type Tx } from '#platform';
import type { Role } from './staff.rules.js';

/** A member of staff, as the audit trail names them: also one who is disabled. */
export interface NamedPerson {
  name: string;
  /** The roles that count now. */
  roles: Role[];
}

/** The names and roles of people, by id. */
export async function namesOf(tx: Tx, ids: readonly string[]): Promise<Record<string, NamedPerson>> {
  const found = await rows<NamedPerson & { id: string }>(
    tx,
    `SELECT p.id, p.name,
       ARRAY(SELECT r.role FROM person_roles r WHERE r.person_id = p.id AND r.counts_from <= siar_now() ORDER BY 1) AS roles
     FROM people p WHERE p.id = ANY ($1::bigint[])`,
    [ids],
  );
  return Object.fromEntries(found.map(({ id, name, roles }) => [id, { name, roles }]));
}
