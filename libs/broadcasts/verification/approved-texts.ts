import { rows, type Tx } from '#platform/database';
import { CORRECTED, STANDS } from '../corrections/lineage.js';
import type { FrozenDocument } from '../document/freeze.js';
import { UNDONE } from '../store.js';
import { sketchOf } from './shingles.rules.js';

/**
 * The maximum number of broadcasts examined that share one shingle, the newest first: all broadcasts contain the
 * standing words.
 */
const MOST_ALIKE = 200;
/** The maximum number of broadcasts that a pasted text is compared with. */
const MOST_FOUND = 4;
/** The number of likeliest broadcasts of which those are compared: a reminder may be sent every week. */
const MOST_LIKELY = 32;

/** SQL condition: the text of broadcast `b` does not hold any more, or is in doubt. */
const FALLEN = `(b.doubted_at IS NOT NULL OR NOT ${STANDS('b')} OR ${CORRECTED('b.id')})`;

/** Indexes the texts of a broadcast, so that a pasted text can be traced to it from its approval on. */
export async function indexTexts(tx: Tx, broadcastId: string, document: FrozenDocument): Promise<void> {
  await tx.query(
    `INSERT INTO approved_shingles (hash, broadcast_id) SELECT hash, $1 FROM unnest($2::int[]) AS new (hash)
     ON CONFLICT DO NOTHING`,
    [broadcastId, sketchOf(document)],
  );
}

/**
 * Removes the texts from the index: the approval was undone before anything of it began, and there is no other
 * approval.
 */
export async function forgetTexts(tx: Tx, broadcastId: string, submissionNo: number): Promise<void> {
  await tx.query(
    `DELETE FROM approved_shingles WHERE broadcast_id = $1
       AND NOT EXISTS (SELECT FROM submissions s WHERE s.broadcast_id = $1 AND s.no <> $2 AND s.decision = 'approved' AND NOT ${UNDONE})`,
    [broadcastId, submissionNo],
  );
}

/**
 * Finds the approved broadcasts whose texts share most with a pasted text, the likeliest first; of equal ones
 * first those whose text no longer holds, so that none of them is missed behind later copies. The query contains
 * hashes of runs of words; the text itself stays in memory.
 * @param asked the pasted text's shingles
 * @returns their public codes
 */
export async function findAlike(tx: Tx, asked: readonly number[]): Promise<string[]> {
  const found = await rows<{ publicCode: string }>(
    tx,
    `SELECT b.public_code AS "publicCode" FROM (
       SELECT one.broadcast_id AS id, count(*) AS shared FROM unnest($1::int[]) AS asked (hash)
       CROSS JOIN LATERAL (
         SELECT s.broadcast_id FROM approved_shingles s WHERE s.hash = asked.hash ORDER BY s.broadcast_id DESC LIMIT ${MOST_ALIKE}
       ) AS one
       GROUP BY one.broadcast_id ORDER BY shared DESC, one.broadcast_id DESC LIMIT ${MOST_LIKELY}
     ) AS alike JOIN broadcasts b ON b.id = alike.id ORDER BY alike.shared DESC, ${FALLEN} DESC, b.id DESC LIMIT ${MOST_FOUND}`,
    [asked],
  );
  return found.map(({ publicCode }) => publicCode);
}
