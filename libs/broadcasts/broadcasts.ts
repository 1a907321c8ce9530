import { Injectable } from '@nestjs/common';
import { withoutRegions } from '#audience/counting';
import { type ChannelName, CHANNELS } from '#channels';
import { type Fault, fault } from '#contract/problems';
import { InjectConfig, InjectLogger } from '#platform';
import type { Config } from '#platform/config';
import { Database, now, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import type { Logger } from '#platform/logging';
import { move } from '#platform/states';
import type { SignedIn } from '#staff/roles';
import { type Plan } from '#planning';
import {
  Dispatch,
  type Part,
  type Paused,
  type Resumed,
  type Stop,
  strongestHindrance,
  type Tally,
  type Which,
} from './door/dispatch.js';
import { Alerts } from './alerts/alerts.js';
import { Appraisal } from './appraisal.js';
import {
  decide,
  type Hurry,
  hurrying,
  identityOf,
  mustBeOpen,
  mustBeUnsent,
  mustBeVersion,
  mustCompose,
  note,
} from './acts.js';
import { recordingsIn, stated, writtenOf } from './content/alternatives.rules.js';
import { mayCompose, mayReview, stopsAs, whyNotApprove } from './who-may.rules.js';
import { Assessor, refuse } from './drafts/assess.js';
import { BROADCASTS, isSettled, may, SUBMITTED } from '#contract';
import { type UsedTemplate, useOf } from './templates/templates.rules.js';
import { correctionTemplate, ordinaryTemplate } from './templates/templates.js';
import {
  begin,
  changedFields,
  type Draft,
  type DraftEdit,
  edited,
  type NewDraft,
  USUAL_CORRECTION,
  withTextsOf,
} from './drafts/draft.js';
import { scheduleAhead } from './drafts/copied.rules.js';
import { insertDraft } from './drafts/insert.js';
import { removeDraft } from './drafts/remove.js';
import { type DraftVersion, forgetVersions, keepVersion, versionOf, versionsOf } from './drafts/versions.js';
import { type Chain, chainsOf, correctionOf } from './corrections/chain.js';
import { mayDiscuss } from './comments/comment.rules.js';
import { copyMarks, isCorrectionInReview, readings, unapprovable } from './corrections/standing.js';
import { chainOf, channelsLeftOut } from './corrections/lineage.js';
import { type FrozenDocument, sameElection } from './document/freeze.js';
import { ApprovedDocuments } from './document/frozen.js';
import {
  mustBeNoRemainder,
  mustBeOnlyCorrection,
  mustStayOnlyCorrection,
} from './corrections/one-correction.js';
import {
  doubtTextTakenBack,
  holdSameText,
  liftWithSameText,
  pauseWithSameText,
  resumeWithSameText,
} from './corrections/doubt.js';
import { isUnsubmittable } from './corrections/unapprovable.rules.js';
import { remainderOf } from './corrections/remainder.js';
import type { Passage } from './review/passages.rules.js';
import { numbered, unnumbered } from './drafts/numbered.rules.js';
import { noteUses } from './recordings/recordings.js';
import { type Approving, Review } from './review/review.js';
import { forgetDeleted, Undo, type Undoable } from './undo.js';
import { seriesOf } from './series/links.js';
import { stopsOf } from './stops.js';
import { type Sample, type SampleCopy, sampleCopy } from './content/sample.js';
import { TestSends } from './content/test-sends.js';
import { forgetComments } from './comments/comments.js';
import { forgetPresences } from './comments/presence.js';
import { find, ownershipOf, see, type StoredBroadcast, titlesLike, titlesSeen } from './store.js';
import type { BroadcastView, TestSent } from '#contract/api/broadcasts';
import type { PreviewCopy } from '#contract/api/plan';

export type { BroadcastView, TestSent } from '#contract/api/broadcasts';

/** Composes, approves and corrects broadcasts. Every act is recorded in the audit trail in its own transaction. */
@Injectable()
export class Broadcasts {
  private readonly approved: ApprovedDocuments;
  private readonly assessor: Assessor;
  private readonly review: Review;
  private readonly undoing: Undo;
  private readonly hurry: Hurry;

  constructor(
    private readonly database: Database,
    private readonly appraisal: Appraisal,
    private readonly dispatch: Dispatch,
    private readonly alerts: Alerts,
    private readonly tests: TestSends,
    @InjectConfig() private readonly config: Config,
    @InjectLogger() logger: Logger,
  ) {
    this.hurry = hurrying(logger);
    this.approved = new ApprovedDocuments(database, logger);
    this.assessor = appraisal.assessor;
    this.review = new Review(database, this.assessor, dispatch, this.hurry, alerts);
    this.undoing = new Undo(database, dispatch, alerts);
  }

  /**
   * Begins a broadcast, with the texts of a template if one is named: on the template's channels, unless others are
   * given.
   * @throws Problem forbidden; invalid when it refers to something that does not exist (any other fault prevents only
   *   submitting); not-found or conflict: no usable template with this id
   */
  async create(person: SignedIn, given: NewDraft, templateId?: string): Promise<BroadcastView> {
    if (templateId === undefined) return this.begin(person, begin(given), null, 'broadcast.create');
    const { contents, digest } = await ordinaryTemplate(this.database.manager, person, templateId);
    const channels = given.channels.length > 0 ? given.channels : CHANNELS.filter((name) => contents[name]);
    const detail = { templateId, templateDigest: digest };
    return this.begin(person, begin({ ...given, channels, contents }), null, 'broadcast.create', detail);
  }

  /**
   * Begins another broadcast with the texts, audience and schedule of this one, without a schedule that has passed or the
   * expiry of what goes out at once, and without its recordings: they would no longer match edited texts. If it was
   * corrected, the copy takes the texts of the correction that holds unless its own texts are requested: nobody sends a
   * wrong text again by accident. Its title gets a number, because lists name broadcasts by their titles.
   * @throws Problem not-found, forbidden, invalid; conflict when a correction's texts are requested and none holds
   */
  async copy(person: SignedIn, id: string, texts?: 'own' | 'corrected'): Promise<BroadcastView> {
    const { manager } = this.database;
    const copied = await see(manager, person, id);
    const correctionId = texts === 'own' ? null : await correctionOf(manager, id);
    if (texts === 'corrected' && correctionId === null) throw new Problem('not-corrected');
    const own = copied.draft;
    // The approved texts of a correction are public, even when the person may not open the correction itself.
    const { correction, alternatives, ...draft } =
      correctionId === null ? own : withTextsOf(own, (await find(manager, correctionId)).draft);
    const kind = correction ? 'urgent' : draft.kind;
    const detail = { from: id, ...(correctionId === null ? {} : { correctionId }) };
    const taken = await titlesLike(manager, person.organisation.id, unnumbered(draft.title));
    const title = numbered(draft.title, taken);
    const { schedule, ...rest } = draft;
    const { regions } = await this.assessor.prepare(draft);
    const ahead = schedule && scheduleAhead(schedule, regions, await now(manager));
    return this.begin(
      person,
      { ...rest, title, kind, ...(ahead && { schedule: ahead }), ...stated(writtenOf(alternatives)) },
      null,
      'broadcast.copy',
      detail,
    );
  }

  /**
   * Begins a correction, with the texts of the original or of a template as a start. It goes out at once, to everybody
   * the original reached, also at night where the original may.
   */
  async correct(
    person: SignedIn,
    originalId: string,
    given: { title: string; templateId?: string | undefined },
  ): Promise<BroadcastView> {
    const original = await see(this.database.manager, person, originalId);
    if (original.submission?.decision !== 'approved') {
      throw new Problem('never-approved');
    }
    await mustBeNoRemainder(this.database.manager, original, 'correct-that-one');
    // Who let the original leave the window lets what is wrong in it be mended at night too; submitting asks again.
    const leaves = original.draft.schedule?.leaveWindow === true;
    const now: Draft['schedule'] = { at: 'now', ...(leaves && { leaveWindow: true }) };
    const bound = { kind: 'correction', reach: 'every', correction: USUAL_CORRECTION } as const;
    // The recordings and easy texts are as wrong as the texts, and the correction does not mend them.
    const { alternatives: _, ...mended } = original.draft;
    const draft: Draft = { ...mended, ...bound, title: given.title, schedule: now };
    if (given.templateId === undefined)
      return this.begin(person, draft, originalId, 'broadcast.correct', { originalId });
    const template = await correctionTemplate(this.database.manager, given.templateId);
    const { id: templateId, digest: templateDigest, contents } = template;
    const detail = { originalId, templateId, templateDigest };
    return this.begin(person, { ...draft, contents }, originalId, 'broadcast.correct', detail, template);
  }

  /**
   * Changes a draft. An edit voids the submission under review, which then has to be submitted again.
   * @throws Problem not-found, forbidden, invalid; conflict: changed since `version` (with the current one), or not
   *   editable, as the remainder of a correction is, which has the correction's text
   */
  async edit(person: SignedIn, id: string, edit: DraftEdit): Promise<BroadcastView> {
    const seen = await find(this.database.manager, id);
    mustCompose(person, seen);
    mustBeVersion(seen, edit.version);
    mustBeOpen(seen, 'edit');
    if (edit.correction && seen.originalId === null) {
      throw new Problem('unsaved', {}, [fault('correction', 'no-correction')]);
    }
    await mustBeNoRemainder(this.database.manager, seen, 'edit-that-one');
    const next = edited(seen.draft, edit);
    const { draft, unknown } = await this.assessor.prepare(next);
    refuse('unsaved', unknown);
    await this.database.transaction(async (tx) => {
      const broadcast = await find(tx, id, true);
      mustBeVersion(broadcast, edit.version);
      mustBeOpen(broadcast, 'edit');
      await mustBeUnsent(tx, broadcast);
      await mustStayOnlyCorrection(tx, broadcast);
      const voided = broadcast.state === 'in_review' ? await decide(tx, broadcast, person, 'voided') : null;
      await move(
        tx,
        BROADCASTS,
        'draft',
        {
          set: `draft = $2, title = $3, kind = $4, election_id = $5, version = version + 1,
            editors = CASE WHEN $6 = ANY (editors) THEN editors ELSE editors || $6::bigint END, updated_at = siar_now()`,
          where: 'b.id = $1',
        },
        [id, draft, draft.title, draft.kind, draft.electionId ?? null, person.personId],
      );
      refuse('unsaved', await noteUses(tx, id, 0, recordingsIn(draft)));
      await keepVersion(tx, id, { version: broadcast.version + 1, draft, by: person.personId });
      const detail = {
        version: broadcast.version + 1,
        fields: changedFields(broadcast.draft, draft),
        voided,
      };
      await note(tx, person, 'broadcast.edit', id, detail);
    });
    return this.get(person, id);
  }

  /** Deletes a draft. @throws Problem not-found; else as {@link removeDraft} does */
  async remove(person: SignedIn, id: string, version: number): Promise<void> {
    await see(this.database.manager, person, id);
    await this.database.transaction((tx) => removeDraft(tx, person, id, version));
  }

  /** One broadcast, with what this person sees of it and may do with it. @throws Problem not-found */
  async get(person: SignedIn, id: string): Promise<BroadcastView> {
    const broadcast = await see(this.database.manager, person, id);
    const { estimate, counting, others, unreached, assessment, smsCost } = await this.appraisal.of(broadcast);
    const submission = broadcast.submission && {
      ...broadcast.submission,
      document: JSON.parse(broadcast.submission.document) as FrozenDocument,
    };
    const submitted = SUBMITTED.includes(broadcast.state);
    const { manager } = this.database;
    const decided = isSettled(broadcast);
    // Warnings to look at before the decision; an hour that is "now" would still move after everything has gone out.
    const warnings = [
      ...(decided ? [] : assessment.warnings),
      ...(await this.alerts.warnings(manager, broadcast)),
    ];
    if (
      submitted &&
      submission &&
      assessment.document &&
      !sameElection(submission.document, assessment.document)
    ) {
      const message = 'The election was changed since this was submitted; the dates in it are those of then.';
      warnings.push({ code: 'election-changed', path: 'electionId', message });
    }
    if (broadcast.originalId !== null) {
      const chain = await chainOf(manager, id);
      for (const channel of await channelsLeftOut(manager, chain, broadcast.draft.channels)) {
        const message = `Whoever got the original by ${channel} only gets no correction: it has no text for ${channel}.`;
        warnings.push({ code: 'channel-left-out', path: 'channels', message });
      }
    }
    const reviewed = broadcast.state === 'in_review';
    const bar = decided ? null : await unapprovable(manager, id);
    const why = reviewed
      ? (whyNotApprove(person, ownershipOf(broadcast)) ??
        (broadcast.seriesId === null ? bar && new Problem(bar) : new Problem('in-series')))
      : new Problem('not-under-review');
    const { originalCode: _, seriesId, daysBefore: __, ...shown } = broadcast;
    return {
      ...shown,
      submission,
      obstacles: decided ? [] : assessment.obstacles,
      warnings,
      estimate: estimate && withoutRegions(estimate),
      smsCost,
      counting,
      // Of the same count: a correction gets recipients while what it corrects is sent.
      forecast: decided ? {} : (assessment.plan?.forecast ?? {}),
      others,
      unreached,
      remainder: broadcast.originalId ? await remainderOf(this.database.manager, id) : null,
      chain: await this.chain(person, id),
      series: seriesId === null ? null : ((await seriesOf(manager, person, [id])).get(id) ?? null),
      reads: (await readings(manager, [id])).get(id) ?? null,
      copyMark: (await copyMarks(manager, [id])).get(id) ?? null,
      approval: {
        may: why === null,
        why: why?.message ?? null,
        unapprovable: bar,
        submittable: bar === null || !isUnsubmittable(bar),
        confirmLocalHours: broadcast.draft.schedule?.leaveWindow ?? false,
      },
      discusses: mayDiscuss(person, ownershipOf(broadcast)),
      alert: await this.alerts.shown(manager, person, broadcast),
      hindrance: await strongestHindrance(manager, id),
      stops: await stopsOf(manager, id),
      template: broadcast.template && useOf(broadcast.template, broadcast.draft),
    };
  }

  /** What a broadcast corrects and what corrects it, as far as this person may see it; null: neither. */
  async chain(person: SignedIn, id: string): Promise<Chain | null> {
    return (await chainsOf(this.database.manager, person, [id])).get(id) ?? null;
  }

  /** The titles of these broadcasts, by id, as far as a person sees them. */
  titlesSeen(person: SignedIn, ids: readonly string[]): Promise<Record<string, string>> {
    return titlesSeen(this.database.manager, person, ids);
  }

  /** @throws Problem not-found when there is no such broadcast for this person */
  async mustSee(person: SignedIn, id: string): Promise<void> {
    await see(this.database.manager, person, id);
  }

  /**
   * Locks a broadcast for a person who wants to stop it, until the transaction ends. Stopping is the task of the waves.
   * @returns the capacity in which the person stops it
   * @throws Problem not-found, forbidden; conflict when its state does not allow stopping
   */
  async mustStop(
    tx: Tx,
    person: SignedIn,
    id: string,
    act: 'pause' | 'cancel',
  ): Promise<'kpu' | 'author' | 'operator'> {
    await see(tx, person, id);
    const broadcast = await find(tx, id, true);
    const as = stopsAs(person, ownershipOf(broadcast), act);
    if (!as) {
      throw new Problem(act === 'pause' ? 'who-pauses' : 'who-cancels');
    }
    mustBeOpen(broadcast, act === 'pause' && may(broadcast.state, 'doubt') ? 'doubt' : act);
    return as;
  }

  /**
   * Cancels the rest of a broadcast, for good. For a correction: casts doubt on its companion, which carries the same
   * text.
   * @throws Problem conflict when it is not approved, running or paused
   */
  async cancel(tx: Tx, id: string, stop: Stop): Promise<Tally> {
    const tally = await this.dispatch.cancelBroadcast(tx, id, stop);
    const other = (await remainderOf(tx, id))?.id ?? null;
    await doubtTextTakenBack(tx, this.dispatch, { id, other }, { ...stop, by: 'correction' });
    return tally;
  }

  /**
   * Pauses a broadcast or a part of it for a person. A doubt also reaches the correction or companion with the same text.
   * @throws Problem not-found, forbidden; conflict when its state does not allow stopping
   */
  async pause(
    tx: Tx,
    person: SignedIn,
    id: string,
    part: Part,
    given: Pick<Stop, 'reason' | 'doubt'>,
  ): Promise<Paused> {
    await see(tx, person, id);
    // A pause for another reason concerns this one alone, and waits for nobody who holds the other.
    const other = given.doubt === false ? null : await holdSameText(tx, id);
    const by = await this.mustStop(tx, person, id, 'pause');
    const stop = { ...given, by, actorId: person.personId };
    return pauseWithSameText(tx, this.dispatch, { id, other }, part, stop);
  }

  /**
   * Resumes a broadcast or a part of it. A doubt that ends with it also ends on the correction or companion with the same
   * text.
   * @throws Problem not-found, or conflict while KPU's doubt stands on it, or KPU reviews a correction of it
   */
  async resume(tx: Tx, person: SignedIn, id: string, part: Part, which: Which = {}): Promise<Resumed> {
    await see(tx, person, id);
    const other = await holdSameText(tx, id);
    if (await isCorrectionInReview(tx, id)) throw new Problem('correction-in-review');
    return resumeWithSameText(tx, this.dispatch, { id, other }, part, { actorId: person.personId, ...which });
  }

  /**
   * Lifts the doubt on a broadcast, and on the correction or companion with the same text. Paused waves wait for an
   * operator.
   * @param reason why its content is right
   * @throws Problem not-found, or forbidden for everybody except reviewers of a KPU office that answers for all its
   *   regions; conflict when nothing is in doubt
   */
  async liftDoubt(tx: Tx, person: SignedIn, id: string, reason: string): Promise<void> {
    const broadcast = await see(tx, person, id);
    if (!mayReview(person, ownershipOf(broadcast))) throw new Problem('who-lifts-doubt');
    await liftWithSameText(tx, this.dispatch, id, { actorId: person.personId, reason });
  }

  /**
   * The waves it would have if it were approved now, or the faults that prevent them, with the forecast of each
   * channel.
   */
  async plan(person: SignedIn, id: string): Promise<Plan> {
    const { assessment } = await this.appraisal.of(await see(this.database.manager, person, id));
    if (!assessment.plan) throw new Problem('unplanned', {}, assessment.obstacles);
    return assessment.plan;
  }

  /**
   * Freezes the draft for review. Voids an earlier submission that is not decided on.
   * @param given.version the version the author has seen; any other is refused
   * @param given.confirmed whether its author confirms the local hours, when it leaves the send window
   * @param given.unreached of a correction: also submits a broadcast of its own with the same text, for the part of the
   *   original's audience that nothing reached; without it, such a broadcast that waits for approval is withdrawn
   * @throws Problem not-found, forbidden, conflict; invalid with all faults that prevent submitting
   */
  async submit(
    person: SignedIn,
    id: string,
    given: { version?: number | undefined; confirmed: boolean; unreached?: boolean },
  ): Promise<BroadcastView> {
    await this.review.submit(person, id, { unreached: false, ...given });
    return this.get(person, id);
  }

  /**
   * Approves exactly the document whose digest the reviewer saw, and plans its waves in the same transaction.
   * @param given.confirmed whether the reviewer confirms the local hours, when it leaves the send window
   * @throws Problem not-found, forbidden; conflict: not under review (any more), another digest (with `changes`), or
   *   held by another reviewer; invalid when its time has passed since (with `missed`) and the request does not say
   *   what happens to that part
   */
  async approve(person: SignedIn, id: string, given: Approving): Promise<BroadcastView> {
    await this.review.approve(person, id, given, await this.appraisal.expected(id));
    return this.get(person, id);
  }

  /**
   * Returns what is under review to its authors.
   * @param passages the places in the texts that a reason refers to
   * @throws Problem not-found, forbidden, conflict; invalid when a passage is not in the texts
   */
  async reject(
    person: SignedIn,
    id: string,
    reason: string | null,
    passages: readonly Passage[] = [],
  ): Promise<BroadcastView> {
    await this.review.reject(person, id, reason, passages);
    return this.get(person, id);
  }

  /** Withdraws it, until it is completed: no more of it goes out. @throws Problem not-found, forbidden, conflict */
  async withdraw(person: SignedIn, id: string, reason: string | null): Promise<BroadcastView> {
    await this.review.withdraw(person, id, reason);
    return this.get(person, id);
  }

  /** Undoes a recent act of this person. @throws Problem as {@link Undo.undo} does */
  async undo(person: SignedIn, id: string, act: Undoable): Promise<BroadcastView> {
    await this.undoing.undo(person, id, act);
    this.hurry(this.alerts.release());
    return this.get(person, id);
  }

  /**
   * Removes deleted drafts that can no longer be restored, the versions of and comments on what was approved long ago, and
   * who was present.
   */
  async forget(): Promise<void> {
    await forgetDeleted(this.database.manager);
    await forgetVersions(this.database.manager);
    await forgetComments(this.database.manager);
    await forgetPresences(this.database.manager);
  }

  /** The kept versions of a draft, the newest first. @throws Problem not-found, forbidden */
  async versions(person: SignedIn, id: string): Promise<DraftVersion[]> {
    const { manager } = this.database;
    mustCompose(person, await see(manager, person, id));
    return versionsOf(manager, id);
  }

  /** One kept version of a draft. @throws Problem not-found, also when it is no longer kept; forbidden */
  async version(person: SignedIn, id: string, version: number): Promise<Draft> {
    const { manager } = this.database;
    mustCompose(person, await see(manager, person, id));
    return versionOf(manager, id, version);
  }

  /**
   * Records that this person takes its alert, when a decision cannot wait. @throws Problem as {@link Alerts.answer}
   * does
   */
  async answer(person: SignedIn, id: string): Promise<BroadcastView> {
    await this.alerts.answer(person, id);
    return this.get(person, id);
  }

  /** A copy as one recipient would get it. @throws Problem not-found; invalid when there is nothing to show */
  async preview(person: SignedIn, id: string, sample: Sample): Promise<PreviewCopy> {
    const broadcast = await see(this.database.manager, person, id);
    const { document } = await this.shown(broadcast);
    const { name, from } = document.sender;
    return {
      ...sampleCopy(document, sample, broadcast.publicCode, this.config),
      sender: { name, from },
      smsCostPerSegment: this.config.SMS_COST_PER_SEGMENT,
    };
  }

  /**
   * Sends a copy marked [UJI] to the signed-in person's own confirmed addresses, ahead of all broadcasts.
   * @returns the addresses it goes to, and the channels left out with the reason
   * @throws Problem not-found, forbidden; too-many with retryAfterSeconds; invalid when there is no address or nothing
   *   to send
   */
  async sendTest(
    person: SignedIn,
    id: string,
    given: { channels?: ChannelName[] | undefined; language: string },
  ): Promise<TestSent> {
    const broadcast = await see(this.database.manager, person, id);
    const ownership = ownershipOf(broadcast);
    if (!mayCompose(person, ownership) && !mayReview(person, ownership)) {
      throw new Problem('testers-only');
    }
    await this.tests.count(person);
    const { document, faults } = await this.shown(broadcast);
    const meant: readonly ChannelName[] = [...broadcast.draft.channels, ...document.channels];
    const wanted = (given.channels ?? document.channels).filter((channel) => document.contents[channel]);
    const ofThese = wanted.map((channel) => `contents.${channel}.`);
    refuse(
      'wrong-text',
      faults.filter(({ path }) => ofThese.some((stem) => path.startsWith(stem))),
    );
    const asked = given.channels ?? CHANNELS.filter((one) => meant.includes(one));
    const leftOut: TestSent['leftOut'] = asked
      .filter((channel) => !wanted.includes(channel))
      .map((channel) => ({ channel, why: 'no-text' }));
    const copyOf = (channel: ChannelName): SampleCopy =>
      sampleCopy(
        document,
        { channel, language: given.language, name: person.name },
        broadcast.publicCode,
        this.config,
      );
    const { sent, withoutAddress } = await this.tests.send(person, id, { ...given, wanted, copyOf });
    leftOut.push(...withoutAddress.map((channel) => ({ channel, why: 'no-address' as const })));
    this.hurry(this.tests.release());
    return { channels: sent.map(({ channel }) => channel), sent, leftOut };
  }

  /**
   * The approved document that a broadcast's copies are rendered from. @throws Error when there is none, or it was
   * altered
   */
  frozen(broadcastId: string): Promise<{ document: FrozenDocument; digest: string }> {
    return this.approved.of(broadcastId);
  }

  private async begin(
    person: SignedIn,
    given: Draft,
    originalId: string | null,
    act: string,
    detail: Record<string, unknown> = {},
    template: UsedTemplate | null = null,
  ): Promise<BroadcastView> {
    mustCompose(person, person);
    const { draft, unknown } = await this.assessor.prepare(given);
    refuse('unsaved', unknown);
    const id = await this.database.transaction(async (tx) => {
      if (originalId !== null) await mustBeOnlyCorrection(tx, originalId);
      return insertDraft(tx, person, draft, { originalId, template }, act, detail);
    });
    return this.get(person, id);
  }

  /** The text of a preview or test: the submission that counts, else the draft, with the texts of all its channels. */
  private async shown(broadcast: StoredBroadcast): Promise<{ document: FrozenDocument; faults: Fault[] }> {
    if (broadcast.submission && SUBMITTED.includes(broadcast.state)) {
      return { document: JSON.parse(broadcast.submission.document) as FrozenDocument, faults: [] };
    }
    const prepared = await this.assessor.prepare(broadcast.draft);
    const channels = Object.keys(prepared.draft.contents) as ChannelName[];
    const draft = { ...prepared.draft, channels };
    const at = draft.schedule ?? { at: 'now' };
    const document = this.assessor.freeze({ ...prepared, draft }, identityOf(broadcast), at);
    return { document, faults: prepared.faults };
  }
}
