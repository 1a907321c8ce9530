import { BROADCASTS } from '#contract';
import { UNDO_SECONDS } from '#contract/lists';
import type { z } from 'zod';
import type { Dispatch } from './door/dispatch.js';
import { type Database, now, row, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { move } from '#platform/states';
import type { SignedIn } from '#staff/roles';
import { scheduledTimes } from '#planning';
import { decide, mustBeOpen, mustCompose, note } from './acts.js';
import type { Alerts } from './alerts/alerts.js';
import { recordingsIn } from './content/alternatives.rules.js';
import { refuse } from './drafts/assess.js';
import { forgetTexts } from './verification/approved-texts.js';
import type { FrozenDocument } from './document/freeze.js';
import { heldBy } from './review/lock.js';
import { tellReviewers, untell } from './news/write-news.js';
import { mustBeOnlyCorrection, newestStanding } from './corrections/one-correction.js';
import { noteUses } from './recordings/recordings.js';
import { type DeletedDiscussion, DISCUSSION, restoreDiscussion } from './comments/deleted.js';
import { find, see, type StoredBroadcast, type StoredSubmission } from './store.js';
import type { undoable } from '#contract/api/broadcasts';

/** An act that the acting person can undo, as long as nothing has been sent. */
export type Undoable = z.output<typeof undoable>;

/**
 * Undoes acts. A decision stays in its submission for good, so that an undone one leads to a new submission under
 * review: with the same document, digest, author and time. Each undo and its entry in the audit trail are one
 * transaction.
 */
export class Undo {
  constructor(
    private readonly database: Database,
    private readonly dispatch: Dispatch,
    private readonly alerts: Alerts,
  ) {}

  /**
   * @throws Problem not-found, forbidden; conflict when it is too late, or somebody or something has continued with it
   */
  async undo(person: SignedIn, id: string, act: Undoable): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (act === 'delete') return this.restore(tx, person, id);
      await see(tx, person, id);
      const broadcast = await find(tx, id, true);
      mustBeOpen(broadcast, 'undo');
      const { submission } = broadcast;
      // A draft that was withdrawn may never have been submitted.
      if (!submission) throw new Problem('undo-begun');
      if (act === 'submit') await this.submission(tx, person, broadcast, submission);
      else if (act === 'withdraw') await this.withdrawal(tx, person, broadcast, submission);
      else await this.decision(tx, person, broadcast, submission, act);
      await note(tx, person, 'broadcast.undo', id, { of: act, no: submission.no });
    });
  }

  /** Back to a draft, if no review has begun and nobody was called. */
  private async submission(
    tx: Tx,
    person: SignedIn,
    broadcast: StoredBroadcast,
    { no, submittedBy, submittedAt }: StoredSubmission,
  ): Promise<void> {
    const { id, state, originalId } = broadcast;
    mustCompose(person, broadcast);
    await mustBeOwn(tx, person, submittedBy.id, submittedAt);
    const called = await row(tx, 'SELECT FROM alerts WHERE broadcast_id = $1 AND submission_no = $2', [
      id,
      no,
    ]);
    // Checked after the broadcast is locked: a reviewer may have taken the hold while this waited for the lock.
    const hold = await heldBy(tx, id);
    // A correction under review has paused its original.
    if (state !== 'in_review' || hold || called || originalId !== null) throw new Problem('undo-begun');
    await untell(tx, 'submitted', id, no);
    await decide(tx, broadcast, person, 'withdrawn');
    await move(tx, BROADCASTS, 'draft', { set: 'updated_at = siar_now()', where: 'b.id = $1' }, [id]);
  }

  /** Back under review, as before the decision of this person. */
  private async decision(
    tx: Tx,
    person: SignedIn,
    broadcast: StoredBroadcast,
    submission: StoredSubmission,
    act: 'approve' | 'reject',
  ): Promise<void> {
    const { id, state, originalId } = broadcast;
    const { no, decidedBy, decidedAt } = submission;
    if (state !== (act === 'approve' ? 'approved' : 'rejected')) throw new Problem('undo-begun');
    await mustBeOwn(tx, person, decidedBy?.id, decidedAt);
    if (act === 'reject') {
      // The original of a correction may have been resumed since.
      if (originalId !== null) throw new Problem('undo-begun');
      await untell(tx, 'sent-back', id, no);
    } else {
      // The approval of a correction has ended its original; a correction of this broadcast relies on this approval.
      if (originalId !== null || (await newestStanding(tx, id)) || !(await this.dispatch.takeBack(tx, id)))
        throw new Problem('undo-begun');
      await forgetTexts(tx, id, no);
      await untell(tx, 'approved', id, no);
    }
    await this.reopen(tx, broadcast, submission);
  }

  /** Back under review. The waves of an approved broadcast stay cancelled: a cancellation is final. */
  private async withdrawal(
    tx: Tx,
    person: SignedIn,
    broadcast: StoredBroadcast,
    submission: StoredSubmission,
  ): Promise<void> {
    const { id, state, originalId } = broadcast;
    const { no, decidedBy, decidedAt } = submission;
    // A draft can be withdrawn, too: its earlier submission is then not the withdrawn one.
    const withdrawn = await row<{ no: number | null }>(
      tx,
      `SELECT (detail->>'no')::int AS no FROM audit_entries WHERE subject = $1 AND act = 'broadcast.withdraw' ORDER BY id DESC LIMIT 1`,
      [`broadcast:${id}`],
    );
    // The original of a correction may have been resumed since.
    if (state !== 'withdrawn' || withdrawn?.no !== no || originalId !== null) throw new Problem('undo-begun');
    await mustBeOwn(tx, person, decidedBy?.id, decidedAt);
    await untell(tx, 'withdrawn', id, no);
    await this.reopen(tx, broadcast, submission);
  }

  private async reopen(
    tx: Tx,
    { id, draft }: StoredBroadcast,
    { no, document: text }: StoredSubmission,
  ): Promise<void> {
    const document = JSON.parse(text) as FrozenDocument;
    const next = no + 1;
    await tx.query(
      `INSERT INTO submissions (broadcast_id, no, digest, document, submitted_by, submitted_at)
       SELECT broadcast_id, $3, digest, document, submitted_by, submitted_at FROM submissions WHERE broadcast_id = $1 AND no = $2`,
      [id, no, next],
    );
    refuse('unsubmitted', await noteUses(tx, id, next, recordingsIn(document)));
    // Keeps the reviewers' looks at the submission.
    await tx.query(
      `INSERT INTO review_looks (broadcast_id, no, person_id, seen_at, people)
       SELECT broadcast_id, $3, person_id, seen_at, people FROM review_looks WHERE broadcast_id = $1 AND no = $2`,
      [id, no, next],
    );
    await move(
      tx,
      BROADCASTS,
      'in_review',
      { set: 'submission_no = $2, approved_at = NULL, updated_at = siar_now()', where: 'b.id = $1' },
      [id, next],
    );
    await tellReviewers(tx, 'submitted', id);
    if (draft.kind === 'ordinary') return;
    const times = scheduledTimes(document.schedule, document.regions, await now(tx));
    await this.alerts.raiseReview(tx, id, next, times);
  }

  /** Restores a deleted draft with its number and all its authors. */
  private async restore(tx: Tx, person: SignedIn, id: string): Promise<void> {
    // Only the person who deleted it can find it, as before.
    const gone = await row<{
      deletedAt: Date;
      originalId: string | null;
      discussion: DeletedDiscussion;
      series: unknown;
    }>(
      tx,
      `SELECT deleted_at AS "deletedAt", broadcast->>'original_id' AS "originalId", broadcast->'discussion' AS discussion,
         broadcast->'series' AS series
       FROM deleted_drafts WHERE id = $1 AND deleted_by = $2 FOR UPDATE`,
      [id, person.personId],
    );
    if (!gone) throw new Problem('no-such-broadcast');
    await mustBeRecent(tx, gone.deletedAt);
    if (gone.originalId !== null) await mustBeOnlyCorrection(tx, gone.originalId);
    const columns = `id, kind, state, title, version, draft, organisation_id, author_id, editors, original_id, remainder_of_id, template, election_id, public_code, created_at, updated_at`;
    await tx.query(
      `WITH back AS (DELETE FROM deleted_drafts WHERE id = $1 RETURNING broadcast)
       INSERT INTO broadcasts (${columns}) OVERRIDING SYSTEM VALUE
       SELECT ${columns.replaceAll(/\w+/g, 'b.$&')} FROM back, jsonb_populate_record(NULL::broadcasts, back.broadcast) b`,
      [id],
    );
    if (gone.discussion) await restoreDiscussion(tx, gone.discussion);
    await tx.query(
      `INSERT INTO series_members SELECT m.* FROM jsonb_populate_record(NULL::series_members, $1) m WHERE m.broadcast_id IS NOT NULL`,
      [gone.series],
    );
    const { draft } = await find(tx, id);
    refuse('unsaved', await noteUses(tx, id, 0, recordingsIn(draft)));
    await note(tx, person, 'broadcast.undo', id, { of: 'delete' });
  }
}

