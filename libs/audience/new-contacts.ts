import type { ChannelName } from '#channels';
import { addressHash, type Keys, type Sealed } from '#platform/crypto';
import { row, type Tx } from '#platform/database';
import { addressClass, sealAddress } from './addresses/addresses.js';

/** Proof of consent. */
export interface Consent {
  source: string;
  wording: string;
  /** ISO 8601 with its offset. */
  givenAt: string;
  /** Whether an imported file is its only proof. */
  imported?: boolean;
}

/** An address to insert, with its consent. */
export interface NewAddress {
  contactId: string;
  channel: ChannelName;
  /** In the channel's normal form. */
  to: string;
  /** Its look-up hash, if already computed. */
  hash?: Buffer | undefined;
  /** Its id and sealed data, if sealed in advance. */
  ahead?: Ahead | undefined;
  state: 'active' | 'invalid';
  consent: Consent;
}

/** An address that was sealed before the look-up showed whether it is new. */
export interface Ahead {
  /** From `newAddressIds`, used once. */
  id: string;
  sealed: Sealed;
}

/** A contact to insert. */
export interface NewContact {
  id: string;
  regionCode: string;
  name: string;
  language: string;
  topics: readonly string[];
  preferredChannel: ChannelName;
}

/** Reserves ids for contacts. */
export const newContactIds = (tx: Tx, count: number): Promise<string[]> => newIds(tx, 'contacts', count);

/** Reserves ids for addresses that are sealed in advance. */
export const newAddressIds = (tx: Tx, count: number): Promise<string[]> => newIds(tx, 'addresses', count);

/** Inserts contacts in one statement. */
export async function insertContacts(tx: Tx, contacts: readonly NewContact[]): Promise<void> {
  await tx.query(
    `INSERT INTO contacts (id, province_code, region_code, name, language, topics, preferred_channel, created_at)
     SELECT id, left(region, 2), region, name, language, string_to_array(topics, ','), preferred, (SELECT siar_now())
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
 * Inserts addresses, encrypted, each with its consent; an `invalid` one also gets a suppression as a dead address.
 * @param importId the import whose file names them; null: none
 * @returns their ids, in order
 * @throws the database's unique violation (23505) when an address exists
 */
export async function insertAddresses(
  tx: Tx,
  keys: Keys,
  addresses: readonly NewAddress[],
  importId: string | null = null,
): Promise<string[]> {
  if (addresses.length === 0) return [];
  const missing = addresses.filter(({ ahead }) => !ahead).length;
  const ids = missing === 0 ? [] : await newIds(tx, 'addresses', missing);
  let taken = 0;
  const made = addresses.map(({ channel, to, hash, ahead }) => {
    const id = ahead?.id ?? ids[taken++];
    if (id === undefined) throw new Error('Too few ids were reserved');
    const { ciphertext, keyId } = ahead?.sealed ?? sealAddress(keys, id, channel, to);
    return {
      id,
      ciphertext,
      keyId,
      hash: hash ?? addressHash(keys, channel, to),
      class: addressClass(keys, channel, to),
    };
  });
  const said = distinct(addresses.map(({ consent }) => consent));
  await tx.query(importId === null ? INSERT : INSERT_NAMED, [
    made.map(({ id }) => id),
    addresses.map((address) => address.contactId),
    addresses.map((address) => address.channel),
    addresses.map((address) => address.state),
    // One bytea, which is sent as is: an array would be escaped element by element.
    Buffer.concat(made.map(({ ciphertext }) => ciphertext)),
    made.map(({ keyId }) => keyId),
    Buffer.concat(made.map(({ hash }) => hash)),
    startsOf(made.map(({ ciphertext }) => ciphertext.length)),
    made.map(({ ciphertext }) => ciphertext.length),
    said.places,
    said.each.map(({ source }) => source),
    said.each.map(({ wording }) => wording),
    said.each.map(({ givenAt }) => givenAt),
    said.each.map(({ imported = false }) => imported),
    made.map((one) => one.class),
    ...(importId === null ? [] : [importId]),
  ]);
  const dead = addresses.flatMap(({ channel, state }, index) =>
    state === 'invalid' ? [{ channel, hash: made[index]?.hash }] : [],
  );
  if (dead.length > 0)
    await tx.query(
      `INSERT INTO suppressions (channel, hash, reason)
       SELECT channel, hash, 'dead-address' FROM unnest($1::text[], $2::bytea[]) AS new (channel, hash)
       ON CONFLICT (channel, hash) DO NOTHING`,
      [dead.map(({ channel }) => channel), dead.map(({ hash }) => hash)],
    );
  return made.map(({ id }) => id);
}

// One statement, so that the database reads the ids once. The clock is read once, not per row.
const WRITE = (besides: string): string => `
WITH new AS MATERIALIZED (
  SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $6::text[], $8::int[], $9::int[], $10::int[], $15::text[]) WITH ORDINALITY
    AS new (id, contact_id, channel, state, key_id, from_byte, bytes, said, class, no)
), written AS (
  INSERT INTO addresses (id, contact_id, channel, state, ciphertext, key_id, hash, class, created_at)
  SELECT id, contact_id, channel, state, substring($5::bytea FROM from_byte FOR bytes), key_id,
    substring($7::bytea FROM (hash_bytes * (no - 1) + 1)::int FOR hash_bytes), class, (SELECT siar_now())
  FROM new, (SELECT octet_length($7::bytea) / cardinality($1::bigint[]) AS hash_bytes) AS each
)${besides}
INSERT INTO consents (address_id, source, wording, given_at, imported)
SELECT new.id, consent.source, consent.wording, consent.given_at, consent.imported
FROM new JOIN unnest($11::text[], $12::text[], $13::timestamptz[], $14::boolean[]) WITH ORDINALITY
  AS consent (source, wording, given_at, imported, no) ON consent.no = new.said`;
const INSERT = WRITE('');
const INSERT_NAMED = WRITE(`, named AS (
  INSERT INTO imported_addresses (import_id, address_id) SELECT $16::bigint, id FROM new
)`);

/**
 * The distinct consents, and the index of each address's consent, counting from 1: a file repeats few consents many
 * times.
 */
function distinct(consents: readonly Consent[]): { each: Consent[]; places: number[] } {
  const known = new Map<string, number>();
  const each: Consent[] = [];
  const places = consents.map((consent) => {
    const { source, wording, givenAt, imported = false } = consent;
    const key = `${givenAt}\0${imported}\0${source}\0${wording}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    known.set(key, each.push(consent));
    return each.length;
  });
  return { each, places };
}

/** Start offsets of concatenated pieces; SQL counts from 1. */
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
    // Resolves the sequence once, not per id.
    `SELECT ARRAY(SELECT nextval(sequence) FROM generate_series(1, $2)) AS ids
     FROM (SELECT pg_get_serial_sequence($1, 'id')::regclass AS sequence OFFSET 0) AS found`,
    [table, count],
  );
  return found?.ids ?? [];
}
