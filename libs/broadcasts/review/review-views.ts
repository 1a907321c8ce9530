import { Injectable } from '@nestjs/common';
import { Estimates } from '#audience/counting';
import { ImportRepository } from '#audience/importing';
import type { Estimate } from '#contract/api/plan';
import { Database, now } from '#platform/database';
import type { SignedIn } from '#staff/roles';
import { LATE_CHOICES, localHours } from '#planning';
import { isSettled } from '#contract';
import type { LateOption, ReviewView, SinceLastLook } from '#contract/api/reviews';
import { identityOf } from '../acts.js';
import { Appraisal } from '../appraisal.js';
import { marksIn } from '../checks/marks.js';
import { variablesIn } from '../content/template.rules.js';
import { unapprovable } from '../corrections/standing.js';
import { type Change, changesBetween } from '../document/diff.js';
import type { FrozenDocument } from '../document/freeze.js';
import { type Assessor, neutralFaults, type Prepared } from '../drafts/assess.js';
import {
  copiedInDoubtBy,
  correctedBy,
  lastNaming,
  see,
  type StoredBroadcast,
  type StoredSubmission,
  submissionsOf,
} from '../store.js';
import { lastLook } from './looks.js';
import { ReviewDeadlines } from './review-deadlines.js';
import { ReviewReach } from './review-reach.js';
import { differenceBetween, type Stand } from './since.rules.js';

/** A submission with its difference from the previous one that a reviewer decided on. */
type ShownSubmission = Omit<StoredSubmission, 'document'> & {
  document: FrozenDocument;
  changes: Change[] | null;
};

/** What the page of a review shows: the texts, what deserves a second look, and what changed. */
@Injectable()
export class ReviewViews {
  private readonly assessor: Assessor;

  constructor(
    private readonly database: Database,
    appraisal: Appraisal,
    private readonly estimates: Estimates,
    private readonly imports: ImportRepository,
    private readonly deadlines: ReviewDeadlines,
    private readonly reach: ReviewReach,
  ) {
    this.assessor = appraisal.assessor;
  }

  /** The state of a broadcast's review, for any person who sees it. @throws Problem not-found */
  async show(person: SignedIn, id: string): Promise<ReviewView> {
    const { manager } = this.database;
    const broadcast = await see(manager, person, id);
    const submissions = (await submissionsOf(manager, id)).map(parsed);
    const current = broadcast.state === 'draft' ? undefined : submissions[0];
    const prepared = await this.assessor.prepare(broadcast.draft);
    const document = current?.document ?? this.draftDocument(broadcast, prepared);
    const open = broadcast.state === 'in_review';
    const whyUnapprovable = open ? await unapprovable(manager, id) : null;
    // An approved broadcast is judged at the time of its approval: "now" was that moment, and tomorrow the day after
    // it.
    const at = (isSettled(broadcast) && current?.decidedAt) || (await now(manager));
    const plan = document && this.assessor.plan(document, { now: at });
    const quiet = plan?.needsNeutralTick ?? false;
    const missed = open ? (plan?.missed ?? []) : [];
    return {
      decide:
        open && broadcast.submission && whyUnapprovable === null
          ? await this.deadlines.ofCurrent(id, broadcast.submission, at)
          : null,
      unapprovable: whyUnapprovable,
      hold: broadcast.hold,
      findings: document
        ? marksIn(document, prepared.election, {
            languages: prepared.languages,
            now: current || prepared.draft.schedule ? at : null,
            quiet: quiet || missed.length > 0,
            original: await correctedBy(manager, document),
            doubted: await copiedInDoubtBy(manager, id),
          })
        : [],
      submissions: submissions.map((submission, place) => ({
        ...submission,
        changes: changesSince(submission, submissions.slice(place + 1)),
      })),
      since: open && current ? await this.since(person, broadcast, current, submissions, at) : null,
      hours: document ? localHours(document.schedule, document.regions, at) : [],
      missed,
      late: document && missed.length > 0 ? await this.lateOptions(document, at) : [],
      quiet,
      names:
        open && document && namesPeople(document)
          ? await this.imports.namesSince(await lastNaming(manager, document.audience.regions))
          : null,
    };
  }

