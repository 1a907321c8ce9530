import { Injectable } from '@nestjs/common';
import { Audience } from '#audience';
import { Estimates } from '#audience/counting';
import { CHANNELS } from '#channels';
import { sendersOf } from '#channels/accounts';
import { FOLLOWERS } from '#contract/roles.rules';
import { InjectConfig, InjectLogger } from '#platform';
import type { Config } from '#platform/config';
import { Database, now, row, rows, type Tx } from '#platform/database';
import type { Logger } from '#platform/logging';
import { SwrCache } from '#platform/waiting';
import { scheduledTimes } from '#planning';
import type { Role, SignedIn } from '#staff/roles';
import { approvedTimes } from './approved-at.js';
import { contentStates } from './corrections/chain.js';
import { CHAIN_PART, HANDED_OVER, STANDS, UNCORRECTED, UNQUESTIONED } from './corrections/lineage.js';
import { CORRECTION_IN_REVIEW } from './corrections/standing.js';
import { Assessor, type Identity } from './drafts/assess.js';
import type { Draft } from './drafts/draft.js';
import { lacksOf, leftToMend, looksOf, meet, type ReturnedPassage } from './home-plan.rules.js';
import { incidentsOfLastDay } from './last-day.js';
import { failingUnseen } from './news/failing.js';
import { FAILING_FROM, FAILING_SHARE } from './news/failing.rules.js';
import { ReviewQueue } from './review/review-queue.js';
import { expiredUnseen } from './news/expired.js';
import { DOUBTED_AS_TAKEN_BACK, SEEN, sightOf } from './store.js';
import type { HomeBroadcasts, HomePlan } from '#contract/api/home';

/** Maximum number of entries of each list; a screen of its own shows all. */
const SHOWN = 20;
/** The strip shows waves due since `back` hours ago and up to `ahead` hours from now. */
const STRIP_HOURS = { back: 2, ahead: 24 };
/**
 * The marks of a draft's version, read again after five minutes while somebody looks: hours pass, sources are doubted, and
 * the draft's own page says so at once. A draft takes 25 ms of processor, an office has 20 of them here, and there are many
 * offices.
 */
const MARKED = { freshMs: 300_000, oldestMs: 600_000 };
/** Broadcasts with a time that are compared with those of the person. */
const MET = 300;
/** Broadcasts shown of those that come after it. */
const LATER = 3;

type ListOf<List extends keyof HomeBroadcasts> = NonNullable<HomeBroadcasts[List]>;
/** The lists of what nobody has approved, and their rows before their plans are added. */
type Unapproved = 'drafts' | 'submitted' | 'reviews';
type Unplanned<List extends Unapproved> = Omit<ListOf<List>[number], 'plan'>;
/** A broadcast that ended, before what became of its text is added. */
type Ended = Omit<ListOf<'ended'>[number], 'content'>;
/** What KPU returned, as the database has it. */
interface Back {
  by: string | null;
  reason: string | null;
  passages: ReturnedPassage[];
  reviewed: Parameters<typeof leftToMend>[1];
  draft: Parameters<typeof leftToMend>[2];
  comments: number;
}

/** Those that KPU returned before. A decision that was undone has the same digest and time as what came after it. */
async function returnedBefore(manager: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const found = await rows<{ id: string }>(
    manager,
    `SELECT b.id FROM broadcasts b WHERE b.id = ANY ($1) AND EXISTS (
       SELECT FROM submissions s JOIN submissions n ON n.broadcast_id = s.broadcast_id AND n.no = s.no + 1
       WHERE s.broadcast_id = b.id AND s.decision = 'rejected' AND (s.digest, s.submitted_at) <> (n.digest, n.submitted_at))`,
    [ids],
  );
  return new Set(found.map(({ id }) => id));
}

/** The broadcasts that need a person, that run, and that come next. Each query uses an index. */
@Injectable()
export class HomeView {
  private readonly assessor: Assessor;
  /** What needs a look, by a draft's id and version: the rules read whole texts, and this screen is asked every few seconds. */
  private readonly marked: SwrCache<ReturnType<typeof looksOf>>;

