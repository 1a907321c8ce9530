import { Problem, row, type Tx } from '#platform';
import type { SignedIn } from '#staff';
import { note } from './acts.js';
import { type Hold, holdOn } from './store.js';

/** How long a hold lasts that nobody renews, in seconds: a closed lid must not keep colleagues waiting. */
const HOLD_SECONDS = 120;

/** Who holds a broadcast's review now; null: nobody. */
export async function heldBy(tx: Tx, broadcastId: string): Promise<Hold | null> {
  return (
    (await row<{ hold: Hold | null }>(tx, `SELECT ${holdOn('$1')} AS hold`, [broadcastId]))?.hold ?? null
  );
}

/**
 * Takes the review in hand, or renews it. Somebody else's hold is taken over only when that is asked for, and the trail
 * says from whom. The caller holds the broadcast's row.
 * @throws Problem conflict, with the `hold`, when another has it
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

/** Lets go of one's own hold; nothing where one has none. */
export async function letGo(tx: Tx, person: SignedIn, broadcastId: string): Promise<void> {
  const gone = await row(
    tx,
    'DELETE FROM review_holds WHERE broadcast_id = $1 AND person_id = $2 RETURNING broadcast_id',
    [broadcastId, person.personId],
  );
  if (gone) await note(tx, person, 'review.let-go', broadcastId, {});
}

/**
 * A decision needs the hold. Where nobody has it, deciding is taking it: a program that decides in one call need not ask
 * twice. The caller holds the broadcast's row.
 * @throws Problem conflict, with the `hold`, when another has it
 */
export async function mustHold(tx: Tx, person: SignedIn, broadcastId: string): Promise<void> {
  const held = await heldBy(tx, broadcastId);
  if (held && held.by.id !== person.personId) throw taken(held);
}

const taken = (hold: Hold): Problem => new Problem('held-by', { by: hold.by.name }, [], { hold });