  /** What changed since the submission that `lastLook` finds; null: there is none before this one. */
  private async since(
    person: SignedIn,
    broadcast: StoredBroadcast,
    current: Omit<ShownSubmission, 'changes'>,
    submissions: readonly Omit<ShownSubmission, 'changes'>[],
    at: Date,
  ): Promise<SinceLastLook | null> {
    const { manager } = this.database;
    const look = await lastLook(manager, person, broadcast.id, current.no);
    const seen = submissions.find(({ no }) => no === look?.no);
    if (!look || !seen) return null;
    const stand = (
      { document }: { document: FrozenDocument },
      people: Estimate | null,
      when: Date,
    ): Stand => ({
      document,
      people,
      hours: localHours(document.schedule, document.regions, when),
    });
    // Without a count from then, the current count at least shows the effect of a changed audience.
    const before = look.people ?? (await this.reach.count(broadcast, seen.document, at));
    const after = await this.reach.count(broadcast, current.document, at);
    const difference = differenceBetween(stand(seen, before, look.at), stand(current, after, at));
    return { no: look.no, at: look.at, own: look.own, ...difference };
  }

  /** What each choice about the hours that have passed would lead to. */
  private async lateOptions(document: FrozenDocument, at: Date): Promise<LateOption[]> {
    const { audience, channels, reach } = document;
    const { regions } = await this.estimates.estimate(audience, channels, reach);
    return LATE_CHOICES.map((choice) => {
      const plan = this.assessor.plan(document, { now: at, expected: regions, late: choice });
      const missed = new Set(plan.missed.flatMap(({ regions }) => regions));
      const due = plan.waves
        .filter(({ regionCode }) => missed.has(regionCode))
        .map(({ dueAt }) => Number(dueAt));
      const sent = choice !== 'expire' && due.length > 0;
      return {
        choice,
        faults: [...plan.faults, ...neutralFaults(plan, document)],
        forecast: plan.forecast,
        dueAt: sent ? new Date(Math.min(...due)) : null,
      };
    });
  }

  /** The document that a draft would be frozen to now; null: it has no region yet. */
  private draftDocument(broadcast: StoredBroadcast, prepared: Prepared): FrozenDocument | null {
    const schedule = prepared.draft.schedule ?? { at: 'now' };
    if (prepared.regions.length === 0) return null;
    return this.assessor.freeze(prepared, identityOf(broadcast), schedule);
  }
}

const parsed = (submission: StoredSubmission): Omit<ShownSubmission, 'changes'> => ({
  ...submission,
  document: JSON.parse(submission.document) as FrozenDocument,
});

/**
 * The difference between a document and the last one before it that a reviewer decided on without an undo; null when
 * there is none.
 */
function changesSince(
  submission: Omit<ShownSubmission, 'changes'>,
  earlier: readonly Omit<ShownSubmission, 'changes'>[],
): Change[] | null {
  const seen = earlier.find(
    (decided, place) =>
      (decided.decision === 'approved' || decided.decision === 'rejected') &&
      !wasUndone(decided, earlier[place - 1] ?? submission),
  );
  return seen ? changesBetween(seen.document, submission.document) : null;
}

/** Whether the decision was undone: the next submission is then the same, with the same time. */
const wasUndone = (
  submission: Pick<StoredSubmission, 'digest' | 'submittedAt'>,
  next: Pick<StoredSubmission, 'digest' | 'submittedAt'>,
): boolean =>
  submission.digest === next.digest && submission.submittedAt.getTime() === next.submittedAt.getTime();

const namesPeople = ({ contents }: FrozenDocument): boolean =>
  Object.values(contents)
    .flatMap((byLanguage) => Object.values(byLanguage))
    .some(({ subject = '', text }) => variablesIn(subject).has('name') || variablesIn(text).has('name'));