  constructor(
    private readonly database: Database,
    private readonly reviewQueue: ReviewQueue,
    private readonly audience: Audience,
    private readonly estimates: Estimates,
    @InjectConfig() private readonly config: Config,
    @InjectLogger() logger: Logger,
  ) {
    this.assessor = new Assessor(audience, config);
    this.marked = new SwrCache(
      (key) => this.looks(key.split(' ', 1)[0] ?? ''),
      1_000,
      (error) => logger.warn({ err: error }, 'the marks of a draft could not be counted'),
      undefined,
      MARKED,
    );
  }

  /** The current content for this person's roles, with the broadcasts they see. */
  async of(person: SignedIn): Promise<HomeBroadcasts> {
    const is = (...roles: readonly Role[]): boolean => person.roles.some((role) => roles.includes(role));
    const watches = is(...FOLLOWERS);
    const at = await now(this.database.manager);
    const found: Omit<HomeBroadcasts, 'approved' | Unapproved> & {
      [List in Unapproved]: Unplanned<List>[] | null;
    } = {
      at,
      drafts: is('author') ? await this.drafts(person) : null,
      submitted: is('author') ? await this.submitted(person) : null,
      reviews: is('reviewer') ? await this.reviews(person) : null,
      failing: is('operator')
        ? (await failingUnseen(this.database.manager, person.personId, SEEN, sightOf(person))).slice(0, SHOWN)
        : null,
      expired: is('operator')
        ? (await expiredUnseen(this.database.manager, person.personId, SEEN, sightOf(person))).slice(0, SHOWN)
        : null,
      carrierHolds: is('operator') ? await this.carrierHolds(person) : null,
      uncertain: is('operator') ? await this.uncertain(person) : null,
      senders: is('operator') ? sendersOf(this.config) : null,
      stopped: watches ? await this.stopped(person) : null,
      doubted: is('author', 'reviewer', 'operator') ? await this.doubted(person) : null,
      lastDay: is('operator', 'auditor') ? await this.lastDay(person, at) : null,
      ended: is('author', 'reviewer') ? await this.ended(person) : null,
      last: is('operator', 'auditor') ? await this.last(person) : null,
      running: watches ? await this.running(person) : null,
      next: watches ? await this.next(person) : null,
      later: watches ? await this.later(person) : null,
    };
    const {
      failing,
      expired,
      uncertain,
      stopped,
      doubted,
      ended,
      last,
      running,
      next,
      later,
      carrierHolds,
      lastDay,
    } = found;
    const unapproved = [found.drafts, found.submitted, found.reviews];
    const plans = await this.plans(
      person,
      at,
      unapproved.flatMap((list) => (list ?? []).map(({ id }) => id)),
    );
    const planned = <One extends { id: string }>(list: One[] | null) =>
      list && list.map((one) => ({ ...one, plan: plans.get(one.id) ?? null }));
    const named = [
      failing,
      expired,
      uncertain,
      stopped,
      doubted,
      ended,
      last && [last],
      running,
      next,
      later,
    ];
    return {
      ...found,
      drafts: planned(found.drafts),
      submitted: planned(found.submitted),
      reviews: planned(found.reviews),
      approved: await approvedTimes(this.database.manager, [
        ...named.flatMap((list) => (list ?? []).map(({ id }) => id)),
        ...(carrierHolds ?? []).map(({ broadcastId }) => broadcastId),
        ...(lastDay?.incidents ?? []).flatMap(({ broadcast }) => broadcast?.id ?? []),
        ...(lastDay?.left ?? []).map(({ id }) => id),
      ]),
    };
  }

