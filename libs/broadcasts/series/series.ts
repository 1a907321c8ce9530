import { Injectable } from '@nestjs/common';
import type { SpreadEstimate } from '#audience/counting';
import { record } from '#audit';
import { BROADCASTS, may } from '#contract';
import type { BodyOf } from '#contract/api';
import type { MemberRefusal, SeriesView } from '#contract/api/series';
import { fault } from '#contract/problems';
import { InjectLogger } from '#platform';
import { Database, now, row, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import type { Logger } from '#platform/logging';
import { move } from '#platform/states';
import type { SignedIn } from '#staff/roles';
import { type Hurry, hurrying, mustBeAlone, mustBeVersion, mustCompose, note } from '../acts.js';
import { Alerts } from '../alerts/alerts.js';
import { Appraisal } from '../appraisal.js';
import { pollingDates } from '../checks/polling.rules.js';
import { Dispatch, strongestHindrance } from '../door/dispatch.js';
import { type Prepared, refuse } from '../drafts/assess.js';
import { changedFields, type Draft } from '../drafts/draft.js';
import { insertDraft, joinSeries } from '../drafts/insert.js';
import { keepVersion } from '../drafts/versions.js';
import { mayCompose, mayReview, maySee, whyNotApprove } from '../who-may.rules.js';
import { ReviewHolds } from '../review/review-holds.js';
import { Review } from '../review/review.js';
import { find, type Hold, ownershipOf, see, type StoredBroadcast } from '../store.js';
import { findSeries, memberIds, type StoredSeries } from './links.js';
import {
  baseTitle,
  carriedAlong,
  isOpen,
  movedSchedule,
  reminderSchedule,
  reminderTitle,
  seriesDigest,
} from './series.rules.js';

type Reminder = BodyOf<'POST /series/{id}/members'>;

/** A member of a series, with its place in it. */
type Member = StoredBroadcast & { daysBefore: number };

/** Maximum number of members. */
const MOST = 8;

/**
 * Series of reminders before a polling day: made of one draft, submitted together, and approved once. Members stay
 * broadcasts of their own. Whatever concerns several of them locks the series, then its members in key order, and is
 * done for all of them or for none.
 */
@Injectable()
export class SeriesDesk {
  private readonly review: Review;
  private readonly hurry: Hurry;

  constructor(
    private readonly database: Database,
    private readonly appraisal: Appraisal,
    private readonly holds: ReviewHolds,
    dispatch: Dispatch,
    private readonly alerts: Alerts,
    @InjectLogger() logger: Logger,
  ) {
    this.hurry = hurrying(logger);
    this.review = new Review(database, appraisal.assessor, dispatch, this.hurry, alerts);
  }

  /**
   * Makes a series of a draft, which becomes its earliest reminder; the others are copies of it.
   * @throws Problem not-found, forbidden; invalid when it is no ordinary broadcast about an election; conflict:
   *   changed since `version`, under review or approved, or in a series already
   */
  async begin(
    person: SignedIn,
    broadcastId: string,
    { version, reminders }: BodyOf<'POST /broadcasts/{id}/series'>,
  ): Promise<SeriesView> {
    const seen = await see(this.database.manager, person, broadcastId);
    mustBeginWith(person, seen, version);
    const prepared = await this.appraisal.assessor.prepare(seen.draft);
    refuse('unsaved', prepared.unknown);
    const [first, ...later] = reminders.toSorted((a, b) => b.daysBefore - a.daysBefore);
    if (!first) throw new Error('A series has reminders');
    const id = await this.database.transaction(async (tx) => {
      const broadcast = await find(tx, broadcastId, true);
      mustBeginWith(person, broadcast, version);
      const made = await row<{ id: string }>(
        tx,
        'INSERT INTO series (organisation_id, election_id, title, author_id) VALUES ($1, $2, $3, $4) RETURNING id',
        [
          broadcast.organisation.id,
          broadcast.draft.electionId,
          baseTitle(broadcast.draft.title),
          person.personId,
        ],
      );
      if (!made) throw new Error('The series was not made');
      const draft = reminderOf(prepared, first);
      await move(
        tx,
        BROADCASTS,
        'draft',
        {
          set: `draft = $2, title = $3, version = version + 1,
            editors = CASE WHEN $4 = ANY (editors) THEN editors ELSE editors || $4::bigint END, updated_at = siar_now()`,
          where: 'b.id = $1',
        },
        [broadcastId, draft, draft.title, person.personId],
      );
      await joinSeries(tx, broadcastId, { id: made.id, daysBefore: first.daysBefore });
      await keepVersion(tx, broadcastId, { version: version + 1, draft, by: person.personId });
      await note(tx, person, 'broadcast.edit', broadcastId, {
        version: version + 1,
        fields: changedFields(broadcast.draft, draft),
      });
      const members = [broadcastId];
      for (const reminder of later)
        members.push(await insertCopy(tx, person, prepared, broadcastId, made.id, reminder));
      await this.note(tx, person, 'series.create', made.id, { members });
      return made.id;
    });
    return this.get(person, id);
  }

  /** A series, with what this person sees of it and may do with it. @throws Problem not-found */
  async get(person: SignedIn, id: string): Promise<SeriesView> {
    const { manager } = this.database;
    const series = await findSeries(manager, id);
    const all = await this.members(manager, id);
    const members = seenBy(person, all);
    if (!series || members.length === 0) throw new Problem('no-such-series');
    const shown = [];
    for (const member of inOrder(members)) shown.push(await this.shown(member));
    const waiting = all.filter(({ state }) => state === 'in_review');
    const complete = waiting.length > 0 && all.every(({ state }) => !isOpen(state) || state === 'in_review');
    const composes = mayCompose(person, { organisationId: series.organisation.id });
    const why = waiting.map((one) => whyNotApprove(person, ownershipOf(one))).find((one) => one !== null);
    const reviews = waiting.length > 0 && waiting.every((one) => mayReview(person, ownershipOf(one)));
    return {
      ...series,
      members: shown,
      hidden: all.length - members.length,
      digest: complete ? seriesDigest(waiting.map(digestOf)) : null,
      acts: {
        compose: composes && waiting.length === 0,
        submit: composes && all.some(({ state }) => isOpen(state) && state !== 'in_review'),
        approve: complete && why === undefined,
        whyNot: why ? { code: why.code, params: why.params } : null,
        reject: reviews,
        withdraw:
          all.some(isWithdrawable) && (composes || all.every((one) => mayReview(person, ownershipOf(one)))),
      },
    };
  }

  /**
   * Adds a reminder: a copy of the one that is nearest in time.
   * @throws Problem not-found, forbidden; conflict while a member is under review, or when there is one on that day
   */
  async add(person: SignedIn, id: string, reminder: Reminder): Promise<SeriesView> {
    const series = await this.mustComposeIn(person, id);
    const nearest = (await this.members(this.database.manager, id)).toSorted(
      (a, b) => Math.abs(a.daysBefore - reminder.daysBefore) - Math.abs(b.daysBefore - reminder.daysBefore),
    )[0];
    if (!nearest) throw new Problem('no-such-series');
    const prepared = await this.appraisal.assessor.prepare(nearest.draft);
    refuse('unsaved', prepared.unknown);
    await this.database.transaction(async (tx) => {
      const members = await this.lock(tx, id);
      if (members.some(({ state }) => state === 'in_review')) throw new Problem('series-submitted');
      if (members.length >= MOST) throw new Problem('series-full', { max: MOST });
      if (members.some(({ daysBefore }) => daysBefore === reminder.daysBefore))
        throw new Problem('series-day');
      refuse('no-series', memberFaults(prepared.draft, series));
      const made = await insertCopy(tx, person, prepared, nearest.id, id, reminder);
      await this.note(tx, person, 'series.add', id, { members: [made] });
    });
    return this.get(person, id);
  }

  /**
   * Takes a reminder out of its series: it becomes a broadcast by itself.
   * @throws Problem not-found, forbidden; conflict while a member is under review, or when it was approved
   */
  async takeOut(person: SignedIn, id: string, broadcastId: string): Promise<SeriesView> {
    await this.mustComposeIn(person, id);
    await this.database.transaction(async (tx) => {
      const members = await this.lock(tx, id);
      const member = members.find((one) => one.id === broadcastId);
      if (!member) throw new Problem('no-such-broadcast');
      const { state } = member;
      if (members.some((one) => one.state === 'in_review')) throw new Problem('series-submitted');
      if (!isOpen(state) && state !== 'withdrawn') throw new Problem('wrong-state', { act: 'edit', state });
      await tx.query('DELETE FROM series_members WHERE broadcast_id = $1', [broadcastId]);
      await this.note(tx, person, 'series.take-out', id, { members: [broadcastId] });
    });
    return this.get(person, id);
  }

  /** Takes or renews the hold on all reviews of a series. @throws Problem as {@link ReviewHolds.take} does */
  async hold(person: SignedIn, id: string, takeOver: boolean): Promise<Hold> {
    await this.mustSee(person, id);
    const [first, ...more] = await this.waiting(id);
    if (first === undefined) throw new Problem('series-nothing');
    return this.holds.take(person, [first, ...more], takeOver);
  }

  /** Releases one's hold on a series. Does nothing without one. @throws Problem not-found */
  async letGo(person: SignedIn, id: string): Promise<void> {
    await this.mustSee(person, id);
    await this.holds.letGo(person, await this.waiting(id));
  }

  /**
   * Submits all members that are not submitted or decided on.
   * @throws Problem forbidden; conflict with the faults of each member that cannot be submitted, or when these are not
   *   all the members
   */
  async submit(
    person: SignedIn,
    id: string,
    { members: given }: BodyOf<'POST /series/{id}/submit'>,
  ): Promise<SeriesView> {
    const series = await this.mustComposeIn(person, id);
    // Looked up before the transaction, which must not wait for a second connection while it holds one.
    const drafts = new Map<string, Prepared>();
    for (const one of await this.members(this.database.manager, id))
      if (isOpen(one.state)) drafts.set(one.id, await this.appraisal.assessor.prepare(one.draft));
    const seen = new Map(given.map((one) => [one.id, one.version]));
    await this.database.transaction(async (tx) => {
      const members = await this.lock(tx, id);
      const meant = members.filter(({ state }) => isOpen(state) && state !== 'in_review');
      if (meant.length === 0) throw new Problem('series-nothing');
      mustBeThese(meant, seen);
      const at = { now: await now(tx), confirmed: true };
      await each(meant, async (one) => {
        const prepared = drafts.get(one.id);
        // Joined the series since.
        if (!prepared) throw new Problem('series-other');
        const version = seen.get(one.id) ?? 0;
        mustBeVersion(one, version);
        refuse('unsubmitted', memberFaults(one.draft, series));
        await this.review.submitIn(tx, person, one, prepared, { version, at });
      });
      await this.note(tx, person, 'series.submit', id, { members: meant.map((one) => one.id) });
    });
    this.hurry(this.alerts.release());
    return this.get(person, id);
  }

  /**
   * Approves all members under review by one digest, in one transaction.
   * @throws Problem forbidden when the person may not approve every one of them; conflict with the reason for each
   *   member that cannot be approved: changed, withdrawn, or held by another reviewer
   */
  async approve(
    person: SignedIn,
    id: string,
    { digest, members: given, late, acknowledged, ...confirmed }: BodyOf<'POST /series/{id}/approve'>,
  ): Promise<SeriesView> {
    const began = performance.now();
    await this.mustSee(person, id);
    const seen = new Map(given.map((one) => [one.id, one.digest]));
    if (seriesDigest([...seen.values()]) !== digest) throw new Problem('series-digest');
    const expected = new Map<string, SpreadEstimate['regions']>();
    for (const one of await this.waiting(id)) expected.set(one, await this.appraisal.expected(one));
    const approved = await this.database.transaction(async (tx) => {
      const members = await this.lock(tx, id);
      const meant = members.filter((one) => isOpen(one.state) || seen.has(one.id));
      for (const one of meant) {
        const why = whyNotApprove(person, ownershipOf(one));
        if (why) throw why;
      }
      mustBeThese(meant, seen);
      const waves = await each(meant, (one) =>
        this.review.approveIn(
          tx,
          person,
          one,
          {
            digest: seen.get(one.id) ?? '',
            confirmed: confirmed.confirmLocalHours,
            neutral: confirmed.confirmNeutral,
            late,
            acknowledged,
          },
          expected.get(one.id) ?? {},
        ),
      );
      await this.note(tx, person, 'series.approve', id, { digest, members: meant.map((one) => one.id) });
      return meant.map((one, at) => ({ id: one.id, waves: waves[at] ?? 0 }));
    });
    this.review.approved(approved, performance.now() - began);
    return this.get(person, id);
  }

  /**
   * Returns all members under review to their authors.
   * @throws Problem forbidden; invalid when a member would have no reason; conflict with the reason of each refusal
   */
  async reject(
    person: SignedIn,
    id: string,
    { reason: whole, members: given }: BodyOf<'POST /series/{id}/reject'>,
  ): Promise<SeriesView> {
    await this.mustSee(person, id);
    const reason = whole ?? null;
    const pins = new Map(given.map((one) => [one.id, one.passages]));
    await this.database.transaction(async (tx) => {
      const members = await this.lock(tx, id);
      const meant = members.filter(({ state }) => state === 'in_review');
      if (!meant.every((one) => mayReview(person, ownershipOf(one)))) throw new Problem('reviewers-reject');
      if (meant.length === 0) throw new Problem('series-nothing');
      if ([...pins.keys()].some((one) => !meant.some((member) => member.id === one)))
        throw new Problem('series-other');
      await each(meant, (one) => {
        const passages = pins.get(one.id) ?? [];
        if (reason === null && passages.length === 0)
          throw new Problem('not-valid', {}, [fault('reason', 'say-why')]);
        return this.review.rejectIn(tx, person, one, reason, passages);
      });
      await this.note(tx, person, 'series.reject', id, { reason, members: meant.map((one) => one.id) });
    });
    return this.get(person, id);
  }

  /** Withdraws all members that are submitted and have not ended: no more of them goes out. */
  async withdraw(person: SignedIn, id: string, reason: string | null): Promise<SeriesView> {
    await this.mustSee(person, id);
    await this.database.transaction(async (tx) => {
      const meant = (await this.lock(tx, id)).filter(isWithdrawable);
      if (!meant.every((one) => mayCompose(person, ownershipOf(one)) || mayReview(person, ownershipOf(one))))
        throw new Problem('who-withdraws');
      if (meant.length === 0) throw new Problem('series-nothing');
      await each(meant, (one) => this.review.withdrawIn(tx, person, one.id, reason));
      await this.note(tx, person, 'series.withdraw', id, { reason, members: meant.map((one) => one.id) });
    });
    return this.get(person, id);
  }

  private async members(tx: Tx, id: string, lock = false): Promise<Member[]> {
    const found: Member[] = [];
    for (const one of await memberIds(tx, id)) {
      const broadcast = await find(tx, one, lock);
      // Taken out or deleted before it was locked.
      if (broadcast.seriesId === id && broadcast.daysBefore !== null)
        found.push({ ...broadcast, daysBefore: broadcast.daysBefore });
    }
    return found;
  }

  /** Locks a series and all its members, in key order. @throws Problem not-found */
  private async lock(tx: Tx, id: string): Promise<Member[]> {
    if (!(await row(tx, 'SELECT id FROM series WHERE id = $1 FOR NO KEY UPDATE', [id])))
      throw new Problem('no-such-series');
    return this.members(tx, id, true);
  }

  private async waiting(id: string): Promise<string[]> {
    const members = await this.members(this.database.manager, id);
    return members.filter(({ state }) => state === 'in_review').map((one) => one.id);
  }

  private async mustComposeIn(person: SignedIn, id: string): Promise<StoredSeries> {
    await this.mustSee(person, id);
    const series = await findSeries(this.database.manager, id);
    if (!series) throw new Problem('no-such-series');
    mustCompose(person, series);
    return series;
  }

  /** @throws Problem not-found for somebody who sees no member */
  private async mustSee(person: SignedIn, id: string): Promise<void> {
    if (seenBy(person, await this.members(this.database.manager, id)).length === 0)
      throw new Problem('no-such-series');
  }

  private async shown(member: Member): Promise<SeriesView['members'][number]> {
    const { id, state, begun, version, daysBefore, draft, hold } = member;
    const { election, draft: normal } = await this.appraisal.assessor.prepare(draft);
    const codes = normal.audience.regions;
    const dates = election && pollingDates(election, codes);
    const ahead = !begun && (isOpen(state) || state === 'approved' || state === 'paused');
    return {
      id,
      title: draft.title,
      daysBefore,
      state,
      begun,
      hindrance: await strongestHindrance(this.database.manager, id),
      version,
      schedule: draft.schedule ?? null,
      digest: isOpen(state) && state !== 'in_review' ? null : (member.submission?.digest ?? null),
      due: dates && ahead ? movedSchedule(daysBefore, draft.schedule, { dates, regions: codes }) : null,
      carried: dates ? carriedAlong(dates, codes) : [],
      hold,
    };
  }

  private note(
    tx: Tx,
    person: SignedIn,
    act: string,
    id: string,
    detail: Record<string, unknown>,
  ): Promise<void> {
    return record(tx, { actorId: person.personId, act, subject: `series:${id}`, detail });
  }
}

const seenBy = (person: SignedIn, members: readonly Member[]): Member[] =>
  members.filter((one) => maySee(person, { ...ownershipOf(one), submitted: one.submission !== null }));

/** The earliest reminder first. */
const inOrder = (members: readonly Member[]): Member[] =>
  members.toSorted((a, b) => b.daysBefore - a.daysBefore);

const isWithdrawable = ({ state }: StoredBroadcast): boolean => state !== 'draft' && may(state, 'withdraw');

function digestOf({ submission }: StoredBroadcast): string {
  if (!submission) throw new Error('What is under review has a submission');
  return submission.digest;
}

/** @throws Problem as {@link SeriesDesk.begin} does */
function mustBeginWith(person: SignedIn, broadcast: StoredBroadcast, version: number): void {
  mustCompose(person, broadcast);
  mustBeVersion(broadcast, version);
  mustBeAlone(broadcast);
  const { state, draft } = broadcast;
  if (state !== 'draft' && state !== 'rejected') throw new Problem('wrong-state', { act: 'edit', state });
  refuse('no-series', [
    ...(draft.kind === 'ordinary' ? [] : [fault('kind', 'series-ordinary')]),
    ...(draft.electionId === undefined ? [fault('electionId', 'series-election')] : []),
    ...(draft.audience.regions.length === 0 ? [fault('audience', 'no-region')] : []),
  ]);
}

/** What keeps a draft from being a reminder of a series. */
function memberFaults(draft: Draft, { election }: StoredSeries) {
  return [
    ...(draft.kind === 'ordinary' ? [] : [fault('kind', 'series-ordinary')]),
    ...(draft.electionId === election.id
      ? []
      : [fault('electionId', 'series-same-election', { election: election.name })]),
  ];
}

/** A draft as a reminder some days before the polling day. */
function reminderOf({ draft, election }: Prepared, { daysBefore, at }: Reminder): Draft {
  if (!election) throw new Error('A series is about an election');
  const { regions } = draft.audience;
  const { window } = draft.schedule ?? {};
  const of = { dates: pollingDates(election, regions), regions, ...(window && { window }) };
  return {
    ...draft,
    title: reminderTitle(draft.title, daysBefore),
    schedule: reminderSchedule(daysBefore, () => at, of),
  };
}

/** Stores a copy of a draft as a reminder. @returns its id */
function insertCopy(
  tx: Tx,
  person: SignedIn,
  prepared: Prepared,
  from: string,
  seriesId: string,
  reminder: Reminder,
): Promise<string> {
  const series = { id: seriesId, daysBefore: reminder.daysBefore };
  return insertDraft(tx, person, reminderOf(prepared, reminder), { series }, 'broadcast.copy', { from });
}

/** @throws Problem conflict when the members are not those that the person saw */
function mustBeThese(members: readonly Member[], seen: ReadonlyMap<string, unknown>): void {
  if (members.length === seen.size && members.every(({ id }) => seen.has(id))) return;
  throw new Problem('series-other');
}

/** Does something for each member. @throws Problem conflict, with the reason of each member that refuses it */
async function each<T>(members: readonly Member[], act: (member: Member) => Promise<T>): Promise<T[]> {
  const refused: MemberRefusal[] = [];
  const done: T[] = [];
  for (const member of members) {
    try {
      done.push(await act(member));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { code, params, faults } = error;
      const { id, daysBefore } = member;
      refused.push({ id, daysBefore, code, params: { ...params }, faults });
    }
  }
  if (refused.length === 0) return done;
  const titles = inOrder(members)
    .filter(({ id }) => refused.some((one) => one.id === id))
    .map(({ draft }) => draft.title);
  throw new Problem('series-refused', { titles }, [], { members: refused });
}
