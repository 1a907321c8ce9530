import { Problem, row, type Tx } from '#platform';
import type { BroadcastState } from './broadcast.states.js';
import type { StoredBroadcast } from './store.js';

/** The open correction of a broadcast: the last of them, where that was corrected in its turn. */
interface OpenCorrection {
  id: string;
  state: BroadcastState;
  organisation: string;
}

/**
 * Holds a broadcast until the transaction ends, against a second correction. Two of one original would both go out, in any
 * order, and each to people who keep the other's text.
 * @param besides the correction that is about to be taken up again
 * @throws Problem conflict, with the correction that there is, unless it was rejected, withdrawn or cancelled
 */
export async function mustBeOnlyCorrection(
  tx: Tx,
  originalId: string,
  besides: string | null = null,
): Promise<void> {
  await tx.query('SELECT FROM broadcasts WHERE id = $1 FOR NO KEY UPDATE', [originalId]);
  const correction = await row<OpenCorrection>(tx, LAST_OPEN, [originalId, besides]);
  if (!correction) return;
  const { id, state, organisation } = correction;
  const approved = state !== 'draft' && state !== 'in_review';
  throw new Problem(
    'conflict',
    approved
      ? `It was corrected already by broadcast ${id} of ${organisation}: correct that one.`
      : `Broadcast ${id} of ${organisation} is a correction of it that nobody has decided on: finish that one, or have it withdrawn.`,
    [],
    { correction },
  );
}

/** The same for a correction that was rejected or withdrawn, before it is edited or submitted again. */
export async function mustStayOnlyCorrection(
  tx: Tx,
  { id, state, originalId }: Pick<StoredBroadcast, 'id' | 'state' | 'originalId'>,
): Promise<void> {
  if (originalId !== null && (state === 'rejected' || state === 'withdrawn'))
    await mustBeOnlyCorrection(tx, originalId, id);
}

const OPEN = `NOT IN ('rejected', 'withdrawn', 'cancelled')`;

const LAST_OPEN = `
WITH RECURSIVE corrections AS (
  SELECT id, state, organisation_id FROM broadcasts
  WHERE original_id = $1 AND id IS DISTINCT FROM $2::bigint AND state ${OPEN}
  UNION ALL
  SELECT b.id, b.state, b.organisation_id FROM corrections c JOIN broadcasts b ON b.original_id = c.id AND b.state ${OPEN}
)
SELECT c.id, c.state, o.name AS organisation FROM corrections c JOIN organisations o ON o.id = c.organisation_id
ORDER BY c.id DESC LIMIT 1`;