  private async drafts({ personId }: SignedIn): Promise<Unplanned<'drafts'>[]> {
    const found = await rows<Omit<Unplanned<'drafts'>, 'returned'> & { back: Back | null }>(
      this.database.manager,
      `SELECT ${NAMED}, b.state, ${HANDED_OVER('b.id')} AS begun, b.updated_at AS "updatedAt", CASE WHEN ${RETURNED} THEN s.decided_at END AS "sentBackAt",
         (SELECT m.series_id::text FROM series_members m WHERE m.broadcast_id = b.id) AS series,
         CASE WHEN ${RETURNED} THEN json_build_object('by', p.name, 'reason', s.reason, 'passages', s.passages, 'reviewed', s.document::json->'contents',
           'draft', json_build_object('channels', b.draft->'channels', 'contents', b.draft->'contents'),
           'comments', (SELECT count(*) FROM comment_threads t WHERE t.broadcast_id = b.id AND t.resolved_at IS NULL)) END AS back
       FROM ${BROADCASTS} LEFT JOIN submissions s ON s.broadcast_id = b.id AND s.no = b.submission_no LEFT JOIN people p ON p.id = s.decided_by
       WHERE b.author_id = $1 AND (b.state IN ('draft', 'rejected', 'withdrawn') OR b.state = 'cancelled' AND b.original_id IS NOT NULL)
         AND NOT (b.state IN ('withdrawn', 'cancelled') AND (${OVERTAKEN} OR b.remainder_of_id IS NOT NULL AND ${HANDED_OVER('b.id')})) ORDER BY b.id DESC LIMIT ${SHOWN}`,
      [personId],
    );
    return found.map(({ back, ...one }) => {
      if (!back) return { ...one, returned: null };
      const { by, reason, passages, reviewed, draft, comments } = back;
      const left = leftToMend(passages, reviewed, draft);
      const [first] = left;
      const returned = { by, reason, quote: first?.quote ?? null, why: first?.reason ?? null };
      return { ...one, returned: { ...returned, left: left.length, comments } };
    });
  }

  private submitted({ personId }: SignedIn): Promise<Unplanned<'submitted'>[]> {
    return rows<Unplanned<'submitted'>>(
      this.database.manager,
      `SELECT ${NAMED}, s.submitted_at AS "submittedAt" FROM ${BROADCASTS}
         JOIN submissions s ON s.broadcast_id = b.id AND s.no = b.submission_no
       WHERE b.author_id = $1 AND b.state = 'in_review' ORDER BY s.submitted_at DESC LIMIT ${SHOWN}`,
      [personId],
    );
  }

  private async reviews(person: SignedIn): Promise<Unplanned<'reviews'>[]> {
    const waiting = await this.reviewQueue.waitingFor(person);
    const again = await returnedBefore(
      this.database.manager,
      waiting.map(({ id }) => id),
    );
    return waiting
      .filter(({ whyNot }) => whyNot === null)
      .slice(0, SHOWN)
      .map(({ id, title, kind, organisation, completes, submittedAt, decide, unapprovable, takenBy }) => ({
        id,
        title,
        kind,
        organisation,
        companion: completes !== null,
        submittedAt,
        decide,
        unapprovable,
        takenBy,
        again: again.has(id),
      }));
  }

