import type { ChannelName } from '#channels';
import type { Keys } from '#platform/crypto';
import { rows, type Tx } from '#platform/database';
import { transition } from '#platform/states';
import { type Ahead, insertAddresses, insertContacts, newContactIds } from '../new-contacts.js';
import { keyOf, type Known, type KnownAddress, type Merge, type MergedContact } from './merge.rules.js';
import { ADDRESSES } from '../addresses/address.states.js';

/** An address of a row, prepared for its look-up. */
export interface Hashed {
  channel: ChannelName;
  /** Key of the look-up and of the stored row. */
  hash: Buffer;
  /** Sealed data to store if the address is new. */
  ahead: Ahead | undefined;
}

/** The addresses that a chunk's rows name, by `keyOf`. */
export type Hashes = ReadonlyMap<string, Hashed>;

/** Source of known contacts and destination of an import's changes. */
export interface Book {
  known(tx: Tx, hashes: Hashes): Promise<Known>;
  write(tx: Tx, merge: Merge, hashes: Hashes): Promise<void>;
}

/** The `Book` over the contacts tables. */
export class ContactRepository implements Book {
  constructor(
    private readonly keys: Keys,
    private readonly importId: string,
  ) {}

  /** Locks the contacts it finds, in order of id, until the transaction ends. */
  async known(tx: Tx, hashes: Hashes): Promise<Known> {
    return readKnown(tx, hashes, 'FOR UPDATE');
  }

  async write(tx: Tx, { contacts, addresses, confirmed, named }: Merge, hashes: Hashes): Promise<void> {
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
    await insertAddresses(
      tx,
      this.keys,
      addresses.map((address) => {
        const hashed = hashes.get(keyOf(address));
        return {
          ...address,
          hash: hashed?.hash,
          ahead: hashed?.ahead,
          contactId: idOf.get(address.contactId) ?? address.contactId,
          state: 'active',
          consent: { ...address.consent, imported: true },
        };
      }),
      this.importId,
    );
    if (confirmed.length > 0) {
      await tx.query(
        `WITH confirmed AS (
           SELECT * FROM jsonb_to_recordset($1) AS new (id bigint, source text, wording text, "givenAt" timestamptz)
         ), activated AS (
           ${transition(ADDRESSES, 'active', {
             from: 'confirmed',
             // A consent that ran out is not revived by a file that knows of none later.
             where: `a.id = confirmed.id AND a.state = 'pending'
               AND NOT EXISTS (SELECT FROM consents k WHERE k.address_id = a.id
                 AND k.reconfirm_asked_at IS NOT NULL AND k.given_at >= confirmed."givenAt")`,
           })} RETURNING confirmed.*
         )
         INSERT INTO consents (address_id, source, wording, given_at, imported)
         SELECT id, source, wording, "givenAt", true FROM activated
         ON CONFLICT (address_id) WHERE withdrawn_at IS NULL DO NOTHING`,
        [JSON.stringify(confirmed.map(({ id, consent }) => ({ id, ...consent })))],
      );
    }
    if (named.length > 0)
      await tx.query(
        `INSERT INTO imported_addresses (import_id, address_id) SELECT $1, unnest($2::bigint[])
         ON CONFLICT (import_id, address_id) DO NOTHING`,
        [this.importId, [...new Set(named)]],
      );
  }
}

/** Reads stored contacts and addresses by hash. @param lock on the contacts: `FOR UPDATE` or nothing */
export async function readKnown(tx: Tx, hashes: Hashes, lock: 'FOR UPDATE' | ''): Promise<Known> {
  const asked = [...hashes.values()];
  const keys = [...hashes.keys()];
  const found = await rows<KnownAddress & { at: number; suppressed: boolean }>(
    tx,
    // Uses look-ups: a join scans all addresses for each chunk while the table is small.
    `SELECT (no - 1)::int AS at, a.id, a.contact_id AS "contactId", a.state, s.there IS NOT NULL AS suppressed
     FROM ${ASKED}
       LEFT JOIN LATERAL (SELECT id, contact_id, state FROM addresses WHERE channel = asked.channel AND hash = asked.hash LIMIT 1) a ON true
       LEFT JOIN LATERAL (SELECT true AS there FROM suppressions WHERE channel = asked.channel AND hash = asked.hash LIMIT 1) s ON true
     WHERE a.id IS NOT NULL OR s.there`,
    askedBy(asked),
  );
  const keyed = found.map((one) => ({ ...one, key: keys[one.at] ?? '' }));
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

/** The requested addresses as rows `asked (channel, hash, no)`: see `askedBy`. */
export const ASKED = `(SELECT channel, substring($2::bytea FROM (bytes * (no - 1) + 1)::int FOR bytes) AS hash, no
       FROM (SELECT octet_length($2::bytea) / greatest(cardinality($1::text[]), 1) AS bytes) AS each,
         unnest($1::text[]) WITH ORDINALITY AS named (channel, no)) AS asked`;

/**
 * The parameters of ASKED. All hashes go in one bytea, which is sent as is; an array would be escaped element by
 * element. All have one length.
 */
export const askedBy = (asked: readonly { channel: ChannelName; hash: Buffer }[]): unknown[] => [
  asked.map(({ channel }) => channel),
  Buffer.concat(asked.map(({ hash }) => hash)),
];
