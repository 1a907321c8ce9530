import type { ChannelName } from '#channels';
import { addressHash, type Keys, row, type Tx } from '#platform';
import { sealAddress } from './addresses.js';

/** Proof that somebody agreed to be written to. */
export interface Consent {
  source: string;
  wording: string;
  /** ISO 8601 with its offset. */
  givenAt: string;
  /** It is proven by a file of ours alone. */
  imported?: boolean;
}

/** An address to be written down, with the consent it was given with. */
export interface NewAddress {
  contactId: string;
  channel: ChannelName;
  /** In the channel's one spelling. */
  to: string;
  /** Its look-up hash, where that is known already. */
  hash?: Buffer | undefined;
  state: 'active' | 'invalid';
  consent: Consent;
}

/** A contact to be written down. */
export interface NewContact {
  id: string;
  regionCode: string;
  name: string;
  language: string;
  topics: readonly string[];
  preferredChannel: ChannelName;
}

/** Ids for as many contacts to come. */
export const newContactIds = (tx: Tx, count: number): Promise<string[]> => newIds(tx, 'contacts', count);

/** Writes contacts down, in one statement. */
export async function insertContacts(tx: Tx, contacts: readonly NewContact[]): Promise<void> {
  await tx.query(
    `INSERT INTO contacts (id, province_code, region_code, name, language, topics, preferred_channel)
     SELECT id, left(region, 2), region, name, language, string_to_array(topics, ','), preferred
     FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
       AS new (id, region, name, language, topics, preferred)`,
    [
      contacts.map((contact) => contact.id),
      contacts.map((contact) => contact.regionCode),
      contacts.map((contact) => contact.name),
      contacts.map((contact) => contact.language),
      contacts.map((contact) => contact.topics.join(',')),
      contacts.map((contact) => contact.preferredChannel),
    ],
  );
}

/**
 * Writes addresses down, encrypted, each with its consent; one that is `invalid` also as suppressed for a dead address.
 * @returns their ids, in order
 * @throws the database's unique violation (23505) when an address is there already
 */
export async function insertAddresses(
  tx: Tx,
  keys: Keys,
  addresses: readonly NewAddress[],
): Promise<string[]> {
  if (addresses.length === 0) return [];
  const ids = await newIds(tx, 'addresses', addresses.length);
  const sealed = addresses.map(({ channel, to }, index) => {
    const id = ids[index];
    if (id === undefined) throw new Error('Too few ids were given out');
    return sealAddress(keys, id, channel, to);
  });
  const hashes = addresses.map(({ channel, to, hash }) => hash ?? addressHash(keys, channel, to));
  await tx.query(
    `INSERT INTO addresses (id, contact_id, channel, state, ciphertext, key_id, hash)
     SELECT id, contact_id, channel, state, substring($5::bytea FROM from_byte FOR bytes), key_id,
       substring($7::bytea FROM (32 * (no - 1) + 1)::int FOR 32)
     FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $6::text[], $8::int[], $9::int[]) WITH ORDINALITY
       AS new (id, contact_id, channel, state, key_id, from_byte, bytes, no)`,
    [
      ids,
      addresses.map((address) => address.contactId),
      addresses.map((address) => address.channel),
      addresses.map((address) => address.state),
      // In one piece, which goes as it is: an array of bytes would be written out.
      Buffer.concat(sealed.map(({ ciphertext }) => ciphertext)),
      sealed.map(({ keyId }) => keyId),
      Buffer.concat(hashes),
      startsOf(sealed.map(({ ciphertext }) => ciphertext.length)),
      sealed.map(({ ciphertext }) => ciphertext.length),
    ],
  );
  await tx.query(
    `INSERT INTO consents (address_id, source, wording, given_at, imported)
     SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[], $5::boolean[])`,
    [
      ids,
      addresses.map((address) => address.consent.source),
      addresses.map((address) => address.consent.wording),
      addresses.map((address) => address.consent.givenAt),
      addresses.map((address) => address.consent.imported ?? false),
    ],
  );
  const dead = addresses.flatMap(({ channel, state }, index) =>
    state === 'invalid' ? [{ channel, hash: hashes[index] }] : [],
  );
  if (dead.length === 0) return ids;
  await tx.query(
    `INSERT INTO suppressions (channel, hash, reason)
     SELECT channel, hash, 'dead-address' FROM unnest($1::text[], $2::bytea[]) AS new (channel, hash)
     ON CONFLICT (channel, hash) DO NOTHING`,
    [dead.map(({ channel }) => channel), dead.map(({ hash }) => hash)],
  );
  return ids;
}

/** Where each of some pieces begins that stand one after the other; SQL counts from 1. */
function startsOf(lengths: readonly number[]): number[] {
  let next = 1;
  return lengths.map((length) => {
    const start = next;
    next += length;
    return start;
  });
}

async function newIds(tx: Tx, table: 'contacts' | 'addresses', count: number): Promise<string[]> {
  const found = await row<{ ids: string[] }>(
    tx,
    `SELECT ARRAY(SELECT nextval(pg_get_serial_sequence($1, 'id')) FROM generate_series(1, $2)) AS ids`,
    [table, count],
  );
  return found?.ids ?? [];
}
