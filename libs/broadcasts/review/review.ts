import type { SpreadEstimate } from '#audience/counting';
import { mustNameNobody } from '#audit';
import { fault } from '#contract/problems';
import { type Database, now, row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { move } from '#platform/states';
import { noteRoot } from '#platform/tracing';
import type { SignedIn } from '#staff/roles';
import { LATE_CHOICES, type LateChoice, scheduledTimes } from '#planning';
import type { Dispatch } from '../door/dispatch.js';
import {
  decide,
  type Hurry,
  mustBeAlone,
  mustBeOpen,
  mustBeUnsent,
  mustBeVersion,
  mustCompose,
  note,
} from '../acts.js';
import type { Alerts } from '../alerts/alerts.js';
import { mayCompose, mayReview, whyNotApprove } from '../who-may.rules.js';
import { type Assessor, neutralFaults, type Prepared, refuse } from '../drafts/assess.js';
import { BROADCASTS, type BroadcastState, may } from '#contract';
import { indexTexts } from '../verification/approved-texts.js';
import { changesBetween } from '../document/diff.js';
import { doubtTextTakenBack, holdSameText, pauseForCorrection } from '../corrections/doubt.js';
import { chainOf } from '../corrections/lineage.js';
import { digestOf, type FrozenDocument } from '../document/freeze.js';
import { mustHold } from './lock.js';
import { mustStayOnlyCorrection } from '../corrections/one-correction.js';
import { type Mark, mustBeAcknowledged } from '../checks/marks.js';
import { tellAuthors, tellReviewers } from '../news/write-news.js';
import { misplaced, ownPart, type Passage } from './passages.rules.js';
import {
  dropRemainder,
  holdCorrectionOf,
  mustBeApprovable,
  mustBeSubmittable,
  remainderOf,
  submitRemainder,
} from '../corrections/remainder.js';
import { find, ownershipOf, type StoredBroadcast, submissionWithDigest } from '../store.js';
import { enterReview } from '../drafts/submitting.js';

/** The parameters of an approval. */
export interface Approving {
  digest: string;
  /** The local hours are confirmed, for a broadcast that leaves the send window. */
  confirmed: boolean;
  /** What happens to the part whose hour has passed. */
  late?: LateChoice | undefined;
  /** The reviewer has checked its neutrality, for the quiet period; recorded in the audit trail. */
  neutral?: boolean | undefined;
  /** Ids of the marks that the reviewer has seen and accepts. */
  acknowledged: readonly string[];
}

/** The review of drafts by KPU. Each act and its entry in the audit trail are one transaction. */
export class Review {
  constructor(
    private readonly database: Database,
    private readonly assessor: Assessor,
    private readonly dispatch: Dispatch,
    private readonly hurry: Hurry,
    private readonly alerts: Alerts,
  ) {}

  /** Freezes the draft and computes its digest. Voids an earlier submission that is not decided on. */
  async submit(
    person: SignedIn,
    id: string,
    given: { version?: number | undefined; confirmed: boolean; unreached: boolean },
  ): Promise<void> {
    const { version, confirmed, unreached } = given;
    const seen = await find(this.database.manager, id);
    mustCompose(person, seen);
    mustBeVersion(seen, version ?? seen.version);
    mustBeOpen(seen, 'submit');
    if (unreached && seen.originalId === null) {
      throw new Problem('nobody-unreached', {}, [fault('unreached', 'no-correction')]);
    }
    // Looked up before the transaction, which must not wait for a second connection while it holds one.
    const prepared = await this.assessor.prepare(seen.draft);
    await this.database.transaction(async (tx) => {
      const broadcast = await find(tx, id, true);
      mustBeAlone(broadcast);
      const at = { now: await now(tx), confirmed };
      await this.submitIn(tx, person, broadcast, prepared, { version: seen.version, at });
      if (broadcast.originalId === null) return;
      if (unreached) await submitRemainder(tx, person, broadcast, prepared, this.assessor, at);
      else await dropRemainder(tx, person, id, 'withdrawn', null);
      // The `by` field gives the reason; a reason in words would be in one language on every screen.
      const stop = { by: 'correction', reason: null, actorId: person.personId } as const;
      await pauseForCorrection(tx, this.dispatch, await this.live(tx, id), stop);
    });
    this.hurry(this.alerts.release());
  }

  /**
   * Submits one broadcast within a transaction. The caller has locked its row.
   * @param prepared its draft of `version`, looked up before the transaction
   */
  async submitIn(
    tx: Tx,
    person: SignedIn,
    broadcast: StoredBroadcast,
    prepared: Prepared,
    { version, at }: { version: number; at: { now: Date; confirmed: boolean } },
  ): Promise<void> {
    const { id } = broadcast;
    mustBeVersion(broadcast, version);
    mustBeOpen(broadcast, 'submit');
    await mustHaveRoom(tx, id);
    await mustBeUnsent(tx, broadcast);
    await mustStayOnlyCorrection(tx, broadcast);
    await mustBeSubmittable(tx, id);
    const { no, waves } = await enterReview(tx, person, broadcast, prepared, this.assessor, at);
    await this.alerts.raiseReview(tx, id, no, waves);
    await tellReviewers(tx, 'submitted', id);
  }

  /** Approves the document with this digest and writes its waves. @param expected messages by region and channel */
  async approve(
    person: SignedIn,
    id: string,
    given: Approving,
    expected: SpreadEstimate['regions'],
  ): Promise<void> {
    const began = performance.now();
    const waves = await this.database.transaction(async (tx) => {
      await holdCorrectionOf(tx, id);
      const broadcast = await find(tx, id, true);
      mustApprove(person, broadcast);
      mustBeAlone(broadcast);
      return this.approveIn(tx, person, broadcast, given, expected);
    });
    this.approved([{ id, waves }], performance.now() - began);
  }

  /**
   * Approves one broadcast within a transaction. The caller has locked its row.
   * @returns the number of its waves
   */
  async approveIn(
    tx: Tx,
    person: SignedIn,
    broadcast: StoredBroadcast,
    { digest, confirmed, late, neutral, acknowledged }: Approving,
    expected: SpreadEstimate['regions'],
  ): Promise<number> {
    const { id } = broadcast;
    mustApprove(person, broadcast);
    mustBeOpen(broadcast, 'approve');
    await mustHold(tx, person, id);
    await mustBeApprovable(tx, id);
    const { submission } = broadcast;
    if (!submission) throw new Error('What is under review has a submission');
    if (submission.digest !== digest) throw await stale(tx, broadcast, digest);
    if (digestOf(submission.document) !== digest) throw new Error(`The submission of ${id} was altered`);
    const document = JSON.parse(submission.document) as FrozenDocument;
    const at = await now(tx);
    const plan = this.assessor.plan(document, { now: at, confirmed, late, expected });
    refuse(
      'unapproved',
      [...plan.faults, ...neutralFaults(plan, document)],
      plan.missed.length > 0 ? { missed: plan.missed, late: LATE_CHOICES } : {},
    );
    const marks = await this.assessor.marks(tx, document, plan, at);
    mustBeAcknowledged(marks, acknowledged);
    const chosen = plan.missed.length > 0 ? (late ?? null) : null;
    await decide(tx, broadcast, person, 'approved', null, { late: chosen, acknowledged: marks });
    await move(
      tx,
      BROADCASTS,
      'approved',
      { set: 'approved_at = siar_now(), updated_at = siar_now()', where: 'b.id = $1' },
      [id],
    );
    await indexTexts(tx, id, document);
    await this.dispatch.insert(tx, id, plan.waves);
    if (broadcast.originalId !== null) {
      const stop = { by: 'correction', reason: null, actorId: person.personId } as const;
      for (const wrong of await this.live(tx, id)) await this.dispatch.cancelBroadcast(tx, wrong, stop);
      await this.callForRemainder(tx, id);
    }
    await note(tx, person, 'broadcast.approve', id, {
      no: submission.no,
      digest,
      waves: plan.waves.length,
      ...(chosen && { late: chosen, missed: plan.missed }),
      ...(neutral && { neutral }),
      ...(marks.length > 0 && { acknowledged: marks.map(placeOf) }),
    });
    await tellAuthors(tx, 'approved', { broadcastId: id, no: submission.no, byId: person.personId });
    return plan.waves.length;
  }

  /** What follows the transaction of an approval. @param ms how long it took */
  approved(of: readonly { id: string; waves: number }[], ms: number): void {
    for (const { id, waves } of of) noteRoot(id, 'approve', { waves }, ms);
    // Waves that are due at once, or have to be fanned out by now, do not wait for the tick.
    this.hurry(this.dispatch.release());
  }

  /**
   * Calls people for the remainder: it could not be decided on before its correction, and waits for a decision from now
   * on.
   */
  private async callForRemainder(tx: Tx, correctionId: string): Promise<void> {
    const made = await remainderOf(tx, correctionId);
    if (!made) return;
    const { state, submission } = await find(tx, made.id, true);
    if (state !== 'in_review' || !submission) return;
    const document = JSON.parse(submission.document) as FrozenDocument;
    const times = scheduledTimes(document.schedule, document.regions, await now(tx));
    await this.alerts.raiseReview(tx, made.id, submission.no, times);
    await tellReviewers(tx, 'submitted', made.id);
  }

  /**
   * Returns what is under review to its authors, with reasons.
   * @param reason of the whole; null: the passages have the reasons
   */
  async reject(
    person: SignedIn,
    id: string,
    reason: string | null,
    passages: readonly Passage[],
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      const broadcast = await find(tx, id, true);
      if (mayReview(person, ownershipOf(broadcast))) mustBeAlone(broadcast);
      await this.rejectIn(tx, person, broadcast, reason, passages);
    });
  }

  /** Rejects one broadcast within a transaction. The caller has locked its row. */
  async rejectIn(
    tx: Tx,
    person: SignedIn,
    broadcast: StoredBroadcast,
    reason: string | null,
    passages: readonly Passage[],
  ): Promise<void> {
    const { id } = broadcast;
    if (!mayReview(person, ownershipOf(broadcast))) throw new Problem('reviewers-reject');
    mustBeOpen(broadcast, 'reject');
    await mustHold(tx, person, id);
    const document = JSON.parse(broadcast.submission?.document ?? '{}') as FrozenDocument;
    refuse('wrong-passages', misplaced(passages, document));
    // Stored with the submission, which never changes.
    for (const [at, pin] of passages.entries()) mustNameNobody(pin.reason, `passages.${at}.reason`);
    const decided = await decide(tx, broadcast, person, 'rejected', reason, {
      passages: passages.map((passage) => ownPart(passage, document)),
    });
    await move(tx, BROADCASTS, 'rejected', { set: 'updated_at = siar_now()', where: 'b.id = $1' }, [id]);
    await note(tx, person, 'broadcast.reject', id, { ...decided, reason, passages: passages.length });
    await tellAuthors(tx, 'sent-back', { broadcastId: id, no: decided.no, byId: person.personId });
    await dropRemainder(tx, person, id, 'rejected', reason);
  }

  /** Withdraws a broadcast. An approval stays on record, since copies may have gone out under it. */
  async withdraw(person: SignedIn, id: string, reason: string | null): Promise<void> {
    await this.database.transaction((tx) => this.withdrawIn(tx, person, id, reason));
  }

  /** Withdraws one broadcast within a transaction. */
  async withdrawIn(tx: Tx, person: SignedIn, id: string, reason: string | null): Promise<void> {
    const other = await holdSameText(tx, id);
    const broadcast = await find(tx, id, true);
    const ownership = ownershipOf(broadcast);
    if (!mayCompose(person, ownership) && !mayReview(person, ownership)) {
      throw new Problem('who-withdraws');
    }
    // Other people do not see a draft.
    if (broadcast.state === 'draft') mustCompose(person, broadcast);
    mustBeOpen(broadcast, 'withdraw');
    const tally = await this.dispatch.withdraw(tx, id);
    const detail =
      broadcast.state === 'in_review' ? await decide(tx, broadcast, person, 'withdrawn', reason) : tally;
    await move(tx, BROADCASTS, 'withdrawn', { set: 'updated_at = siar_now()', where: 'b.id = $1' }, [id]);
    await note(tx, person, 'broadcast.withdraw', id, { from: broadcast.state, reason, ...detail });
    const { submission } = broadcast;
    if (submission)
      await tellAuthors(tx, 'withdrawn', { broadcastId: id, no: submission.no, byId: person.personId });
    await dropRemainder(tx, person, id, 'withdrawn', reason);
    if (broadcast.state !== 'in_review') {
      const by =
        broadcast.originalId !== null ? 'correction' : mayReview(person, ownership) ? 'kpu' : 'author';
      await doubtTextTakenBack(tx, this.dispatch, { id, other }, { by, reason, actorId: person.personId });
    }
  }

  /**
   * Locks everything that a correction corrects, in key order. @returns the broadcasts with copies that may still go
   * out
   */
  private async live(tx: Tx, correctionId: string): Promise<string[]> {
    const held = await rows<{ id: string; state: BroadcastState }>(
      tx,
      'SELECT id, state FROM broadcasts WHERE id = ANY ($1::bigint[]) ORDER BY id FOR NO KEY UPDATE',
      [await chainOf(tx, correctionId)],
    );
    return held.filter(({ state }) => may(state, 'cancel')).map(({ id }) => id);
  }
}

