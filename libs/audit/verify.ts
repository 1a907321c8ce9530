import { type Database, row, rows, type Tx } from '#platform/database';
import { flawOf, GENESIS, type StoredLink, type SealedEntry } from './chain.rules.js';
import { ENTRY_COLUMNS } from './sealer.js';
import type { TrailVerdict as Verdict } from '#contract/api/audit';

export type { TrailVerdict as Verdict } from '#contract/api/audit';

/** Links read at once, which bounds the memory of a check. */
const PAGE = 2000;
/** Maximum age of an entry without a seal, in s: the sealer runs each second. */
const SEALED_WITHIN_S = 60;

/**
 * Recomputes the chain from its first link, in constant memory, as of one instant.
 * @param heldRoot a root that somebody kept elsewhere (hexadecimal): shows whether this is still the chain it came
 *   from, which one rewritten as a whole is not
 */
export function verify(database: Database, heldRoot?: string): Promise<Verdict> {
  return database.transaction('REPEATABLE READ', async (tx) => {
    const walked = await walk(tx, heldRoot);
    if (walked.broken !== null) return walked;
    return { ...walked, broken: (await cutOff(tx, walked.sealed)) ?? (await unsealed(tx)) };
  });
}

async function walk(tx: Tx, heldRoot: string | undefined): Promise<Verdict> {
  let head = { position: '0', hash: GENESIS };
  let held = false;
  for (;;) {
    const page = await links(tx, head.position);
    for (const link of page) {
      const wrong = flawOf(link, head);
      if (wrong !== null) {
        const broken = `entry ${link.entryId} (position ${link.position}) ${wrong}`;
        return { sealed: head.position, root: head.hash, broken, held };
      }
      head = link;
      held ||= link.hash === heldRoot;
    }
    if (page.length < PAGE) return { sealed: head.position, root: head.hash, broken: null, held };
  }
}

async function links(tx: Tx, after: string): Promise<StoredLink[]> {
  const found = await rows<Omit<StoredLink, 'entry'> & Omit<SealedEntry, 'id'> & { id: string | null }>(
    tx,
    `SELECT s.position, s.entry_id AS "entryId", encode(s.digest, 'hex') AS digest, encode(s.previous, 'hex') AS previous,
       encode(s.hash, 'hex') AS hash, encode(r.hash, 'hex') AS root, ${ENTRY_COLUMNS}
     FROM audit_seals s LEFT JOIN audit_entries e ON e.id = s.entry_id LEFT JOIN audit_roots r ON r.position = s.position
     WHERE s.position > $1 ORDER BY s.position LIMIT ${PAGE}`,
    [after],
  );
  return found.map(({ id, at, actorId, act, subject, detail, ...seal }) => ({
    ...seal,
    entry: id === null ? null : { id, at, actorId, act, subject, detail },
  }));
}

/** Reports a daily root beyond the chain's end: the chain was longer once. */
async function cutOff(tx: Tx, end: string): Promise<string | null> {
  const root = await row<{ day: string; position: string }>(
    tx,
    `SELECT day::text, position FROM audit_roots WHERE position > $1 ORDER BY position LIMIT 1`,
    [end],
  );
  return root
    ? `the chain ends at position ${end}, but the root of ${root.day} was at ${root.position}`
    : null;
}

async function unsealed(tx: Tx): Promise<string | null> {
  const found = await row<{ id: string | null; count: number }>(
    tx,
    `SELECT min(e.id)::text AS id, count(*)::int AS count FROM audit_entries e
     WHERE e.at < siar_now() - make_interval(secs => ${SEALED_WITHIN_S})
       AND NOT EXISTS (SELECT FROM audit_seals s WHERE s.entry_id = e.id)`,
  );
  if (!found || found.id === null) return null;
  const more = found.count > 1 ? `, and ${found.count - 1} more` : '';
  return `entry ${found.id}${more}: older than ${SEALED_WITHIN_S} s and not sealed`;
}
