import type { Estimate } from '#contract/api/plan';
import { row, type Tx } from '#platform/database';
import type { SignedIn } from '#staff/roles';
import { UNDONE } from '../store.js';

/** When a person looked at a submission, and how many people it would have reached then; null: not counted. */
export interface Look {
  no: number;
  at: Date;
  own: boolean;
  people: Estimate | null;
}

/** Whether a reviewer has opened this submission. */
export async function hasLooked(tx: Tx, broadcastId: string, no: number, personId: string): Promise<boolean> {
  const found = await row(
    tx,
    'SELECT no FROM review_looks WHERE broadcast_id = $1 AND no = $2 AND person_id = $3',
    [broadcastId, no, personId],
  );
  return found !== undefined;
}

/** Records that a reviewer opened a submission. Keeps the first time. */
export async function noteLook(
  tx: Tx,
  { personId }: Pick<SignedIn, 'personId'>,
  broadcastId: string,
  no: number,
  people: Estimate | null,
): Promise<void> {
  await tx.query(
    `INSERT INTO review_looks (broadcast_id, no, person_id, people) VALUES ($1, $2, $3, $4)
     ON CONFLICT (broadcast_id, no, person_id) DO NOTHING`,
    [broadcastId, no, personId, JSON.stringify(people)],
  );
}

/**
 * The submission that a person sees the changes since: the newest one before this that they opened in a review or
 * decided on; otherwise the newest that any reviewer decided on without an undo. Undefined: this is the first.
 */
export function lastLook(
  tx: Tx,
  { personId }: Pick<SignedIn, 'personId'>,
  broadcastId: string,
  before: number,
): Promise<Look | undefined> {
  return row<Look>(
    tx,
    `SELECT s.no, coalesce(l.seen_at, s.decided_at) AS at, coalesce(l.person_id, s.decided_by) = $3 AS own,
       coalesce(nullif(l.people, 'null'), nullif(d.people, 'null')) AS people
     FROM submissions s
       LEFT JOIN review_looks l ON l.broadcast_id = s.broadcast_id AND l.no = s.no AND l.person_id = $3
       LEFT JOIN review_looks d ON d.broadcast_id = s.broadcast_id AND d.no = s.no AND d.person_id = s.decided_by
     WHERE s.broadcast_id = $1 AND s.no < $2 AND (l.person_id IS NOT NULL OR s.decision IN ('approved', 'rejected') AND NOT ${UNDONE})
     ORDER BY coalesce(l.person_id, s.decided_by) = $3 DESC, s.no DESC LIMIT 1`,
    [broadcastId, before, personId],
  );
}
