import type { DataSource } from 'typeorm';
import { now, Problem, row, type Tx } from '#platform';
import type { SignedIn } from '#staff';
import type { Waves } from '#waves';
import {
  decide,
  type Hurry,
  identityOf,
  mustBeOpen,
  mustBeUnsent,
  mustBeVersion,
  mustCompose,
  note,
} from './acts.js';
import { mayCompose, mayReview, whyNotApprove } from './approval.rules.js';
import { type Assessor, neutralFaults, refuse } from './assess.js';
import { changesBetween } from './diff.js';
import { canonicalText, digestOf, type FrozenDocument } from './freeze.js';
import { find, ownershipOf, type StoredBroadcast, submissionWithDigest } from './store.js';

/** The way of a draft through KPU's review. Each act and its entry in the trail are one transaction. */
export class Review {
  constructor(
    private readonly database: DataSource,
    private readonly assessor: Assessor,
    private readonly waves: Waves,
    private readonly hurry: Hurry,
  ) {}

  /** Freezes the draft and computes its digest; what was submitted before and not decided on is voided. */
  async submit(person: SignedIn, id: string, version: number | undefined, confirmed: boolean): Promise<void> {
    const seen = await find(this.database.manager, id);
    mustCompose(person, seen);
    mustBeVersion(seen, version ?? seen.version);
    mustBeOpen(seen, 'submit');
    // Looked up before the transaction: it must not wait for a second connection while it holds one.
    const prepared = await this.assessor.prepare(seen.draft);
    await this.database.transaction(async (tx) => {
      const broadcast = await find(tx, id, true);
      mustBeVersion(broadcast, seen.version);
      mustBeOpen(broadcast, 'submit');
      await mustBeUnsent(tx, broadcast);
      const at = { now: await now(tx), confirmed };
      const { obstacles, document } = this.assessor.assess(prepared, identityOf(broadcast), at);
      refuse('It cannot be submitted yet.', obstacles);
      if (!document) throw new Error('A draft without obstacles has a document');
      if (broadcast.state === 'in_review') await decide(tx, broadcast, person, 'voided');
      const text = canonicalText(document);
      const digest = digestOf(text);
      const no = (broadcast.submission?.no ?? 0) + 1;
      await tx.query(
        'INSERT INTO submissions (broadcast_id, no, digest, document, submitted_by) VALUES ($1, $2, $3, $4, $5)',
        [id, no, digest, text, person.personId],
      );
      await tx.query(
        `UPDATE broadcasts SET state = 'in_review', submission_no = $2, updated_at = siar_now() WHERE id = $1`,
        [id, no],
      );
      await note(tx, person, 'broadcast.submit', id, { no, digest });
      if (broadcast.originalId && (await isLive(tx, broadcast.originalId))) {
        const reason = 'A correction is under review.';
        await this.waves.pause(
          tx,
          broadcast.originalId,
          {},
          { by: 'correction', reason, actorId: person.personId },
        );
      }
    });
  }

