import { newCode } from '#platform/crypto';
import { row, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { move } from '#platform/states';
import type { SignedIn } from '#staff/roles';
import { decide, note } from '../acts.js';
import { recordingsIn } from '../content/alternatives.rules.js';
import { type Assessor, type Prepared, refuse } from '../drafts/assess.js';
import { APPROVED, BROADCASTS } from '#contract';
import type { Draft } from '../drafts/draft.js';
import { unapprovable } from './standing.js';
import { isUnsubmittable } from './unapprovable.rules.js';
import { noteUses } from '../recordings/recordings.js';
import { find, type StoredBroadcast } from '../store.js';
import { enterReview } from '../drafts/submitting.js';
import type { RemainderView } from '#contract/api/broadcasts';

export type { RemainderView } from '#contract/api/broadcasts';

// The remainder of a correction takes its text to people the original did not reach: an urgent broadcast with a digest
// and an approval of its own, created and submitted in the same step as the correction.

/**
 * Creates or updates the remainder of a correction, and puts it under review together with the correction.
 * @param prepared the correction's draft, looked up
 * @throws Problem invalid with all faults that prevent submitting; conflict when it was decided on already
 */
export async function submitRemainder(
  tx: Tx,
  person: SignedIn,
  correction: StoredBroadcast,
  prepared: Prepared,
  assessor: Assessor,
  at: { now: Date; confirmed: boolean },
): Promise<void> {
  const draft = await draftFor(tx, correction.id, prepared.draft);
  const made = await remainderOf(tx, correction.id);
  const remainder = await find(tx, made?.id ?? (await make(tx, person, correction, draft)), true);
  if (APPROVED.includes(remainder.state)) {
    throw new Problem('remainder-approved', {}, [], { remainderId: remainder.id, state: remainder.state });
  }
  const editors = [...new Set([...remainder.editors, ...correction.editors, person.personId])];
  await tx.query(
    `UPDATE broadcasts SET draft = $2, title = $3, election_id = $4, editors = $5, version = version + 1, updated_at = siar_now() WHERE id = $1`,
    [remainder.id, draft, draft.title, draft.electionId ?? null, editors],
  );
  refuse('unsubmitted', await noteUses(tx, remainder.id, 0, recordingsIn(draft)));
  await enterReview(tx, person, { ...remainder, draft }, { ...prepared, draft }, assessor, at);
}

/** Takes the remainder of a correction out of review, if there is one, together with the correction. */
export async function dropRemainder(
  tx: Tx,
  person: SignedIn,
  correctionId: string,
  decision: 'withdrawn' | 'rejected',
  reason: string | null,
): Promise<void> {
  const made = await remainderOf(tx, correctionId);
  if (made === null) return;
  const { id } = made;
  const remainder = await find(tx, id, true);
  if (remainder.state !== 'in_review') return;
  const decided = await decide(tx, remainder, person, decision, reason);
  await move(tx, BROADCASTS, decision, { set: 'updated_at = siar_now()', where: 'b.id = $1' }, [id]);
  const act = decision === 'rejected' ? 'broadcast.reject' : 'broadcast.withdraw';
  await note(tx, person, act, id, { ...decided, reason, with: correctionId });
}

/**
 * Locks the correction of a remainder until the transaction ends, before the remainder itself is locked: a correction
 * of the correction locks both in that order.
 */
export async function holdCorrectionOf(tx: Tx, remainderId: string): Promise<void> {
  await tx.query(
    `SELECT FROM broadcasts r JOIN broadcasts c ON c.id = r.remainder_of_id WHERE r.id = $1 FOR SHARE OF c`,
    [remainderId],
  );
}

/** @throws Problem conflict for a remainder when its correction does not hold: not yet, not any more, or in doubt */
export async function mustBeApprovable(tx: Tx, id: string): Promise<void> {
  const why = await unapprovable(tx, id);
  if (why !== null) throw new Problem(why);
}

/** @throws Problem conflict for a remainder that is not submitted by itself */
export async function mustBeSubmittable(tx: Tx, id: string): Promise<void> {
  const why = await unapprovable(tx, id);
  if (why !== null && isUnsubmittable(why)) throw new Problem(why);
}

/** The remainder of a correction, if there is one. */
export async function remainderOf(tx: Tx, correctionId: string): Promise<RemainderView | null> {
  const sql =
    'SELECT id, state, doubted_at IS NOT NULL AS doubted FROM broadcasts WHERE remainder_of_id = $1';
  return (await row<RemainderView>(tx, sql, [correctionId])) ?? null;
}

/** The correction's texts and hours, for the original's audience, with the original's reach. */
async function draftFor(tx: Tx, correctionId: string, corrected: Draft): Promise<Draft> {
  const { correction: _, ...texts } = corrected;
  return { ...texts, kind: 'urgent', reach: await reachOfOriginal(tx, correctionId) };
}

/** The reach of the first broadcast in a chain of corrections. */
export async function reachOfOriginal(tx: Tx, correctionId: string): Promise<Draft['reach']> {
  const first = await row<{ reach: Draft['reach'] }>(
    tx,
    `WITH RECURSIVE chain AS (
       SELECT id, original_id, draft FROM broadcasts WHERE id = $1
       UNION ALL
       SELECT b.id, b.original_id, b.draft FROM broadcasts b JOIN chain c ON b.id = c.original_id
     ) SELECT draft->>'reach' AS reach FROM chain WHERE original_id IS NULL`,
    [correctionId],
  );
  if (!first) throw new Error(`The chain of correction ${correctionId} has no beginning`);
  return first.reach;
}

async function make(tx: Tx, person: SignedIn, correction: StoredBroadcast, draft: Draft): Promise<string> {
  const made = await row<{ id: string }>(
    tx,
    `INSERT INTO broadcasts (kind, title, draft, organisation_id, author_id, editors, remainder_of_id, public_code)
     VALUES ('urgent', $1, $2, $3, $4, $5, $6, $7) RETURNING id`,
    [
      draft.title,
      draft,
      correction.organisation.id,
      correction.author.id,
      correction.editors,
      correction.id,
      newCode(),
    ],
  );
  if (!made) throw new Error('The remainder was not made');
  await note(tx, person, 'broadcast.remainder', made.id, { of: correction.id });
  return made.id;
}
