import { row, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import type { BroadcastState } from '#contract';
import { HANDED_OVER } from './lineage.js';
import type { StoredBroadcast } from '../store.js';

/** The newest correction of a family with a text that went out or may still go out. */
interface StandingCorrection {
  id: string;
  state: BroadcastState;
  organisation: string;
}

/**
 * Refuses another correction of a broadcast while its family has one that went out or may go out: both would go out, in
 * any order, each to people who keep the other's text. The standing correction has to be corrected instead, so that
 * each correction reaches everybody the earlier ones reached. Locks the family until the transaction ends.
 * @throws Problem conflict, with the newest correction that stands, unless it is the one to be corrected, or corrected
 *   by it
 */
export async function mustBeOnlyCorrection(tx: Tx, originalId: string): Promise<void> {
  // Locks one row for the whole family: corrections of different members are all corrections of the first original.
  await tx.query(`SELECT FROM broadcasts WHERE id = (${ROOT}) FOR NO KEY UPDATE`, [originalId]);
  const correction = await newestStanding(tx, originalId);
  if (!correction) return;
  const { id, state, organisation } = correction;
  const undecided = state === 'draft' || state === 'in_review';
  throw new Problem(
    undecided ? 'correction-undecided' : 'corrected-already',
    { id, office: organisation },
    [],
    { correction },
  );
}

/**
 * The newest correction in a broadcast's family that went out or may still go out, including drafts. The caller has
 * locked the family.
 */
export const newestStanding = (tx: Tx, id: string): Promise<StandingCorrection | undefined> =>
  row<StandingCorrection>(tx, NEWEST_STANDING, [id]);

/** The same for a correction that was rejected or withdrawn, before it is edited or submitted again. */
export async function mustStayOnlyCorrection(
  tx: Tx,
  { state, originalId }: Pick<StoredBroadcast, 'state' | 'originalId'>,
): Promise<void> {
  if (originalId !== null && (state === 'rejected' || state === 'withdrawn'))
    await mustBeOnlyCorrection(tx, originalId);
}

/**
 * @param code what is refused: a correction of that one reaches the recipients of both, and both have one text
 * @throws Problem conflict for a remainder, with the correction that it belongs to
 */
export async function mustBeNoRemainder(
  tx: Tx,
  { remainderOfId }: Pick<StoredBroadcast, 'remainderOfId'>,
  code: 'correct-that-one' | 'edit-that-one',
): Promise<void> {
  if (remainderOfId === null) return;
  const correction = await row<StandingCorrection>(tx, `${CORRECTION} WHERE c.id = $1`, [remainderOfId]);
  throw new Problem(code, { id: remainderOfId }, [], { correction });
}

const CORRECTION = `
SELECT c.id, c.state, o.name AS organisation FROM broadcasts c JOIN organisations o ON o.id = c.organisation_id`;

/** $1 and everything that it corrects, up to the first original. */
const LINE = `line AS (
  SELECT id, original_id FROM broadcasts WHERE id = $1
  UNION ALL
  SELECT b.id, b.original_id FROM line l JOIN broadcasts b ON b.id = l.original_id
)`;
const ROOT = `WITH RECURSIVE ${LINE} SELECT id FROM line WHERE original_id IS NULL`;

// Follows all corrections first and checks afterwards which stand: a withdrawn correction may have a correction that
// stands. A correction includes its remainder, which goes out separately once it is approved.
const NEWEST_STANDING = `
WITH RECURSIVE ${LINE}, family AS (
  SELECT id FROM line WHERE original_id IS NULL
  UNION ALL
  SELECT b.id FROM family f JOIN broadcasts b ON b.original_id = f.id
)
${CORRECTION} JOIN family f ON f.id = c.id
WHERE c.id NOT IN (SELECT id FROM line) AND (c.state NOT IN ('rejected', 'withdrawn', 'cancelled') OR ${HANDED_OVER('c.id')}
  OR EXISTS (SELECT FROM broadcasts r WHERE r.remainder_of_id = c.id
    AND (r.state NOT IN ('draft', 'in_review', 'rejected', 'withdrawn', 'cancelled') OR ${HANDED_OVER('r.id')})))
ORDER BY c.id DESC LIMIT 1`;
