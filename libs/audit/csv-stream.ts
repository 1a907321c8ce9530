import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { rows, type Tx } from '#platform/database';
import type { Seal, SealedEntry } from './chain.rules.js';
import { conditionsOf, type Search } from './reading.js';
import { ENTRY_COLUMNS } from './sealer.js';
import { SEAL_COLUMNS } from './showing.js';

/** The entry as it is sealed, its actor's name and office, and its seal: enough to recompute digest and link. */
const COLUMNS = [
  'id',
  'at',
  'actorId',
  'actor',
  'organisation',
  'act',
  'subject',
  'detail',
  'position',
  'digest',
  'previous',
  'hash',
] as const satisfies (keyof Exported)[];
/** Rows read at once. */
const PAGE = 1000;

type Exported = SealedEntry & { actor: string | null; organisation: string | null } & {
  [Part in keyof Seal]: string | null;
};

/** Further columns, in the words of a reader. */
interface Reader {
  columns: { key: string; header: string }[];
  wordsOf: (entry: Exported) => Record<string, string>;
}

/**
 * Writes the entries of a search as CSV, the newest first, in constant memory. An entry without a seal has none of its
 * columns.
 * @param reader columns in a reader's words, before the codes, whose names stay the same
 * @param begin is called before the first byte, after the first page has been read
 */
export async function exportEntries(
  tx: Tx,
  search: Omit<Search, 'before' | 'limit'>,
  into: NodeJS.WritableStream,
  reader: Reader,
  begin: () => void,
): Promise<void> {
  const first = await page(tx, search, null);
  begin();
  const table = stringify({
    header: true,
    columns: [...reader.columns, ...COLUMNS.map((key) => ({ key, header: key }))],
    cast: { object: (value) => JSON.stringify(value) },
    escape_formulas: true,
  });
  const rowsOf = async function* (): AsyncGenerator<Exported & Record<string, unknown>> {
    for await (const entry of all(tx, search, first)) yield { ...entry, ...reader.wordsOf(entry) };
  };
  await pipeline(rowsOf(), table, into);
}

async function* all(
  tx: Tx,
  search: Omit<Search, 'before' | 'limit'>,
  first: Exported[],
): AsyncGenerator<Exported> {
  for (let found = first; ;) {
    yield* found;
    const last = found.at(-1);
    if (!last || found.length < PAGE) return;
    found = await page(tx, search, last.id);
  }
}

function page(tx: Tx, search: Omit<Search, 'before' | 'limit'>, before: string | null): Promise<Exported[]> {
  const { where, parameters } = conditionsOf({ ...search, before: before ?? undefined });
  return rows<Exported>(
    tx,
    `SELECT ${ENTRY_COLUMNS}, p.name AS actor, o.name AS organisation, ${SEAL_COLUMNS}
     FROM audit_entries e LEFT JOIN people p ON p.id = e.actor_id LEFT JOIN organisations o ON o.id = p.organisation_id
       LEFT JOIN audit_seals s ON s.entry_id = e.id
     WHERE ${where} ORDER BY e.id DESC LIMIT ${PAGE}`,
    parameters,
  );
}
