import type { DataSource } from 'typeorm';
import { type Keys, Problem, row, rows, type Tx } from '#platform';
import { addressHash, sealAddress } from '../addresses.js';
import { peopleOf, type Person, type SeededProvince } from './people.rules.js';

/** How many contacts, and which. */
export interface Seeding {
  contacts: number;
  /** Any whole number; the same one makes the same people. */
  seed: number;
}

const CHUNK = 2_000;
// One fills a chunk in while the database takes another.
const LANES = 2;
const WORDING =
  'Saya setuju menerima informasi pemilihan pada tujuan kirim ini dan dapat berhenti kapan saja. (data contoh)';

/**
 * Adds made-up contacts with addresses and consents, for demonstrations, tests and benchmarks, in constant memory.
 * Half a per cent of the addresses are known to be dead: `invalid` and suppressed, as an earlier broadcast leaves them.
 * May be run again, with another seed. A chunk is a transaction: what an interrupted run wrote, stays.
 * @param onProgress told now and then how many contacts are written
 * @throws Problem `conflict` when this seed's addresses are there already; `invalid` without reference data
 */
export async function seedContacts(
  dataSource: DataSource,
  keys: Keys,
  { contacts, seed }: Seeding,
  onProgress: (written: number) => void = () => undefined,
): Promise<void> {
  const personAt = peopleOf(contacts, seed, await provincesToSeed(dataSource));
  let next = 0;
  let written = 0;
  let failed = false;
  const lane = async (): Promise<void> => {
    while (next < contacts && !failed) {
      const first = next;
      next = Math.min(first + CHUNK, contacts);
      const people = Array.from({ length: next - first }, (_, offset) => personAt(first + offset));
      try {
        await dataSource.transaction((tx) => insert(tx, keys, people));
      } catch (error) {
        failed = true;
        throw error;
      }
      written += people.length;
      onProgress(written);
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: LANES }, lane));
  for (const end of ends) if (end.status === 'rejected') throw explained(end.reason, seed);
  // So that what comes next is planned by what is there now, not when autovacuum comes round.
  for (const table of ['contacts', 'addresses', 'consents', 'suppressions'])
    await dataSource.query(`ANALYZE ${table}`);
}

async function provincesToSeed(dataSource: DataSource): Promise<SeededProvince[]> {
  const provinces = await rows<SeededProvince>(
    dataSource.manager,
    `SELECT code, registered_voters AS "registeredVoters",
       ARRAY(SELECT code FROM regions r WHERE r.parent_code = p.code ORDER BY code) AS regencies
     FROM regions p WHERE kind = 'province' ORDER BY code`,
  );
  if (provinces.length === 0)
    throw new Problem('invalid', 'There are no regions yet: load the reference data first.');
  return provinces;
}

async function insert(tx: Tx, keys: Keys, people: Person[]): Promise<void> {
  const size = people.reduce((sum, person) => sum + person.addresses.length, 0);
  const ids = await row<{ contacts: string[]; addresses: string[] }>(
    tx,
    `SELECT
       ARRAY(SELECT nextval(pg_get_serial_sequence('contacts', 'id')) FROM generate_series(1, $1)) AS contacts,
       ARRAY(SELECT nextval(pg_get_serial_sequence('addresses', 'id')) FROM generate_series(1, $2)) AS addresses`,
    [people.length, size],
  );
  if (!ids) throw new Error('No ids were given out');
  let used = 0;
  const addresses = people.flatMap((person, index) =>
    person.addresses.map(({ channel, to, dead }) => {
      const id = ids.addresses[used++];
      if (id === undefined) throw new Error('Too few ids were given out');
      const { ciphertext, keyId } = sealAddress(keys, id, channel, to);
      const hash = addressHash(keys, channel, to);
      return {
        id,
        contactId: ids.contacts[index],
        channel,
        dead,
        ciphertext,
        keyId,
        hash,
        daysAgo: person.consentDaysAgo,
      };
    }),
  );
  await tx.query(
    `INSERT INTO contacts (id, province_code, region_code, name, language, topics, preferred_channel)
     SELECT id, province, region, name, language, string_to_array(topics, ','), preferred
     FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
       AS new (id, province, region, name, language, topics, preferred)`,
    [
      ids.contacts,
      people.map((person) => person.provinceCode),
      people.map((person) => person.regionCode),
      people.map((person) => person.name),
      people.map((person) => person.language),
      people.map((person) => person.topics.join(',')),
      people.map((person) => person.preferredChannel),
    ],
  );
  await tx.query(
    `INSERT INTO addresses (id, contact_id, channel, state, ciphertext, key_id, hash)
     SELECT id, contact, channel, CASE WHEN dead THEN 'invalid' ELSE 'active' END, ciphertext, key, hash
     FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::boolean[], $5::bytea[], $6::text[], $7::bytea[])
       AS new (id, contact, channel, dead, ciphertext, key, hash)`,
    [
      addresses.map((address) => address.id),
      addresses.map((address) => address.contactId),
      addresses.map((address) => address.channel),
      addresses.map((address) => address.dead),
      addresses.map((address) => address.ciphertext),
      addresses.map((address) => address.keyId),
      addresses.map((address) => address.hash),
    ],
  );
  await tx.query(
    `INSERT INTO consents (address_id, source, wording, given_at)
     SELECT address, 'seed', $3, siar_now() - make_interval(days => days)
     FROM unnest($1::bigint[], $2::integer[]) AS new (address, days)`,
    [addresses.map((address) => address.id), addresses.map((address) => address.daysAgo), WORDING],
  );
  const dead = addresses.filter((address) => address.dead);
  await tx.query(
    `INSERT INTO suppressions (channel, hash, reason, detail)
     SELECT channel, hash, 'dead-address', 'seed' FROM unnest($1::text[], $2::bytea[]) AS new (channel, hash)`,
    [dead.map((address) => address.channel), dead.map((address) => address.hash)],
  );
}

function explained(error: unknown, seed: number): unknown {
  if (!(error instanceof Error && 'code' in error && error.code === '23505')) return error;
  return new Problem(
    'conflict',
    `The database holds addresses of seed ${seed} already: choose another seed.`,
  );
}
