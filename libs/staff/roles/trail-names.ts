import { rows, type Tx } from '#platform/database';
import { rolesAt } from './roles-at.js';
import type { NamedPerson } from '#contract/api/audit';

export type { NamedPerson } from '#contract/api/audit';

/**
 * The people that entries of the trail are about, by entry, with their roles after it.
 * @param entryIds of entries whose subject is a person
 */
export async function peopleAt(tx: Tx, entryIds: readonly string[]): Promise<Record<string, NamedPerson>> {
  const found = await rows<NamedPerson & { id: string }>(
    tx,
    `SELECT e.id, p.name, ${rolesAt('e.at')} AS roles
     FROM audit_entries e JOIN people p ON p.id = substr(e.subject, 8)::bigint
       LEFT JOIN LATERAL (
         SELECT c.id, c.at, c.detail FROM audit_entries c
         WHERE c.subject = e.subject AND c.act = 'person.roles' AND c.actor_id IS NOT NULL AND c.id > e.id ORDER BY c.id LIMIT 1) x ON true
     WHERE e.id = ANY ($1::bigint[])`,
    [entryIds],
  );
  return Object.fromEntries(found.map(({ id, name, roles }) => [id, { name, roles }]));
}

/** The names of offices, by id. */
export async function officeNames(tx: Tx, ids: readonly string[]): Promise<Record<string, string>> {
  const found = await rows<{ id: string; name: string }>(
    tx,
    'SELECT id, name FROM organisations WHERE id = ANY ($1::bigint[])',
    [ids],
  );
  return Object.fromEntries(found.map(({ id, name }) => [id, name]));
}