/** Stores a copy of a draft before it is deleted, for the person who deletes it, while that can be undone. */
export async function keepDeleted(tx: Tx, person: SignedIn, id: string): Promise<void> {
  await tx.query(
    `INSERT INTO deleted_drafts (id, broadcast, deleted_by)
     SELECT b.id, to_jsonb(b) || jsonb_build_object('discussion', ${DISCUSSION},
       'series', (SELECT to_jsonb(m) FROM series_members m WHERE m.broadcast_id = b.id)), $2
     FROM broadcasts b WHERE b.id = $1`,
    [id, person.personId],
  );
}

/** Deletes for good the drafts that nobody can restore any more. */
export async function forgetDeleted(tx: Pick<Tx, 'query'>): Promise<void> {
  await tx.query('DELETE FROM deleted_drafts WHERE deleted_at <= siar_now() - make_interval(secs => $1)', [
    UNDO_SECONDS,
  ]);
}

/** @throws Problem forbidden for everybody except the person who did it; conflict when it was done too long ago */
export async function mustBeOwn(
  tx: Tx,
  person: SignedIn,
  by: string | undefined,
  at: Date | null,
): Promise<void> {
  if (by !== person.personId || !at) throw new Problem('undo-own');
  await mustBeRecent(tx, at);
}

async function mustBeRecent(tx: Tx, at: Date): Promise<void> {
  if ((await now(tx)).getTime() - at.getTime() > UNDO_SECONDS * 1000) throw new Problem('undo-late');
}
