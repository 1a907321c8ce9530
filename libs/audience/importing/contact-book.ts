import type { ChannelName } from '#channels';
import { addressHash, type Keys, rows, type Tx } from '#platform';
import { insertAddresses, insertContacts, newContactIds } from '../new-contacts.js';
import { keyOf, type Known, type KnownAddress, type Merge, type MergedContact } from './merge.rules.js';
import type { ImportRow } from './row.rules.js';

/** Where an import looks up what is known, and writes what it brings. */
export interface Book {
  known(tx: Tx, imported: readonly ImportRow[]): Promise<Known>;
  write(tx: Tx, merge: Merge): Promise<void>;
}

/** The hash of each address that rows name, by which it is looked up. */
export function hashesOf(
  keys: Keys,
  imported: readonly Pick<ImportRow, 'addresses'>[],
): { key: string; channel: ChannelName; hash: Buffer }[] {
  const found = new Map(
    imported.flatMap(({ addresses }) => addresses.map((address) => [keyOf(address), address] as const)),
  );
  return [...found].map(([key, { channel, to }]) => ({
    key,
    channel,
    hash: addressHash(keys, channel, to),
  }));
}

/** The contacts themselves. */
export class ContactBook implements Book {
  constructor(
    private readonly keys: Keys,
    private readonly importId: string,
  ) {}

  /** Locks the contacts it finds, in order of id, until the transaction ends. */
  async known(tx: Tx, imported: readonly ImportRow[]): Promise<Known> {
    return readKnown(tx, hashesOf(this.keys, imported), 'FOR UPDATE');
  }

  async write(tx: Tx, { contacts, addresses, confirmed, named }: Merge): Promise<void> {
    const ids = await newContactIds(tx, contacts.added.length);
    const idOf = new Map(contacts.added.map(({ id }, index) => [id, ids[index] ?? '']));
    await insertContacts(
      tx,
      contacts.added.map((contact) => ({ ...contact, id: idOf.get(contact.id) ?? '' })),
    );
    if (contacts.updated.length > 0) {
      await tx.query(
        `UPDATE contacts SET province_code = left(new."regionCode", 2), region_code = new."regionCode", name = new.name,
           language = new.language, topics = new.topics, preferred_channel = new."preferredChannel"
         FROM jsonb_to_recordset($1) AS new
           (id bigint, "regionCode" text, name text, language text, topics text[], "preferredChannel" text)
         WHERE contacts.id = new.id`,
        [JSON.stringify(contacts.updated)],
      );
    }
    const fresh = await insertAddresses(
      tx,
      this.keys,
      addresses.map((address) => ({
        ...address,
        contactId: idOf.get(address.contactId) ?? address.contactId,
        state: 'active',
        consent: { ...address.consent, imported: true },
      })),
    );
    if (confirmed.length > 0) {
      await tx.query(
        `WITH confirmed AS (
           SELECT * FROM jsonb_to_recordset($1) AS new (id bigint, source text, wording text, "givenAt" timestamptz)
         ), activated AS (
           UPDATE addresses SET state = 'active' FROM confirmed
           WHERE addresses.id = confirmed.id AND addresses.state = 'pending' RETURNING confirmed.*
         )
         INSERT INTO consents (address_id, source, wording, given_at, imported)
         SELECT id, source, wording, "givenAt", true FROM activated
         ON CONFLICT (address_id) WHERE withdrawn_at IS NULL DO NOTHING`,
        [JSON.stringify(confirmed.map(({ id, consent }) => ({ id, ...consent })))],
      );
    }
    await tx.query(
      `INSERT INTO imported_addresses (import_id, address_id) SELECT $1, unnest($2::bigint[])
       ON CONFLICT (import_id, address_id) DO NOTHING`,
      [this.importId, [...fresh, ...new Set(named)]],
    );
  }
}

/** What the database holds of these addresses. @param lock of the contacts: `FOR UPDATE` or nothing */
export async function readKnown(
  tx: Tx,
  asked: readonly { key: string; channel: ChannelName; hash: Buffer }[],
  lock: 'FOR UPDATE' | '',
): Promise<Known> {
  const keys = new Map(asked.map(({ key, channel, hash }) => [`${channel} ${hash.toString('hex')}`, key]));
  const found = await rows<KnownAddress & { channel: ChannelName; hash: Buffer; suppressed: boolean }>(
    tx,
    `SELECT channel, hash, a.id, a.contact_id AS "contactId", a.state, (s.hash IS NOT NULL OR c.restricted_at IS NOT NULL) AS suppressed
     FROM unnest($1::text[], $2::bytea[]) AS asked (channel, hash)
     LEFT JOIN addresses a USING (channel, hash) LEFT JOIN suppressions s USING (channel, hash)
     LEFT JOIN contacts c ON c.id = a.contact_id
     WHERE a.id IS NOT NULL OR s.hash IS NOT NULL`,
    [asked.map(({ channel }) => channel), asked.map(({ hash }) => hash)],
  );
  const keyed = found.map((one) => ({
    ...one,
    key: keys.get(`${one.channel} ${one.hash.toString('hex')}`) ?? '',
  }));
  const there = keyed.filter((one) => one.id !== null);
  const contacts =
    there.length === 0
      ? []
      : await rows<MergedContact>(
          tx,
          `SELECT id, region_code AS "regionCode", name, language, topics, preferred_channel AS "preferredChannel",
             ARRAY(SELECT channel FROM addresses WHERE contact_id = contacts.id) AS channels
           FROM contacts WHERE id = ANY ($1::bigint[]) ORDER BY id ${lock}`,
          [[...new Set(there.map((one) => one.contactId))]],
        );
  return {
    addresses: new Map(there.map(({ key, id, contactId, state }) => [key, { id, contactId, state }])),
    contacts: new Map(contacts.map((contact) => [contact.id, contact])),
    suppressed: new Set(keyed.filter((one) => one.suppressed).map(({ key }) => key)),
  };
}
