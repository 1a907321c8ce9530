import { record } from '#audit';
import type { ChannelName } from '#channels';
import { type Database, rows, type Tx } from '#platform/database';
import { move } from '#platform/states';
import { ADDRESSES } from '../addresses/address.states.js';
import type { Audience, SuppressionReason } from '../audience.js';
import type { Departure, LastWords } from './journal.rules.js';

/** Addresses in one transaction. */
const CHUNK = 500;

/** What a replay changes, in addresses; erasures and restrictions in people. */
export interface Replayed {
  suppressed: number;
  erased: number;
  moved: number;
  restricted: number;
  freed: number;
}

/** Ends a transaction whose changes were only counted. */
class OnlyLooked extends Error {}

/**
 * Takes back what a restore has undone: suppresses, erases and restricts again whom the journal has as gone. A later consent
 * in the database stands above an earlier line. What was given up after the backup does not come back: a line `back` only
 * ends an earlier one. Safe to run again after it broke off.
 * @param yes false: counts, and changes nothing
 */
export async function replay(
  database: Database,
  audience: Audience,
  words: LastWords,
  yes: boolean,
): Promise<Replayed> {
  const sum: Replayed = { suppressed: 0, erased: 0, moved: 0, restricted: 0, freed: 0 };
  const work: [acts: Departure['act'][], (tx: Tx, chunk: Departure[]) => Promise<Partial<Replayed>>][] = [
    [['out'], (tx, chunk) => suppressAgain(tx, audience, chunk)],
    [['moved'], endMoved],
    [['restricted', 'free'], restrictAgain],
  ];
  for (const [acts, step] of work)
    for (const chunk of chunks(words.of(...acts))) {
      const counted = await inTransaction(database, yes, (tx) => step(tx, chunk));
      for (const key of Object.keys(counted) as (keyof Replayed)[]) sum[key] += counted[key] ?? 0;
    }
  if (yes && Object.values(sum).some((count) => count > 0))
    await database.transaction((tx) =>
      record(tx, {
        actorId: null,
        act: 'contacts.replay',
        subject: 'contacts',
        detail: {
          suppressed: sum.suppressed,
          erased: sum.erased,
          moved: sum.moved,
          restricted: sum.restricted,
          freed: sum.freed,
        },
      }),
    );
  return sum;
}

/** Journal lines of a chunk beside the addresses that hold their hash, unless its owner has consented since. */
const HELD = `unnest($1::text[], $2::bytea[], $3::timestamptz[]) WITH ORDINALITY AS said(channel, hash, at, n)
  JOIN addresses a ON a.channel = said.channel AND a.hash = said.hash
  WHERE NOT EXISTS (SELECT FROM consents k WHERE k.address_id = a.id AND k.withdrawn_at IS NULL AND k.given_at > said.at)`;

const asked = (chunk: readonly Departure[]): unknown[] => [
  chunk.map(({ channel }) => channel),
  chunk.map(({ hash }) => Buffer.from(hash, 'base64url')),
  chunk.map(({ at }) => at),
];

