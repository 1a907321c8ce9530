import { Injectable } from '@nestjs/common';
import { Audience } from '#audience';
import { Estimates } from '#audience/counting';
import { ImportRepository } from '#audience/importing';
import type { Estimate } from '#audience/regions';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { Database, now, row, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import type { SignedIn } from '#staff/roles';
import { LATE_CHOICES, localHours, scheduledTimes } from '#planning';
import { identityOf, mustBeOpen } from '../acts.js';
import { mayReview, whyNotApprove } from './approval.rules.js';
import { Assessor, neutralFaults, type Prepared } from '../drafts/assess.js';
import { isSettled } from '#contract';
import { seriesOf } from '../series/links.js';
import { chainsOf } from '../corrections/chain.js';
import { type Change, changesBetween } from '../document/diff.js';
import type { FrozenDocument } from '../document/freeze.js';
import { letGo, takeHold } from './lock.js';
import { hasLooked, lastLook, noteLook } from './looks.js';
import { marksIn } from '../checks/marks.js';
import { CorrectionCounts } from '../corrections/counts.js';
import { reachNow } from '../drafts/reach-now.js';
import { differenceBetween, type Stand } from './since.rules.js';
import {
  copiedInDoubtBy,
  correctedBy,
  find,
  type Hold,
  lastNaming,
  listUnderReview,
  type StoredBroadcast,
  ownershipOf,
  see,
  type StoredSubmission,
  submissionsOf,
  type UnderReview,
} from '../store.js';
import { variablesIn } from '../content/template.rules.js';
import { unapprovable } from '../corrections/standing.js';
import { whyUnapprovable } from '../corrections/unapprovable.rules.js';
import { type Urgency, urgencyOf } from './urgency.rules.js';
import type { LateOption, ListedReview, ReviewView, SinceLastLook as Since } from '#contract/api/reviews';

export type { LateOption, ListedReview, ReviewView, SinceLastLook as Since } from '#contract/api/reviews';

/** Maximum number of reviews in the list: an office with more waiting needs people, not a list. */
const MOST = 200;
/** The place in the list of what has no deadline, since it cannot be approved. */
const LAST = Number.MAX_SAFE_INTEGER;
/** Maximum age of an audience's count, in ms, for computing how long a broadcast takes. */
const COUNTED_MS = 60_000;

/** The sight of national KPU, which sees everything that waits. */
const NATION = { organisation: { id: '0', kind: 'kpu', name: '', regionCode: null } } as const;

/** A submission with its difference from the previous one that a reviewer decided on. */
type ShownSubmission = Omit<StoredSubmission, 'document'> & {
  document: FrozenDocument;
  changes: Change[] | null;
};

/** The reviewers' desk: the submissions that wait, who holds each of them, and what needs a second look. */
@Injectable()
export class ReviewDesk {
  private readonly assessor: Assessor;
  /** By broadcast, the duration of its slowest channel and the time of that count, in ms: start screens ask often. */
  private readonly counted = new Map<string, { takesMs: number; at: number }>();
  /** By broadcast and audience, the number of people it reaches and the time of that count, in ms. */
  private readonly reaching = new Map<string, { people: Estimate; at: number }>();

  constructor(
    private readonly database: Database,
    audience: Audience,
    readonly estimates: Estimates,
    readonly corrections: CorrectionCounts,
    private readonly imports: ImportRepository,
    @InjectConfig() config: Config,
  ) {
    this.assessor = new Assessor(audience, config);
  }

  /** The submissions that this reviewer's office decides on, the most urgent first. */
  async waiting(person: SignedIn): Promise<ListedReview[]> {
    const { manager } = this.database;
    const at = await now(manager);
    const found: ListedReview[] = [];
    const waiting = await listUnderReview(manager, person, MOST);
    const chains = await chainsOf(
      manager,
      person,
      waiting.flatMap(({ id, remainderOfId }) => (remainderOfId === null ? [] : [id])),
    );
    const series = await seriesOf(
      manager,
      person,
      waiting.map(({ id }) => id),
    );
    for (const one of waiting) {
      if (!mayReview(person, one)) continue;
      const { id, title, kind, channels, organisation, author, originalId } = one;
      const { submittedAt, hold, takenBy } = one;
      const decision = await this.decide(one, at);
      found.push({
        id,
        title,
        kind,
        channels,
        regions: one.regions.length,
        organisation,
        author,
        originalId,
        alert: decision.decide && one.alert,
        completes: chains.get(id)?.completes ?? null,
        series: series.get(id) ?? null,
        submittedAt,
        ...decision,
        hold,
        takenBy,
        whyNot: whyNotApprove(person, one)?.message ?? null,
      });
    }
    const deadline = ({ decide }: ListedReview): number => (decide ? Number(decide.before) : LAST);
    return found.sort((a, b) => deadline(a) - deadline(b) || (a.id < b.id ? -1 : 1));
  }

  /** All submissions that KPU can approve, of any office, with their deadlines. */
  async underReview(): Promise<{ id: string; submittedAt: Date; decide: Urgency }[]> {
    const { manager } = this.database;
    const at = await now(manager);
    const found = [];
    for (const one of await listUnderReview(manager, NATION, MOST)) {
      const { decide } = await this.decide(one, at);
      if (decide) found.push({ id: one.id, submittedAt: one.submittedAt, decide });
    }
    return found;
  }

  /** The deadline of the submission of a broadcast; null: it does not wait for a decision, or cannot be approved. */
  async decideBefore(tx: Tx, id: string): Promise<Urgency | null> {
    const { state, submission } = await find(tx, id);
    if (state !== 'in_review' || !submission || (await unapprovable(tx, id)) !== null) return null;
    return this.urgency({ ...submission, callBy: await this.callBy(id) }, await now(tx));
  }

  /** The state of a broadcast's review, for any person who sees it. @throws Problem not-found */
  async of(person: SignedIn, id: string): Promise<ReviewView> {
    const { manager } = this.database;
    const broadcast = await see(manager, person, id);
    const submissions = (await submissionsOf(manager, id)).map(parsed);
    const current = broadcast.state === 'draft' ? undefined : submissions[0];
    const prepared = await this.assessor.prepare(broadcast.draft);
    const document = current?.document ?? this.draftDocument(broadcast, prepared);
    const open = broadcast.state === 'in_review';
    const bar = open ? await unapprovable(manager, id) : null;
    // An approved broadcast is judged at the time of its approval: "now" was that moment, and tomorrow the day after
    // it.
    const at = (isSettled(broadcast) && current?.decidedAt) || (await now(manager));
    const plan = document && this.assessor.plan(document, { now: at });
    const quiet = plan?.needsNeutralTick ?? false;
    const missed = open ? (plan?.missed ?? []) : [];
    return {
      decide:
        open && broadcast.submission && bar === null
          ? await this.urgency({ ...broadcast.submission, callBy: await this.callBy(id) }, at)
          : null,
      unapprovable: bar,
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
      submissions: submissions.map((one, place) => ({
        ...one,
        changes: changesSince(one, submissions.slice(place + 1)),
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

  /**
   * Takes the hold on a review, or renews it; on all reviews of a series, or on none.
   * @param takeOver also from another person
   * @throws Problem not-found; forbidden for a person who may not decide; conflict when it is not under review, or
   *   another person has it
   */
  async hold(person: SignedIn, [first, ...more]: [string, ...string[]], takeOver: boolean): Promise<Hold> {
    const looks = new Map<string, Awaited<ReturnType<ReviewDesk['look']>>>();
    for (const id of [first, ...more])
      looks.set(id, await this.look(person, await see(this.database.manager, person, id)));
    return this.database.transaction(async (tx) => {
      const held = await this.holdOne(tx, person, first, takeOver, looks.get(first));
      for (const id of more) await this.holdOne(tx, person, id, takeOver, looks.get(id));
      return held;
    });
  }

  private async holdOne(
    tx: Tx,
    person: SignedIn,
    id: string,
    takeOver: boolean,
    look: Awaited<ReturnType<ReviewDesk['look']>> | undefined,
  ): Promise<Hold> {
    const broadcast = await find(tx, id, true);
    if (!mayReview(person, ownershipOf(broadcast))) throw new Problem('reviewers-decide');
    mustBeOpen(broadcast, 'reject');
    const held = await takeHold(tx, person, id, takeOver);
    if (look && look.no === broadcast.submission?.no) await noteLook(tx, person, id, look.no, look.people);
    return held;
  }

  /** Releases one's hold on some reviews. Does nothing without one. @throws Problem not-found */
  async letGo(person: SignedIn, ids: readonly string[]): Promise<void> {
    for (const id of ids) await see(this.database.manager, person, id);
    await this.database.transaction(async (tx) => {
      for (const id of ids) await letGo(tx, person, id);
    });
  }

  /**
   * What to record of a first look at a submission; null: it is not the first. Counting must not hold the broadcast's
   * row.
   */
  private async look(
    person: SignedIn,
    broadcast: StoredBroadcast,
  ): Promise<{ no: number; people: Estimate | null } | null> {
    const { id, state, submission } = broadcast;
    const { manager } = this.database;
    if (state !== 'in_review' || !submission || !mayReview(person, ownershipOf(broadcast))) return null;
    const { no } = submission;
    if (await hasLooked(manager, id, no, person.personId)) return null;
    const document = JSON.parse(submission.document) as FrozenDocument;
    return { no, people: await this.people(broadcast, document, await now(manager)) };
  }

  private async since(
    person: SignedIn,
    broadcast: StoredBroadcast,
    current: Omit<ShownSubmission, 'changes'>,
    submissions: readonly Omit<ShownSubmission, 'changes'>[],
    at: Date,
  ): Promise<Since | null> {
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
    const before = look.people ?? (await this.people(broadcast, seen.document, at));
    const after = await this.people(broadcast, current.document, at);
    const difference = differenceBetween(stand(seen, before, look.at), stand(current, after, at));
    return { no: look.no, at: look.at, own: look.own, ...difference };
  }

  /**
   * The number of people a document would reach now; null: a large ledger is being counted. Counting is slow and screens
   * ask often, so that a count is cached for a while.
   */
  private async people(
    broadcast: StoredBroadcast,
    document: FrozenDocument,
    at: Date,
  ): Promise<Estimate | null> {
    const { audience, channels, reach } = document;
    const key = JSON.stringify([broadcast.id, audience, channels, reach]);
    const kept = this.reaching.get(key);
    if (kept && Number(at) - kept.at < COUNTED_MS) return kept.people;
    const people = await reachNow(this.database.manager, this, broadcast, document);
    if (!people) return null;
    this.reaching.delete(key);
    this.reaching.set(key, { people, at: Number(at) });
    const [oldest] = this.reaching.keys();
    if (this.reaching.size > MOST && oldest !== undefined) this.reaching.delete(oldest);
    return people;
  }

  /** The deadline of a submission; null, with the reason, where it cannot be approved. */
  private async decide(one: UnderReview, at: Date): Promise<Pick<ListedReview, 'decide' | 'unapprovable'>> {
    const why = whyUnapprovable(one.correction);
    return { decide: why === null ? await this.urgency(one, at) : null, unapprovable: why };
  }

  private async urgency(
    { submittedAt, callBy, ...submission }: Pick<UnderReview, 'submittedAt' | 'callBy' | 'document'>,
    at: Date,
  ): Promise<Urgency> {
    const document = JSON.parse(submission.document) as FrozenDocument;
    const times = scheduledTimes(document.schedule, document.regions, at);
    const atOnce = document.schedule.at === 'now';
    const past = !atOnce && times.some(({ dueAt }) => dueAt < at);
    const takesMs = past ? await this.takes(document, at) : 0;
    return urgencyOf({ submittedAt, callBy, atOnce, times, takesMs }, at);
  }

  private async callBy(id: string): Promise<Date | null> {
    const call = await row<{ decideBy: Date }>(
      this.database.manager,
      `SELECT decide_by AS "decideBy" FROM alerts WHERE broadcast_id = $1 AND kind = 'review' AND next_at IS NOT NULL`,
      [id],
    );
    return call?.decideBy ?? null;
  }

  /**
   * The duration of the slowest channel, in ms. Counting an audience is slow: done rarely, and only when an hour has
   * passed.
   */
  private async takes(
    { broadcastId, audience, channels, reach, smsOverride }: FrozenDocument,
    at: Date,
  ): Promise<number> {
    const kept = this.counted.get(broadcastId);
    if (kept && Number(at) - kept.at < COUNTED_MS) return kept.takesMs;
    const { channels: messages } = await this.estimates.estimate(audience, channels, reach);
    const rates = this.assessor.rates(smsOverride.segments);
    const takesMs = Math.max(
      0,
      ...channels.map((name) => (messages[name] / (rates[name] ?? Infinity)) * 1000),
    );
    this.counted.delete(broadcastId);
    this.counted.set(broadcastId, { takesMs, at: Number(at) });
    const [oldest] = this.counted.keys();
    if (this.counted.size > MOST && oldest !== undefined) this.counted.delete(oldest);
    return takesMs;
  }

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
    (one, place) =>
      (one.decision === 'approved' || one.decision === 'rejected') &&
      !wasUndone(one, earlier[place - 1] ?? submission),
  );
  return seen ? changesBetween(seen.document, submission.document) : null;
}

/** Whether the decision was undone: the next submission is then the same, with the same time. */
const wasUndone = (
  one: Pick<StoredSubmission, 'digest' | 'submittedAt'>,
  next: Pick<StoredSubmission, 'digest' | 'submittedAt'>,
): boolean => one.digest === next.digest && one.submittedAt.getTime() === next.submittedAt.getTime();

const namesPeople = ({ contents }: FrozenDocument): boolean =>
  Object.values(contents)
    .flatMap((byLanguage) => Object.values(byLanguage))
    .some(({ subject = '', text }) => variablesIn(subject).has('name') || variablesIn(text).has('name'));
