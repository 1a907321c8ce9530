import { record } from '#audit';
import type { Tx } from '#platform/database';
import { Problem } from '#platform/http';
import type { Logger } from '#platform/logging';
import type { SignedIn } from '#staff/roles';
import type { LateChoice } from '#planning';
import { settleReview } from './alerts/alert-repository.js';
import { mayCompose } from './who-may.rules.js';
import type { Identity } from './drafts/assess.js';
import { type BroadcastAct, may } from '#contract';
import type { Mark } from './checks/marks.js';
import { settleSubmitted } from './news/write-news.js';
import type { Passage } from './review/passages.rules.js';
import { reachOf, type StoredBroadcast, type StoredSubmission } from './store.js';

/** The part of a broadcast that its document contains. */
export const identityOf = ({
  id,
  originalId,
  originalCode,
  remainderOfId,
  organisation,
}: StoredBroadcast): Identity => ({
  broadcastId: id,
  originalId,
  originalCode,
  remainderOfId,
  organisation,
});

/** Records an act on a broadcast in the audit trail. */
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

/** @throws Problem conflict for a reminder of a series, which is submitted and decided on as a whole */
export function mustBeAlone({ seriesId }: StoredBroadcast): void {
  if (seriesId !== null) throw new Problem('in-series', {}, [], { seriesId });
}

/** @throws Problem conflict, with the current version, when the caller has seen another version */
export function mustBeVersion({ version }: StoredBroadcast, seen: number): void {
  if (version === seen) return;
  throw new Problem('other-version', { seen, version }, [], { version });
}

/** @throws Problem forbidden for everybody except authors of the broadcast's organisation */
export function mustCompose(person: SignedIn, { organisation }: Pick<StoredBroadcast, 'organisation'>): void {
  if (mayCompose(person, { organisationId: organisation.id })) return;
  throw new Problem('not-your-office', { office: organisation.name });
}

/**
 * Allows editing of a withdrawn broadcast only if none of its copies is in the ledger: the ledger keeps those rows, and
 * their recipients would get no second copy.
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
 * Decides on the submission that is under review. Also answers its alert and ends its hold.
 * @param more.late what happens to the waves whose hour has passed
 * @param more.passages the places in the texts that the reasons of a rejection refer to
 * @param more.acknowledged the marks that an approval accepts
 * @returns number and digest of the submission, for the audit trail
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

/** Runs work early that a tick does anyway. The caller does not wait for it. */
export type Hurry = (work: Promise<unknown>) => void;

/** Logs a failure and leaves the work to the tick. */
export const hurrying =
  (logger: Logger): Hurry =>
  (work) => {
    work.catch((error: unknown) => logger.warn({ err: error }, 'could not be hurried; the tick will do it'));
  };