  /** What is planned of these broadcasts, in one query with all that they may meet. */
  private async plans(person: SignedIn, at: Date, ids: readonly string[]): Promise<Map<string, HomePlan>> {
    if (ids.length === 0) return new Map();
    const found = await rows<{
      id: string;
      draft: Draft;
      version: number;
      isDraft: boolean;
      alone: boolean;
      asked: boolean;
    }>(
      this.database.manager,
      `SELECT b.id, CASE WHEN b.id = ANY ($4) THEN b.draft ELSE b.draft - 'contents' - 'alternatives' END AS draft, b.version, b.state IN ('draft', 'withdrawn') AS "isDraft", b.original_id IS NULL AND b.remainder_of_id IS NULL AS alone, b.id = ANY ($4) AS asked FROM broadcasts b
       WHERE (b.id = ANY ($4) OR b.state IN ('draft', 'in_review', 'approved') AND b.draft->'schedule'->>'at' <> 'now') AND ${SEEN}
       ORDER BY asked DESC, b.id DESC LIMIT ${MET}`,
      [...sightOf(person), ids],
    );
    const known = await this.audience.regions();
    const all = found.map(({ id, draft, version, isDraft, alone, asked }) => {
      const { schedule, audience, channels } = draft;
      const regions = audience.regions.flatMap((code) => known.get(code) ?? []);
      const due = schedule && schedule.at !== 'now' ? scheduledTimes(schedule, regions, at) : [];
      const times = due.map(({ region, dueAt }) => ({ at: dueAt.getTime(), region: region.code }));
      return {
        id,
        title: draft.title,
        channels,
        topics: audience.topics ?? [],
        alone,
        times,
        draft,
        version,
        isDraft,
        asked,
        due,
      };
    });
    const asked = all.filter((one) => one.asked);
    const counted = asked.filter(
      ({ alone, draft: { audience, channels } }) =>
        alone && audience.regions.length > 0 && channels.length > 0,
    );
    const people = await this.estimates.people(
      counted.map(({ draft: { audience, channels, reach } }) => ({ query: audience, channels, reach })),
    );
    const peopleOf = new Map(counted.map(({ id }, index) => [id, people[index] ?? null]));
    const marked = new Map<string, ReturnType<typeof looksOf> | null>();
    for (const { id, version, isDraft, draft } of asked)
      if (isDraft && lacksOf(draft).length === 0) marked.set(id, await this.marked.get(`${id} ${version}`));
    return new Map(
      asked.map((one) => {
        const first = one.due.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime())[0];
        const meets = all.find((other) => meet(one, other));
        return [
          one.id,
          {
            dueAt: first?.dueAt ?? null,
            timeZone: first?.region.timeZone ?? null,
            atOnce: one.draft.schedule?.at === 'now',
            people: peopleOf.get(one.id) ?? null,
            lacks: lacksOf(one.draft),
            ...(marked.get(one.id) ?? looksOf([], [])),
            meets: meets ? { id: meets.id, title: meets.title } : null,
          },
        ];
      }),
    );
  }

  /** What is wrong with a draft that lacks nothing, and what a reviewer would see marked; null: it is there no longer. */
  private async looks(id: string): Promise<ReturnType<typeof looksOf> | null> {
    const { manager } = this.database;
    const found = await row<
      Pick<Identity, 'originalId' | 'remainderOfId' | 'organisation'> & { draft: Draft }
    >(
      manager,
      `SELECT b.draft, b.original_id AS "originalId", b.remainder_of_id AS "remainderOfId",
         json_build_object('id', o.id::text, 'name', o.name) AS organisation
       FROM broadcasts b JOIN organisations o ON o.id = b.organisation_id WHERE b.id = $1`,
      [id],
    );
    if (!found) return null;
    const { draft, ...about } = found;
    const at = await now(manager);
    const prepared = await this.assessor.prepare(draft);
    const { obstacles, document, plan } = this.assessor.assess(
      prepared,
      { ...about, broadcastId: id, originalCode: null },
      { now: at },
    );
    return looksOf(obstacles, document && plan ? await this.assessor.marks(manager, document, plan, at) : []);
  }

  private carrierHolds(person: SignedIn): Promise<ListOf<'carrierHolds'>> {
    return rows<ListOf<'carrierHolds'>[number]>(
      this.database.manager,
      `SELECT b.id AS "broadcastId", b.title, b.kind, b.remainder_of_id IS NOT NULL AS companion, h.channel, h.class AS carrier, h.since, h.sign, h.code,
         h.copies, h.answers AS of, p.waiting, h.next_at AS "nextAt", h.tried IS NOT NULL AS trying
       FROM carrier_holds h JOIN broadcasts b ON b.id = h.broadcast_id CROSS JOIN LATERAL (
         SELECT count(*) AS going, coalesce(sum(w.pending) FILTER (WHERE w.state = 'released'), 0)::int AS waiting FROM waves w
         WHERE w.broadcast_id = h.broadcast_id AND w.channel = h.channel AND w.state IN ('planned', 'prepared', 'released')) p
       WHERE p.going > 0 AND ${SEEN} ORDER BY h.since, h.broadcast_id, h.channel, h.class LIMIT ${SHOWN}`,
      sightOf(person),
    );
  }

  private uncertain(person: SignedIn): Promise<ListOf<'uncertain'>> {
    return rows<ListOf<'uncertain'>[number]>(
      this.database.manager,
      `SELECT ${NAMED}, r.copies FROM ${BROADCASTS} CROSS JOIN LATERAL resendable_copies(b.id) r
       WHERE (b.state IN ('running', 'paused') OR b.state = 'completed' AND b.ended_at > siar_now() - interval '1 day')
         AND r.copies > 0 AND ${UNQUESTIONED('b.id')} AND ${SEEN}
       ORDER BY copies DESC, b.id DESC LIMIT ${SHOWN}`,
      sightOf(person),
    );
  }

  private stopped(person: SignedIn): Promise<ListOf<'stopped'>> {
    return rows<ListOf<'stopped'>[number]>(
      this.database.manager,
      `SELECT ${NAMED}, b.state, b.paused_by AS "pausedBy", b.doubted_at IS NOT NULL AS doubted,
         b.doubted_at AS "doubtedSince", ${DOUBTED_AS_TAKEN_BACK} AS "takenBack", b.doubted_by AS "doubtedBy", b.doubt_reason AS "doubtReason",
         ${CORRECTION_IN_REVIEW('b')} AS correcting, coalesce(b.pause_reason, b.doubt_reason, p.reason) AS reason, p.brake, p.waves AS "pausedWaves", p.pauses, p.expires_at AS "expiresAt",
         EXISTS (SELECT FROM alerts x WHERE x.broadcast_id = b.id AND x.kind = 'brake' AND x.next_at IS NOT NULL) AS braked,
         (SELECT hindrance FROM strongest_hindrance(b.id)) AS hindrance
       FROM ${BROADCASTS} JOIN (
         SELECT a.broadcast_id, sum(a.waves)::int AS waves, min(a.expires_at) AS expires_at,
           CASE WHEN count(DISTINCT coalesce(a.reason, '')) = 1 THEN min(a.reason) END AS reason,
           (array_agg(a.brake ORDER BY a.at) FILTER (WHERE a.brake IS NOT NULL))[1] AS brake,
           json_agg(json_build_object('by', a.by, 'reason', a.reason, 'brake', a.brake, 'doubted', a.doubted, 'channels', a.channels, 'places', a.places) ORDER BY a.at) AS pauses
         FROM (
           SELECT c.broadcast_id, c.by, c.reason, c.brake, c.doubted, min(c.at) AS at, sum(c.waves) AS waves, min(c.expires_at) AS expires_at,
             array_agg(c.channel ORDER BY c.channel) AS channels,
             json_agg(json_build_object('channel', c.channel, 'regions', c.regions) ORDER BY c.channel) AS places
           FROM (
             SELECT w.broadcast_id, w.channel, w.paused_by AS by, w.pause_reason AS reason, w.brake, w.doubted, min(w.paused_at) AS at, count(*) AS waves,
               min(w.expires_at) FILTER (WHERE w.pending + w.claimed + w.unlisted > 0) AS expires_at,
               CASE WHEN count(*) < (SELECT count(*) FROM waves x WHERE x.broadcast_id = w.broadcast_id AND x.channel = w.channel)
                 THEN array_agg(w.region_code ORDER BY w.region_code) END AS regions
             FROM waves w WHERE w.state = 'paused' GROUP BY 1, 2, 3, 4, 5, 6) c
           GROUP BY 1, 2, 3, 4, 5) a
         GROUP BY 1) p ON p.broadcast_id = b.id
       WHERE ${SEEN} ORDER BY braked DESC, p.expires_at, b.id LIMIT ${SHOWN}`,
      sightOf(person),
    );
  }

  private doubted(person: SignedIn): Promise<ListOf<'doubted'>> {
    return rows<ListOf<'doubted'>[number]>(
      this.database.manager,
      `SELECT ${NAMED}, b.doubted_at AS since, b.doubted_by AS by, b.doubt_reason AS reason, ${DOUBTED_AS_TAKEN_BACK} AS "takenBack" FROM ${BROADCASTS}
       WHERE b.doubted_at IS NOT NULL AND ${STANDS('b')} AND ${UNCORRECTED('b.id')}
         AND (b.remainder_of_id IS NULL OR ${UNCORRECTED('b.remainder_of_id')})
         AND NOT EXISTS (SELECT FROM waves w WHERE w.broadcast_id = b.id AND w.state = 'paused') AND ${SEEN}
       ORDER BY b.doubted_at DESC, b.id DESC LIMIT ${SHOWN}`,
      sightOf(person),
    );
  }

  private async lastDay(person: SignedIn, at: Date): Promise<HomeBroadcasts['lastDay']> {
    const found = await row<Omit<NonNullable<HomeBroadcasts['lastDay']>, 'incidents' | 'left'>>(
      this.database.manager,
      `WITH active AS MATERIALIZED (
         SELECT b.id, b.ended_at FROM broadcasts b
         WHERE (b.state IN ('running', 'paused') OR b.ended_at > siar_now() - interval '1 day') AND ${SEEN}
       )
       SELECT (SELECT count(*)::int FROM active WHERE ended_at IS NOT NULL) AS ended,
         (SELECT count(*)::int FROM active a JOIN alerts x ON x.broadcast_id = a.id
          WHERE x.kind = 'brake' AND x.raised_at > siar_now() - interval '1 day') AS braked,
         (SELECT count(*)::int FROM submissions s JOIN broadcasts b ON b.id = s.broadcast_id
          WHERE s.decision = 'approved' AND s.decided_at > siar_now() - interval '1 day' AND b.kind = 'correction' AND ${SEEN}) AS corrections,
         (SELECT coalesce(sum(w.unknown), 0)::int FROM active a JOIN waves w ON w.broadcast_id = a.id) AS unknown`,
      sightOf(person),
    );
    if (!found) return null;
    return {
      ...found,
      incidents: await incidentsOfLastDay(this.database.manager, person, at),
      left: await this.left(person),
    };
  }

  /** The people that got nothing, as the kept reports count them: the ledger is not read. */
  private left(person: SignedIn): Promise<NonNullable<HomeBroadcasts['lastDay']>['left']> {
    return rows<NonNullable<HomeBroadcasts['lastDay']>['left'][number]>(
      this.database.manager,
      `SELECT b.id, b.title, ${CHAIN_PART} AS part, (k.value->>'gotNothing')::int AS people
       FROM broadcasts b JOIN kept_counts k ON k.key = 'report ' || b.id
       WHERE b.ended_at > siar_now() - interval '1 day' AND (k.value->>'gotNothing')::int > 0 AND ${SEEN}
       ORDER BY b.ended_at DESC, b.id DESC LIMIT ${SHOWN}`,
      sightOf(person),
    );
  }

  private async ended(person: SignedIn): Promise<ListOf<'ended'>> {
    const found = await rows<Ended>(
      this.database.manager,
      `${ENDED}
       WHERE b.state IN ('completed', 'cancelled', 'expired') AND b.ended_at > siar_now() - interval '1 day' AND ${SEEN}
       ORDER BY troubled DESC, b.ended_at DESC, b.id DESC LIMIT ${SHOWN}`,
      sightOf(person),
    );
    return this.withContent(person, found);
  }

  /** The one that ended last, however long ago. */
  private async last(person: SignedIn): Promise<HomeBroadcasts['last']> {
    const found = await rows<Ended>(
      this.database.manager,
      `${ENDED}
       WHERE b.id = (SELECT b.id FROM broadcasts b
         WHERE b.ended_at IS NOT NULL AND b.state IN ('completed', 'cancelled', 'expired') AND ${SEEN}
         ORDER BY b.ended_at DESC LIMIT 1)`,
      sightOf(person),
    );
    const [one] = await this.withContent(person, found);
    return one ?? null;
  }

  private async withContent(person: SignedIn, found: readonly Ended[]): Promise<ListOf<'ended'>> {
    if (found.length === 0) return [];
    const contentOf = await contentStates(
      this.database.manager,
      person,
      found.map(({ id }) => id),
    );
    return found.map((one) => ({ ...one, content: contentOf(one.id) }));
  }

  private running(person: SignedIn): Promise<ListOf<'running'>> {
    return rows<ListOf<'running'>[number]>(
      this.database.manager,
      `SELECT ${NAMED}, b.state, (SELECT hindrance FROM strongest_hindrance(b.id)) AS hindrance,
         (SELECT copies FROM claimed_in_held_waves(b.id)) AS "mayStillGoOut", sums.* FROM ${BROADCASTS}
         CROSS JOIN LATERAL run_counts(b.id) sums
       WHERE b.id IN (SELECT id FROM broadcasts WHERE state IN ('running', 'paused')
           UNION ALL SELECT broadcast_id FROM waves WHERE state IN ('cancelled', 'expired') AND settled_at IS NULL)
         AND (b.state = 'running' OR sums.claimed > 0) AND ${SEEN} ORDER BY b.state = 'running' DESC, b.id DESC LIMIT ${SHOWN}`,
      sightOf(person),
    );
  }

  private next(person: SignedIn): Promise<ListOf<'next'>> {
    return rows<ListOf<'next'>[number]>(
      this.database.manager,
      `SELECT b.id, b.title, ${CHAIN_PART} AS part, min(w.time_zone) AS "timeZone", w.due_at AS "dueAt",
         array_agg(DISTINCT w.channel) AS channels, count(DISTINCT w.region_code)::int AS regions, bool_and(w.state = 'paused') AS paused,
         bool_or(w.state = 'paused') AS "pausedInPart"
       FROM waves w JOIN broadcasts b ON b.id = w.broadcast_id
       WHERE w.channel = ANY ($4) AND w.state IN ('planned', 'prepared', 'released', 'paused')
         AND w.due_at BETWEEN siar_now() - make_interval(hours => ${STRIP_HOURS.back}) AND siar_now() + make_interval(hours => ${STRIP_HOURS.ahead})
         AND ${SEEN}
       GROUP BY b.id, w.due_at, w.due_at AT TIME ZONE w.time_zone ORDER BY w.due_at, b.id LIMIT 200`,
      [...sightOf(person), CHANNELS],
    );
  }

  /** What comes after the strip: its first parts, each broadcast once. */
  private later(person: SignedIn): Promise<ListOf<'later'>> {
    return rows<ListOf<'later'>[number]>(
      this.database.manager,
      `SELECT b.id, b.title, ${CHAIN_PART} AS part, (array_agg(w.time_zone ORDER BY w.due_at, w.id))[1] AS "timeZone",
         min(w.due_at) AS "dueAt", array_agg(DISTINCT w.channel) AS channels
       FROM broadcasts b JOIN waves w ON w.broadcast_id = b.id
       WHERE b.state = 'approved' AND w.channel = ANY ($4) AND w.state IN ('planned', 'prepared') AND ${SEEN}
       GROUP BY b.id HAVING min(w.due_at) > siar_now() + make_interval(hours => ${STRIP_HOURS.ahead})
       ORDER BY min(w.due_at), b.id LIMIT ${LATER}`,
      [...sightOf(person), CHANNELS],
    );
  }
}

