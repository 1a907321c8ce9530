// What stands in the database under DATA_KEY and HASH_KEY, as each lib names it of its own tables, for `npm run rekey`.
import { type Database, rows, sqlState, type Tx } from '../database/database.js';
import type { Keys } from './crypto.js';

/** A table with encrypted columns. */
interface SealedTable {
  name: string;
  /** Columns of the primary key, in order, with their types. */
  key: Readonly<Record<string, 'bigint' | 'integer' | 'text'>>;
  /** Further columns that a context names. */
  besides?: readonly string[];
  /** Rows read at once, where they are large; left out: 5,000. */
  read?: number;
  /** The column with the id of the key that encrypted. */
  keyId: string;
  /** Each encrypted column with its context. @param row the columns of `key` and `besides`, as text */
  sealed: Readonly<Record<string, (row: Readonly<Record<string, string>>) => string>>;
}

/** A column of keyed hashes. */
interface HashedColumn {
  table: string;
  column: string;
  /** Condition of the rows whose hash is still looked up; left out: all. */
  where?: string;
  /** What ends a row under an older key, for operators. */
  ends: string;
}

/** The secrets that a lib stores. */
export interface StoredSecrets {
  sealed: readonly SealedTable[];
  hashed: readonly HashedColumn[];
}

/** What became of the rows of a table that were under older keys. */
export interface Renewed {
  done: number;
  /** Rows that did not decrypt although their key is held, by primary key. */
  broken: string[];
}

/** Rows read at once of most tables, and rows written in one transaction. */
const READ = 5_000;
const WRITTEN = 500;
/** Another transaction holds a row, or two wait for each other: tried again. */
const COLLISIONS = ['40P01', '55P03', '23505'];
const TRIES = 30;

/** Calls `work` in a transaction, again where it collides with another one. */
export async function inTries<T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await database.transaction(work);
    } catch (error) {
      if (!COLLISIONS.includes(sqlState(error)) || tried === TRIES) throw error;
    }
  }
}

/**
 * Encrypts with the newest key what a table holds under older ones. Runs beside programs that use the table: it holds
 * the locks of a few hundred rows for one statement, and leaves a row that changes under it, which the next run finds.
 * It can break off and run again, since it looks at the key of each row.
 * @param step called with the number of rows read so far, after each full page
 */
export async function reseal(
  database: Database,
  keys: Keys,
  table: SealedTable,
  step: (read: number) => void,
): Promise<Renewed> {
  const { name, key, besides = [], keyId, sealed, read: atOnce = READ } = table;
  const columns = Object.keys(key);
  const secret = Object.keys(sealed);
  const cursor = columns.map((column, n) => `$${n + 2}::${key[column]}`).join(', ');
  const page = (after: boolean): string => `
    SELECT jsonb_build_object(${[...columns, ...besides].map((column) => `'${column}', ${column}::text`).join(', ')}) AS row,
      ${keyId} AS "keyId", CASE WHEN ${keyId} <> $1 THEN ARRAY[${secret.join(', ')}] END AS ciphertexts
    FROM ${name} ${after ? `WHERE (${columns.join(', ')}) > (${cursor})` : ''}
    ORDER BY ${columns.join(', ')} LIMIT ${atOnce}`;
  const result: Renewed = { done: 0, broken: [] };
  let last: string[] = [];
  let total = 0;
  for (;;) {
    const read = await rows<StoredRow>(database, page(last.length > 0), [keys.newestDataKey, ...last]);
    const stale = read.filter(({ keyId: id, ciphertexts }) => ciphertexts !== null && keys.holds(id ?? ''));
    const again = stale.flatMap((one) => {
      try {
        return [{ ...one, renewed: secret.map((column, n) => renew(keys, table, column, one, n)) }];
      } catch {
        // Altered, or copied from another row: the report names it, and the rest goes on.
        result.broken.push(columns.map((column) => one.row[column]).join(' '));
        return [];
      }
    });
    for (let from = 0; from < again.length; from += WRITTEN)
      result.done += await write(database, keys, table, again.slice(from, from + WRITTEN));
    total += read.length;
    if (read.length < atOnce) break;
    step(total);
    last = columns.map((column) => read.at(-1)?.row[column] ?? '');
  }
  return result;
}

interface StoredRow {
  row: Record<string, string>;
  keyId: string | null;
  /** Null where the newest key encrypted it, or nothing is stored. */
  ciphertexts: Buffer[] | null;
}

function renew(keys: Keys, { sealed }: SealedTable, column: string, one: StoredRow, n: number): Buffer {
  const context = sealed[column]?.(one.row) ?? '';
  const ciphertext = one.ciphertexts?.[n] ?? Buffer.alloc(0);
  return keys.seal(keys.open({ ciphertext, keyId: one.keyId ?? '' }, context), context).ciphertext;
}

function write(
  database: Database,
  keys: Keys,
  { name, key, keyId, sealed }: SealedTable,
  again: readonly (StoredRow & { renewed: Buffer[] })[],
): Promise<number> {
  const columns = Object.keys(key);
  const secret = Object.keys(sealed);
  const given = [
    ...columns.map((column) => ({ as: `k_${column}`, type: key[column] ?? 'text' })),
    ...secret.flatMap((column) => [`was_${column}`, `new_${column}`].map((as) => ({ as, type: 'bytea' }))),
  ];
  const statement = `
    UPDATE ${name} t SET ${keyId} = $1, ${secret.map((column) => `${column} = n.new_${column}`).join(', ')}
    FROM unnest(${given.map(({ type }, at) => `$${at + 2}::${type}[]`).join(', ')}) AS n (${given.map(({ as }) => as).join(', ')})
    WHERE ${columns.map((column) => `t.${column} = n.k_${column}`).join(' AND ')}
      AND ${secret.map((column) => `t.${column} = n.was_${column}`).join(' AND ')} RETURNING 1`;
  return inTries(database, async (tx) => {
    const written = await rows(tx, statement, [
      keys.newestDataKey,
      ...columns.map((column) => again.map((one) => one.row[column])),
      ...secret.flatMap((_, n) => [
        again.map(({ ciphertexts }) => ciphertexts?.[n]),
        again.map(({ renewed }) => renewed[n]),
      ]),
    ]);
    return written.length;
  });
}

/** Rows under a key that is not the newest of its ring. */
interface Left {
  key: string;
  rows: number;
}

/** Counts what a table still holds under older keys of DATA_KEY, by key. */
export async function sealedLeft(database: Database, keys: Keys, table: SealedTable): Promise<Left[]> {
  return rows(
    database,
    `SELECT ${table.keyId} AS key, count(*)::int AS rows FROM ${table.name} WHERE ${table.keyId} <> $1 GROUP BY 1 ORDER BY 1`,
    [keys.newestDataKey],
  );
}

/** Counts what a column still holds under older keys of HASH_KEY, by key. */
export async function hashedLeft(database: Database, keys: Keys, column: HashedColumn): Promise<Left[]> {
  return rows(
    database,
    `SELECT hash_key(${column.column}) AS key, count(*)::int AS rows FROM ${column.table}
     WHERE hash_key(${column.column}) <> $1 AND (${column.where ?? 'true'}) GROUP BY 1 ORDER BY 1`,
    [keys.newestHashKey],
  );
}