/** @throws Problem forbidden when the person may not approve it */
function mustApprove(person: SignedIn, broadcast: StoredBroadcast): void {
  const why = whyNotApprove(person, ownershipOf(broadcast));
  if (why !== null) throw why;
}

/** A mark in the audit trail: its code and place. The submission holds the quote. */
const placeOf = ({ id, code, channel, language, field, start }: Mark): Omit<Mark, 'quote' | 'expected'> => ({
  id,
  code,
  channel,
  language,
  field,
  start,
});

/** Why a digest is outdated, and what changed since. */
async function stale(tx: Tx, { id, submission }: StoredBroadcast, digest: string): Promise<Problem> {
  const seen = await submissionWithDigest(tx, id, digest);
  const current = { digest: submission?.digest };
  if (!seen || !submission) {
    return new Problem('unknown-digest', {}, [], current);
  }
  const changes = changesBetween(JSON.parse(seen.document), JSON.parse(submission.document));
  const places = changes.map(({ path }) => path);
  return new Problem('changed-since', { places }, [], { ...current, changes });
}

/** @throws Problem conflict when the month of its draft was retired from the ledger */
async function mustHaveRoom(tx: Tx, id: string): Promise<void> {
  const found = await row<{ kept: boolean }>(tx, 'SELECT ledger_keeps($1) AS kept', [id]);
  if (found?.kept === false) throw new Problem('draft-too-old');
}
