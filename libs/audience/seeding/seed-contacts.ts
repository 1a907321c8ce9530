import type { Keys } from '#platform/crypto';
import { type Database, now, rows, sqlState, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { insertAddresses, insertContacts, type NewAddress, newContactIds } from '../new-contacts.js';
import { peopleOf, type Person, type SeededProvince } from './people.rules.js';

/** Number and seed of the contacts. */
export interface Seeding {
  contacts: number;
  /** Any whole number; equal seeds generate equal people. */
  seed: number;
  /** The provinces to seed, by code; every one by default. */
  provinces?: readonly string[];
}

const CHUNK = 2_000;
// One lane generates a chunk while the database inserts another.
const LANES = 2;
const DAY = 86_400_000;
const WORDING =
  'Saya setuju menerima informasi pemilihan pada tujuan kirim ini dan dapat berhenti kapan saja. (data contoh)';

/**
 * Adds generated contacts with addresses and consents, for demonstrations, tests and benchmarks, in constant memory.
 * Half a per cent of the addresses are dead: `invalid` and suppressed, as after an earlier broadcast. May be run again
 * with another seed. Each chunk is a transaction: an interrupted run keeps its completed chunks.
 * @param onProgress receives the number of contacts written so far
 * @throws Problem `conflict` when this seed's addresses exist; `invalid` without reference data
 */
export async function seedContacts(
  dataSource: Database,
  keys: Keys,
  { contacts, seed, provinces }: Seeding,
  onProgress: (written: number) => void = () => undefined,
): Promise<void> {
  const personAt = peopleOf(contacts, seed, await provincesToSeed(dataSource, provinces));
  const start = await now(dataSource.manager);
  let next = 0;
  let written = 0;
  let failed = false;
  const lane = async (): Promise<void> => {
    while (next < contacts && !failed) {
      const first = next;
      next = Math.min(first + CHUNK, contacts);
      const people = Array.from({ length: next - first }, (_, offset) => personAt(first + offset));
      try {
        await dataSource.transaction((tx) => insert(tx, keys, people, start));
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
  // Updates the planner's statistics before autovacuum does.
  for (const table of ['contacts', 'addresses', 'consents', 'suppressions'])
    await dataSource.query(`ANALYZE ${table}`);
}

async function provincesToSeed(
  dataSource: Database,
  only: readonly string[] | null = null,
): Promise<SeededProvince[]> {
  const provinces = await rows<SeededProvince>(
    dataSource.manager,
    `SELECT code, registered_voters AS "registeredVoters",
       ARRAY(SELECT code FROM regions r WHERE r.parent_code = p.code ORDER BY code) AS regencies
     FROM regions p WHERE kind = 'province' AND ($1::text[] IS NULL OR code = ANY ($1)) ORDER BY code`,
    [only],
  );
  if (provinces.length === 0) throw new Problem('no-regions-yet');
  return provinces;
}

async function insert(tx: Tx, keys: Keys, people: Person[], start: Date): Promise<void> {
  const ids = await newContactIds(tx, people.length);
  const known = people.map((person, index) => ({ ...person, id: ids[index] ?? '' }));
  await insertContacts(tx, known);
  await insertAddresses(
    tx,
    keys,
    known.flatMap((person) => {
      const givenAt = new Date(start.getTime() - person.consentDaysAgo * DAY).toISOString();
      return person.addresses.map(({ channel, to, dead }): NewAddress => ({
        contactId: person.id,
        channel,
        to,
        state: dead ? 'invalid' : 'active',
        consent: { source: 'seed', wording: WORDING, givenAt },
      }));
    }),
  );
}

function explained(error: unknown, seed: number): unknown {
  if (sqlState(error) !== '23505') return error;
  return new Problem('seed-used', { seed });
}
