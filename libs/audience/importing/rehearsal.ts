import { type Keys, rows, type Tx } from '#platform';
import { type Book, hashesOf, readKnown } from './contact-book.js';
import { keyOf, type Known, type KnownAddress, type Merge, type MergedContact } from './merge.rules.js';
import type { ImportRow } from './row.rules.js';

/**
 * A book for a dry run: what the rows would change stands in two temporary tables, over what is really held, so that
 * the counts are those of the import itself, also where somebody stands in the file twice. It needs one connection from
 * `open` to `close`; nothing of it is seen by others or survives it.
 */
export class Rehearsal implements Book {
  constructor(private readonly keys: Keys) {}

  async open(tx: Tx): Promise<void> {
    await tx.query(`CREATE TEMPORARY TABLE rehearsed_contacts (id text PRIMARY KEY, contact jsonb NOT NULL)`);
    await tx.query(
      `CREATE TEMPORARY TABLE rehearsed_addresses (channel text, hash bytea, contact_id text NOT NULL, PRIMARY KEY (channel, hash))`,
    );
  }

  async close(tx: Tx): Promise<void> {
    await tx.query(`DROP TABLE IF EXISTS rehearsed_contacts, rehearsed_addresses`);
  }

  async known(tx: Tx, imported: readonly ImportRow[]): Promise<Known> {
    const asked = hashesOf(this.keys, imported);
    const held = await readKnown(tx, asked, '');
    const addresses = new Map(held.addresses);
    const contacts = new Map(held.contacts);
    const written = await rows<{ at: number; contactId: string }>(
      tx,
      `SELECT (no - 1)::int AS at, contact_id AS "contactId"
       FROM unnest($1::text[], $2::bytea[]) WITH ORDINALITY AS asked (channel, hash, no) JOIN rehearsed_addresses USING (channel, hash)`,
      [asked.map(({ channel }) => channel), asked.map(({ hash }) => hash)],
    );
    for (const { at, contactId } of written) {
      const key = asked[at]?.key ?? '';
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

  async write(tx: Tx, { contacts, addresses, confirmed }: Merge): Promise<void> {
    const changed = [...contacts.added, ...contacts.updated];
    await tx.query(
      `INSERT INTO rehearsed_contacts SELECT contact ->> 'id', contact FROM jsonb_array_elements($1) AS new (contact)
       ON CONFLICT (id) DO UPDATE SET contact = excluded.contact`,
      [JSON.stringify(changed)],
    );
    const active = [...addresses, ...confirmed];
    const hashes = hashesOf(this.keys, [{ addresses: active }]);
    const owner = new Map(active.map((address) => [keyOf(address), address.contactId]));
    await tx.query(
      `INSERT INTO rehearsed_addresses SELECT * FROM unnest($1::text[], $2::bytea[], $3::text[])
       ON CONFLICT (channel, hash) DO NOTHING`,
      [
        hashes.map(({ channel }) => channel),
        hashes.map(({ hash }) => hash),
        hashes.map(({ key }) => owner.get(key)),
      ],
    );
  }
}