  /** Approves the document with this digest and writes its waves. */
  async approve(person: SignedIn, id: string, digest: string, confirmed: boolean): Promise<void> {
    const atOnce = await this.database.transaction(async (tx) => {
      const broadcast = await find(tx, id, true);
      const why = whyNotApprove(person, ownershipOf(broadcast));
      if (why !== null) throw new Problem('forbidden', why);
      mustBeOpen(broadcast, 'approve');
      const { submission } = broadcast;
      if (!submission) throw new Error('What is under review has a submission');
      if (submission.digest !== digest) throw await stale(tx, broadcast, digest);
      if (digestOf(submission.document) !== digest) throw new Error(`The submission of ${id} was altered`);
      const document = JSON.parse(submission.document) as FrozenDocument;
      const plan = this.assessor.plan(document, { now: await now(tx), confirmed });
      refuse(
        'It cannot be approved as it stands. If it is not for you to confirm, reject it, so that its author puts it right.',
        [...plan.faults, ...neutralFaults(plan, document)],
      );
      await decide(tx, broadcast, person, 'approved');
      await tx.query(
        `UPDATE broadcasts SET state = 'approved', approved_at = siar_now(), updated_at = siar_now() WHERE id = $1`,
        [id],
      );
      await this.waves.insert(tx, id, plan.waves);
      if (broadcast.originalId && (await isLive(tx, broadcast.originalId))) {
        const reason = 'A correction was approved.';
        await this.waves.cancelBroadcast(tx, broadcast.originalId, {
          by: 'correction',
          reason,
          actorId: person.personId,
        });
      }
      await note(tx, person, 'broadcast.approve', id, {
        no: submission.no,
        digest,
        waves: plan.waves.length,
      });
      return document.kind === 'correction' || document.schedule.at === 'now';
    });
    // These do not wait for the tick (DESIGN §3, Release).
    if (atOnce) this.hurry(this.waves.release());
  }

  /** Sends what is under review back to its authors. */
  async reject(person: SignedIn, id: string, reason: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const broadcast = await find(tx, id, true);
      if (!mayReview(person, ownershipOf(broadcast))) {
        throw new Problem(
          'forbidden',
          'Only a reviewer of a KPU office that answers for all its regions can reject it.',
        );
      }
      mustBeOpen(broadcast, 'reject');
      const decided = await decide(tx, broadcast, person, 'rejected', reason);
      await tx.query(`UPDATE broadcasts SET state = 'rejected', updated_at = siar_now() WHERE id = $1`, [id]);
      await note(tx, person, 'broadcast.reject', id, { ...decided, reason });
    });
  }

  /** Takes a broadcast back; an approval stays on record, since copies may have gone out under it. */
  async withdraw(person: SignedIn, id: string, reason: string | null): Promise<void> {
    await this.database.transaction(async (tx) => {
      const broadcast = await find(tx, id, true);
      const ownership = ownershipOf(broadcast);
      if (!mayCompose(person, ownership) && !mayReview(person, ownership)) {
        throw new Problem(
          'forbidden',
          'Only its authors and the reviewers of a KPU office that answers for all its regions can withdraw it.',
        );
      }
      mustBeOpen(broadcast, 'withdraw');
      const detail =
        broadcast.state === 'in_review'
          ? await decide(tx, broadcast, person, 'withdrawn', reason)
          : await this.waves.cancel(tx, id);
      await tx.query(
        `UPDATE broadcasts SET state = 'withdrawn', pause_reason = NULL, paused_by = NULL, doubted_at = NULL, doubt_reason = NULL, updated_at = siar_now() WHERE id = $1`,
        [id],
      );
      await note(tx, person, 'broadcast.withdraw', id, { from: broadcast.state, reason, ...detail });
    });
  }
}

/** Why a digest does not stand, and what changed since it did. */
async function stale(tx: Tx, { id, submission }: StoredBroadcast, digest: string): Promise<Problem> {
  const seen = await submissionWithDigest(tx, id, digest);
  const current = { digest: submission?.digest };
  if (!seen || !submission) {
    return new Problem(
      'conflict',
      'No submission of this broadcast ever had this digest. Load it again.',
      [],
      current,
    );
  }
  const changes = changesBetween(JSON.parse(seen.document), JSON.parse(submission.document));
  const places = changes.map(({ path }) => path).join(', ');
  return new Problem(
    'conflict',
    `It was changed since you saw it: ${places}. Read it again before you approve.`,
    [],
    {
      ...current,
      changes,
    },
  );
}

/** Whether copies of a broadcast may still go out. */
async function isLive(tx: Tx, id: string): Promise<boolean> {
  return (
    (await row(tx, `SELECT FROM broadcasts WHERE id = $1 AND state IN ('approved', 'running', 'paused')`, [
      id,
    ])) !== undefined
  );
}
