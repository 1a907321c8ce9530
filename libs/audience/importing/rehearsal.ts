import { rows, type Tx } from '#platform/database';
import { ASKED, askedBy, type Book, type Hashes, readKnown } from './contact-repository.js';
import { keyOf, type Known, type KnownAddress, type Merge, type MergedContact } from './merge.rules.js';

/**
 * The `Book` of a dry run. It writes changes to two temporary tables over the stored contacts, so that the counts equal
 * those of the import itself, also when a person appears in the file twice. It needs one connection from `open` to
 * `close`; its changes are invisible to others and are discarded.
 */
export class Rehearsal implements Book {
  async open(tx: Tx): Promise<void> {
    await tx.query(`CREATE TEMPORARY TABLE rehearsed_contacts (id text PRIMARY KEY, contact jsonb NOT NULL)`);
    await tx.query(
      `CREATE TEMPORARY TABLE rehearsed_addresses (channel text, hash bytea, contact_id text NOT NULL, PRIMARY KEY (channel, hash))`,
    );
  }

  async close(tx: Tx): Promise<void> {
    await tx.query(`DROP TABLE IF EXISTS rehearsed_contacts, rehearsed_addresses`);
  }

  async known(tx: Tx, hashes: Hashes): Promise<Known> {
    const held = await readKnown(tx, hashes, '');
    const keys = [...hashes.keys()];
    const addresses = new Map(held.addresses);
    const contacts = new Map(held.contacts);
    const written = await rows<{ at: number; contactId: string }>(
      tx,
      `SELECT (no - 1)::int AS at, found.contact_id AS "contactId" FROM ${ASKED}, LATERAL (
         SELECT contact_id FROM rehearsed_addresses WHERE channel = asked.channel AND hash = asked.hash LIMIT 1) AS found`,
      askedBy([...hashes.values()]),
    );
    for (const { at, contactId } of written) {
      const key = keys[at] ?? '';
      const active: KnownAddress = { id: addresses.get(key)?.id ?? null, contactId, state: 'active' };
      addresses.set(key, active);
    }
    const touched = await rows<{ contact: MergedContact }>(
      tx,
      `SELECT contact FROM rehearsed_contacts WHERE id = ANY ($1::text[])`,
      [[...new Set([...addresses.values()].map(({ contactId }) => contactId))]],
    );
    for (const { contact } of touched) contacts.set(contact.id, contact);
    return { addresses, contacts, suppressed: held.suppressed };
  }

  async write(tx: Tx, { contacts, addresses, confirmed }: Merge, hashes: Hashes): Promise<void> {
    const changed = [...contacts.added, ...contacts.updated];
    await tx.query(
      `INSERT INTO rehearsed_contacts SELECT contact ->> 'id', contact FROM jsonb_array_elements($1) AS new (contact)
       ON CONFLICT (id) DO UPDATE SET contact = excluded.contact`,
      [JSON.stringify(changed)],
    );
    const active = new Map([...addresses, ...confirmed].map((address) => [keyOf(address), address]));
    const asked = [...active.keys()].flatMap((key) => hashes.get(key) ?? []);
    await tx.query(
      `INSERT INTO rehearsed_addresses SELECT channel, hash, ($3::text[])[no] FROM ${ASKED}
       ON CONFLICT (channel, hash) DO NOTHING`,
      [...askedBy(asked), [...active.values()].map(({ contactId }) => contactId)],
    );
  }
}
