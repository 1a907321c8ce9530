import { row, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import type { SignedIn } from '#staff/roles';
import { note } from '../acts.js';
import { type Hold, holdOn } from '../store.js';

/** Seconds after which a hold ends that is not renewed: a closed lid must not keep colleagues waiting. */
const HOLD_SECONDS = 120;

/** The current hold on a broadcast's review; null: none. */
export async function heldBy(tx: Tx, broadcastId: string): Promise<Hold | null> {
  return (
    (await row<{ hold: Hold | null }>(tx, `SELECT ${holdOn('$1')} AS hold`, [broadcastId]))?.hold ?? null
  );
}

/**
 * Takes the hold on a review, or renews it. Takes over another person's hold only on request; the audit trail then
 * names that person. The caller has locked the broadcast's row.
 * @throws Problem conflict, with the `hold`, when another person has it
 */
export async function takeHold(
  tx: Tx,
  person: SignedIn,
  broadcastId: string,
  takeOver: boolean,
): Promise<Hold> {
  const held = await heldBy(tx, broadcastId);
  const mine = held?.by.id === person.personId;
  if (held && !mine && !takeOver) throw taken(held);
  await tx.query(
    `INSERT INTO review_holds (broadcast_id, person_id, leased_until) VALUES ($1, $2, siar_now() + make_interval(secs => $3))
     ON CONFLICT (broadcast_id) DO UPDATE SET leased_until = excluded.leased_until, person_id = excluded.person_id,
       held_since = CASE WHEN $4 THEN review_holds.held_since ELSE siar_now() END`,
    [broadcastId, person.personId, HOLD_SECONDS, mine],
  );
  if (!mine) {
    const act = held ? 'review.take-over' : 'review.hold';
    await note(tx, person, act, broadcastId, held ? { from: held.by.id } : {});
  }
  const now = await heldBy(tx, broadcastId);
  if (!now) throw new Error('The hold was not taken');
  return now;
}

/** Releases one's own hold. Does nothing without one. */
export async function letGo(tx: Tx, person: SignedIn, broadcastId: string): Promise<void> {
  const gone = await row(
    tx,
    'DELETE FROM review_holds WHERE broadcast_id = $1 AND person_id = $2 RETURNING broadcast_id',
    [broadcastId, person.personId],
  );
  if (gone) await note(tx, person, 'review.let-go', broadcastId, {});
}

/**
 * Requires the hold for a decision. Takes it when nobody has it: a client that decides with one request need not send
 * two. The caller has locked the broadcast's row.
 * @throws Problem conflict, with the `hold`, when another person has it
 */
export async function mustHold(tx: Tx, person: SignedIn, broadcastId: string): Promise<void> {
  const held = await heldBy(tx, broadcastId);
  if (held && held.by.id !== person.personId) throw taken(held);
}

const taken = (hold: Hold): Problem => new Problem('held-by', { by: hold.by.name }, [], { hold });
