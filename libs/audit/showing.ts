import { row, rows, type Tx } from '#platform/database';
import { GENESIS, type Seal, type SealedEntry } from './chain.rules.js';
import { ENTRY_COLUMNS } from './sealer.js';
import type { ChainState } from '#contract/api/audit';

export type { ChainState } from '#contract/api/audit';

/** Rows read at once. */
const PAGE = 2000;

/** The seal of alias `s`. */
export const SEAL_COLUMNS = `s.position, encode(s.digest, 'hex') AS digest, encode(s.previous, 'hex') AS previous, encode(s.hash, 'hex') AS hash`;

/** A point of the chain. Its hash proves all links before it. */
interface Root {
  /** `YYYY-MM-DD`, UTC. */
  day: string;
  position: string;
  hash: string;
}

/** An entry with its seal: null while it has none yet. */
interface ShownEntry {
  entry: SealedEntry;
  seal: Seal | null;
}

/** Returns how far the trail is sealed, and its last daily root. */
export async function chainState(tx: Tx): Promise<ChainState> {
  const last = await row<{ sealed: string; hash: string; sealedAt: Date }>(
    tx,
    `SELECT position AS sealed, encode(hash, 'hex') AS hash, sealed_at AS "sealedAt"
     FROM audit_seals ORDER BY position DESC LIMIT 1`,
  );
  const waiting = await row<{ count: number }>(tx, 'SELECT count(*)::int AS count FROM audit_waiting');
  const [lastRoot] = await roots(tx, 'ORDER BY position DESC LIMIT 1', []);
  return {
    ...(last ?? { sealed: '0', hash: GENESIS, sealedAt: null }),
    waiting: waiting?.count ?? 0,
    lastRoot: lastRoot ?? null,
  };
}

/** Yields all entries on one subject, such as `broadcast:123`, the oldest first, in constant memory. */
export async function* shownEntries(tx: Tx, subject: string): AsyncGenerator<ShownEntry> {
  for (let after = '0'; ;) {
    const page = await rows<SealedEntry & { [Part in keyof Seal]: string | null }>(
      tx,
      `SELECT ${ENTRY_COLUMNS}, ${SEAL_COLUMNS} FROM audit_entries e LEFT JOIN audit_seals s ON s.entry_id = e.id
       WHERE e.subject = $1 AND e.id > $2 ORDER BY e.id LIMIT ${PAGE}`,
      [subject, after],
    );
    for (const { position, digest, previous, hash, ...entry } of page) {
      const sealed = position !== null && digest !== null && previous !== null && hash !== null;
      yield { entry, seal: sealed ? { position, digest, previous, hash } : null };
    }
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.id;
  }
}

/** Yields the links between two positions, both included, in constant memory, without the content of their entries. */
export async function* shownLinks(tx: Tx, from: string, to: string): AsyncGenerator<Seal> {
  for (let next = from; ;) {
    const page = await rows<Seal>(
      tx,
      `SELECT ${SEAL_COLUMNS} FROM audit_seals s WHERE s.position BETWEEN $1 AND $2 ORDER BY s.position LIMIT ${PAGE}`,
      [next, to],
    );
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    next = String(BigInt(last.position) + 1n);
  }
}

/** Returns the first daily root at a position or after it: it proves the entry sealed there. */
export async function rootOver(tx: Tx, position: string): Promise<Root | null> {
  const [root] = await roots(tx, 'WHERE position >= $1 ORDER BY position LIMIT 1', [position]);
  return root ?? null;
}

const roots = (tx: Tx, which: string, parameters: unknown[]): Promise<Root[]> =>
  rows<Root>(
    tx,
    `SELECT day::text, position, encode(hash, 'hex') AS hash FROM audit_roots ${which}`,
    parameters,
  );