async function suppressAgain(
  tx: Tx,
  audience: Audience,
  chunk: readonly Departure[],
): Promise<Partial<Replayed>> {
  const erased = chunk.filter(({ reason }) => reason === 'erased');
  const people = await rows<{ id: string }>(
    tx,
    `SELECT DISTINCT a.contact_id AS id FROM ${HELD} ORDER BY 1`,
    asked(erased),
  );
  for (const { id } of people) {
    await tx.query(`SELECT erase_contact($1, '{}')`, [id]);
    await record(tx, {
      actorId: null,
      act: 'contact.erase',
      subject: `contact:${id}`,
      detail: { via: 'journal' },
    });
  }
  // Without the addresses that have been suppressed for the same reason all along.
  const wanting = await rows<{ n: string; addressId: string | null }>(
    tx,
    `SELECT said.n, a.id AS "addressId" FROM unnest($1::text[], $2::bytea[], $3::timestamptz[], $4::text[]) WITH ORDINALITY AS said(channel, hash, at, reason, n)
     LEFT JOIN addresses a ON a.channel = said.channel AND a.hash = said.hash
     LEFT JOIN suppressions s ON s.channel = said.channel AND s.hash = said.hash
     WHERE (s.hash IS NULL OR a.state = 'active' OR s.reason = 'left' AND said.reason <> 'left')
       AND NOT EXISTS (SELECT FROM consents k WHERE k.address_id = a.id AND k.withdrawn_at IS NULL AND k.given_at > said.at)
     ORDER BY said.n`,
    [...asked(chunk), chunk.map(({ reason }) => reason)],
  );
  const held = new Map<string, string[]>();
  const unheld: Departure[] = [];
  for (const { n, addressId } of wanting) {
    const departure = chunk[Number(n) - 1];
    if (departure === undefined) throw new Error('a replay was told of a line that it did not ask for');
    if (addressId === null) unheld.push(departure);
    else {
      const key = JSON.stringify([departure.channel, departure.reason, departure.detail]);
      held.set(key, [...(held.get(key) ?? []), addressId]);
    }
  }
  for (const [key, ids] of held) {
    const [channel, reason, detail] = JSON.parse(key) as [ChannelName, SuppressionReason, string];
    await audience.suppress(tx, channel, ids, reason, detail);
  }
  await tx.query(
    `INSERT INTO suppressions (channel, hash, reason, detail, created_at)
     SELECT * FROM unnest($1::text[], $2::bytea[], $4::text[], $5::text[], $3::timestamptz[]) ORDER BY 2
     ON CONFLICT (channel, hash) DO UPDATE SET reason = excluded.reason, detail = excluded.detail`,
    [...asked(unheld), unheld.map(({ reason }) => reason), unheld.map(({ detail }) => detail)],
  );
  return { suppressed: wanting.length, erased: people.length };
}

/** Ends the consent of addresses whose owner proved another one in their place. */
async function endMoved(tx: Tx, chunk: readonly Departure[]): Promise<Partial<Replayed>> {
  const addresses = await rows<{ id: string }>(
    tx,
    `SELECT a.id FROM ${HELD} AND a.state = 'active' ORDER BY a.id FOR UPDATE OF a`,
    asked(chunk),
  );
  const ids = addresses.map(({ id }) => id);
  if (ids.length === 0) return {};
  await move(tx, ADDRESSES, 'unsubscribed', { where: 'a.id = ANY ($1::bigint[])' }, [ids]);
  await tx.query(
    'UPDATE consents SET withdrawn_at = greatest(siar_now(), given_at) WHERE address_id = ANY ($1::bigint[]) AND withdrawn_at IS NULL',
    [ids],
  );
  return { moved: ids.length };
}

async function restrictAgain(tx: Tx, chunk: readonly Departure[]): Promise<Partial<Replayed>> {
  const changed = await rows<{ restricted: boolean }>(
    tx,
    `WITH said AS MATERIALIZED (
       SELECT DISTINCT ON (a.contact_id) a.contact_id AS id, said.at, said.restricted
       FROM unnest($1::text[], $2::bytea[], $3::timestamptz[], $4::boolean[]) AS said(channel, hash, at, restricted)
       JOIN addresses a ON a.channel = said.channel AND a.hash = said.hash ORDER BY a.contact_id, said.at DESC
     )
     UPDATE contacts c SET restricted_at = CASE WHEN said.restricted THEN said.at END FROM said
     WHERE c.id = said.id AND (c.restricted_at IS NOT NULL) <> said.restricted AND coalesce(c.restricted_at < said.at, true)
     RETURNING said.restricted`,
    [...asked(chunk), chunk.map(({ act }) => act === 'restricted')],
  );
  const restricted = changed.filter((one) => one.restricted).length;
  return { restricted, freed: changed.length - restricted };
}

async function inTransaction<T>(database: Database, yes: boolean, work: (tx: Tx) => Promise<T>): Promise<T> {
  let done: { result: T } | null = null;
  try {
    await database.transaction(async (tx) => {
      done = { result: await work(tx) };
      if (!yes) throw new OnlyLooked();
    });
  } catch (error) {
    if (!(error instanceof OnlyLooked)) throw error;
  }
  if (done === null) throw new Error('a transaction ended without a result');
  return (done as { result: T }).result;
}

function* chunks<T>(all: Iterable<T>): Generator<T[]> {
  let chunk: T[] = [];
  for (const one of all) {
    chunk.push(one);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
