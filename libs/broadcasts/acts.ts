import { record } from '#audit';
import { type Logger, Problem, type Tx } from '#platform';
import type { SignedIn } from '#staff';
import type { LateChoice } from '#waves';
import { settleReview } from './alert-book.js';
import { mayCompose } from './approval.rules.js';
import type { Identity } from './assess.js';
import { type BroadcastAct, may } from './broadcast.states.js';
import type { Mark } from './marks.js';
import { settleSubmitted } from './news/tell.js';
import type { Passage } from './passages.rules.js';
import { reachOf, type StoredBroadcast, type StoredSubmission } from './store.js';

/** What of a broadcast goes into its document. */
export const identityOf = ({ id, originalId, remainderOfId, organisation }: StoredBroadcast): Identity => ({
  broadcastId: id,
  originalId,
  remainderOfId,
  organisation,
});

/** Writes an act on a broadcast into the trail. */
export const note = (
  tx: Tx,
  person: SignedIn,
  act: string,
  id: string,
  detail: Record<string, unknown>,
): Promise<void> => record(tx, { actorId: person.personId, act, subject: `broadcast:${id}`, detail });

/** @throws Problem conflict when the state does not allow the act */
export function mustBeOpen({ state, submission }: StoredBroadcast, act: BroadcastAct): void {
  if (may(state, act)) return;
  throw state === 'approved' && submission?.decidedBy
    ? new Problem('approved-by', { act, by: submission.decidedBy.name }, [], { state })
    : new Problem('wrong-state', { act, state }, [], { state });
}

/** @throws Problem conflict, with the version there is now, when another was seen */
export function mustBeVersion({ version }: StoredBroadcast, seen: number): void {
  if (version === seen) return;
  throw new Problem('other-version', { seen, version }, [], { version });
}

/** @throws Problem forbidden for all but authors of the organisation whose broadcast it is */
export function mustCompose(person: SignedIn, { organisation }: Pick<StoredBroadcast, 'organisation'>): void {
  if (mayCompose(person, { organisationId: organisation.id })) return;
  throw new Problem('not-your-office', { office: organisation.name });
}

/**
 * What was withdrawn may be taken up again only if no copy of it was written down: the account of those stands, and
 * nobody who is in it would get another.
 * @throws Problem conflict
 */
export async function mustBeUnsent(tx: Tx, { id, state }: StoredBroadcast): Promise<void> {
  if (state !== 'withdrawn') return;
  const { written, handedOver } = await reachOf(tx, id);
  if (handedOver) {
    throw new Problem('went-out');
  }
  if (written > 0) {
    throw new Problem('copies-written', { copies: written });
  }
}

/**
 * Decides on the submission that is under review, which also answers its alert and ends its hold.
 * @param more.late what becomes of the waves whose hour had passed
 * @param more.passages where in the texts the reasons of a rejection belong
 * @param more.acknowledged the marks that an approval lets stand
 * @returns its number and digest, for the trail
 */
export async function decide(
  tx: Tx,
  { id, submission }: StoredBroadcast,
  person: SignedIn,
  decision: NonNullable<StoredSubmission['decision']>,
  reason: string | null = null,
  {
    late = null,
    passages = [],
    acknowledged = [],
  }: { late?: LateChoice | null; passages?: readonly Passage[]; acknowledged?: readonly Mark[] } = {},
): Promise<{ no: number; digest: string }> {
  if (!submission) throw new Error('What is under review has a submission');
  await tx.query(
    `UPDATE submissions SET decision = $3, decided_by = $4, decided_at = siar_now(), reason = $5, late = $6, passages = $7, acknowledged = $8
     WHERE broadcast_id = $1 AND no = $2 AND decision IS NULL`,
    [
      id,
      submission.no,
      decision,
      person.personId,
      reason,
      late,
      JSON.stringify(passages),
      JSON.stringify(acknowledged),
    ],
  );
  await tx.query('DELETE FROM review_holds WHERE broadcast_id = $1', [id]);
  await settleReview(tx, id, submission.no, decision, person.personId);
  await settleSubmitted(tx, id, submission.no);
  return { no: submission.no, digest: submission.digest };
}

/** Lets work that a tick does anyway be done sooner, without making anybody wait for it. */
export type Hurry = (work: Promise<unknown>) => void;

/** Hurries; what goes wrong is logged, and left to the tick. */
export const hurrying =
  (logger: Logger): Hurry =>
  (work) => {
    work.catch((error: unknown) => logger.warn({ err: error }, 'could not be hurried; the tick will do it'));
  };