/**
 * SQL condition on a broadcast `b` that was taken back: a later correction, of it or of what it corrects, holds in its
 * place or is being written.
 */
const OVERTAKEN = `EXISTS (SELECT FROM broadcasts c WHERE c.original_id IN (b.id, b.original_id, b.remainder_of_id)
  AND c.id > b.id AND (${STANDS('c')} OR c.state IN ('draft', 'in_review')))`;
/** SQL condition on a broadcast `b` that has ended: too many of its copies failed on a channel, or all that were tried. */
const FAILED = `EXISTS (SELECT FROM waves w WHERE w.broadcast_id = b.id GROUP BY w.channel
  HAVING sum(w.failed) > 0 AND (sum(w.accepted + w.delivered + w.unknown) = 0
    OR sum(w.failed) >= ${FAILING_FROM} AND sum(w.failed) >= sum(w.accepted + w.delivered + w.failed + w.unknown) * ${FAILING_SHARE}))`;
const BROADCASTS = 'broadcasts b JOIN organisations o ON o.id = b.organisation_id';
/** SQL condition on a broadcast `b` with its newest submission `s`: KPU returned it, and it was not submitted again. */
const RETURNED = `b.state IN ('draft', 'rejected') AND s.decision = 'rejected'`;
const NAMED = 'b.id, b.title, b.kind, o.name AS organisation, b.remainder_of_id IS NOT NULL AS companion';
/** SQL of broadcasts that have ended, each with what became of its copies. */
const ENDED = `SELECT ${NAMED}, b.state, ${HANDED_OVER('b.id')} AS begun, b.ended_at AS "endedAt", sums.*,
    b.state <> 'completed' OR sums.unknown + sums.expired + sums.cancelled + sums."neverListed" > 0 OR ${FAILED} AS troubled
  FROM ${BROADCASTS} CROSS JOIN LATERAL run_counts(b.id) sums`;
