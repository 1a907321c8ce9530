import { Injectable } from '@nestjs/common';
import { DataRequests } from '#audience/rights';
import { record } from '#audit';
import type { ChannelName } from '#channels';
import { withdrawNotices } from '#notices';
import { Database, now, prepared, row, rows, type Statement, type Tx } from '#platform/database';
import { Staff } from '#staff';
import { Appointments } from '#staff/appointments';
import { NATIONAL_ZONE } from '#staff/on-call';
import type { Role, SignedIn } from '#staff/roles';
import type { BrakeFinding } from '#contract/api/brake';
import type { ScreenLanguage } from '#contract/lists';
import { type Counts } from '#contract';
import { CHAIN_PART, type ChainPart, CORRECTED, UNQUESTIONED } from '../corrections/lineage.js';
import { CORRECTION_IN_REVIEW } from '../corrections/standing.js';
import { failingUntold, tellFailing } from './failing.js';
import { ReviewDeadlines } from '../review/review-deadlines.js';
import { ReviewQueue } from '../review/review-queue.js';
import type { Passage } from '../review/passages.rules.js';
import { type Unsent, UNSENT } from './expired.js';
import { approvedTimes } from '../approved-at.js';
import { SEEN, sightOf, TOOK_PART } from '../store.js';
import { NewsMails } from './hand-over-mails.js';
import type { NewsFacts } from './news-message.js';
import {
  type DoubtOutcome,
  isNear,
  type MailedKind,
  type NewsKind,
  type NewsTopic,
  topicsFor,
} from './news.rules.js';
import { tellOfPipeline, tellReviewers } from './write-news.js';
import type { NewsPage, WaitingWork as Waiting } from '#contract/api/home';
import type { ChannelSince } from '#contract/api/run';

export type { NewsPage, WaitingWork as Waiting } from '#contract/api/home';

/** Maximum number of lines on a page. */
const PAGE = 20;
/** Days after which a line is deleted. */
const KEPT_DAYS = 90;
/** Maximum number of e-mails written in one round. */
const MOST_MAILED = 200;
/** An e-mail expires after this time, in ms: it would no longer be news. */
const MAIL_LIFE_MS = 24 * 3_600_000;
/** A provider that slows its channel down for this long is news: shorter times are common, and Siar slows down by itself. */
const SLOWED_MINUTES = 10;

/** One line of news for a member of staff. */
interface NewsLine {
  id: string;
  kind: NewsKind;
  at: Date;
  read: boolean;
  /** Whether the line needs no action any more. */
  over: boolean;
  /** Its subject; null: a channel's provider. */
  broadcast: { id: string; title: string; part: ChainPart | null } | null;
  channel: ChannelName | null;
  /** The person who did it; null: Siar itself. */
  by: string | null;
  /** Of a rejection, withdrawal, pause, stop or cancellation: the reason; null: none was given. */
  reason: string | null;
  /** Of a brake: its finding. */
  brake: BrakeFinding | null;
  /** Of a doubt that ended: how. */
  outcome: DoubtOutcome | null;
  /** Of a pause or cancellation of one region: its name. */
  region: string | null;
  /** Whether a correction paused or cancelled it. */
  forCorrection: boolean;
  /** Of a rejection: the number of reasons that belong to passages. */
  pins: number;
  /** Of a finished broadcast: how it ended. */
  ended: 'completed' | 'expired' | null;
  /**
   * Of a finished broadcast, or of one with unknown or failed copies: the current counts; for failed copies those of
   * the channel.
   */
  counts: Counts | null;
  /** Of what expired, for operators: the unsent copies by channel. */
  unsent: Unsent[] | null;
}

/** The topics that a person also gets by e-mail, and the language of messages to them, including calls. */
export interface NewsWishes {
  topics: NewsTopic[];
  language: ScreenLanguage;
}

/** The languages that some people chose for messages to them; a person without a choice is left out. */
export async function languagesOf(
  tx: Tx,
  personIds: readonly string[],
): Promise<Map<string, NewsWishes['language']>> {
  const chosen = await rows<{ personId: string; language: NewsWishes['language'] }>(
    tx,
    'SELECT person_id AS "personId", language FROM staff_news_wishes WHERE person_id = ANY ($1::bigint[])',
    [personIds],
  );
  return new Map(chosen.map(({ personId, language }) => [personId, language]));
}

interface Mail {
  id: string;
  kind: MailedKind;
  personId: string;
  language: ScreenLanguage;
  at: Date;
  timeZone: string;
  channel: ChannelName | null;
  broadcastId: string | null;
  title: string | null;
  by: string | null;
  reason: string | null;
  passages: Passage[];
  submittedAt: Date | null;
  brake: BrakeFinding | null;
  outcome: DoubtOutcome | null;
  region: string | null;
  forCorrection: boolean;
  ended: 'completed' | 'expired' | null;
  counts: Counts | null;
  unsent: Unsent[] | null;
  expiresAt: Date | null;
  corrected: boolean;
}

/** The key that finds an e-mail of news. */
const aboutNews = (id: string): string => `news-${id}`;

/** The news for each member of staff, and the e-mails that some of them get of it. */
@Injectable()
export class News {
  constructor(
    private readonly database: Database,
    private readonly reviews: ReviewQueue,
    private readonly reviewDeadlines: ReviewDeadlines,
    private readonly staff: Staff,
    private readonly appointments: Appointments,
    private readonly requests: DataRequests,
    private readonly mails: NewsMails,
  ) {}

  /** A person's news, the newest first, about the broadcasts they still see. @param after only lines before this id */
  async page(person: SignedIn, after: string | null): Promise<NewsPage> {
    const { manager } = this.database;
    const found = await rows<NewsLine>(
      manager,
      `SELECT n.id, n.kind, n.at, n.read_at IS NOT NULL AS read, ${OVER} AS over, n.channel, ${TOLD},
         CASE WHEN b.id IS NOT NULL THEN json_build_object('id', b.id::text, 'title', b.title, 'part', ${CHAIN_PART}) END AS broadcast,
         CASE WHEN n.kind = 'sent-back' THEN coalesce(jsonb_array_length(s.passages), 0) ELSE 0 END AS pins
       FROM ${LINES} WHERE ${OWN} AND ($5::bigint IS NULL OR n.id < $5) ORDER BY n.id DESC LIMIT ${PAGE + 1}`,
      [...sightOf(person), person.personId, after],
    );
    const news = found.slice(0, PAGE);
    return {
      news,
      after: found.length > PAGE ? (news.at(-1)?.id ?? null) : null,
      unread: await this.unread(person),
      approved: await approvedTimes(
        manager,
        news.flatMap(({ broadcast }) => broadcast?.id ?? []),
      ),
      waiting: await this.waiting(person),
      slowed: person.roles.includes('operator') ? await rows<ChannelSince>(manager, SLOWED) : [],
      awaited: await this.staff.awaitedRoles(manager, person.personId),
    };
  }

  /** @param which one line, or all up to one: lines added since were not seen */
  async read({ personId }: SignedIn, which: { id: string } | { upTo: string }): Promise<void> {
    const [compared, id] = 'id' in which ? ['=', which.id] : ['<=', which.upTo];
    await this.database.query(
      `UPDATE staff_news SET read_at = siar_now(), mail_due_at = NULL WHERE person_id = $1 AND id ${compared} $2 AND read_at IS NULL`,
      [personId, id],
    );
  }

  /** The topics that a person gets by e-mail, and those available to them. */
  async wishes({ personId, roles }: SignedIn): Promise<NewsWishes & { offered: NewsTopic[] }> {
    const kept = await row<NewsWishes>(
      this.database.manager,
      'SELECT topics, language FROM staff_news_wishes WHERE person_id = $1',
      [personId],
    );
    return { topics: [], language: 'id', ...kept, offered: topicsFor(roles) };
  }

  /** Replaces a person's choice. */
  async wish({ personId }: SignedIn, { topics, language }: NewsWishes): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO staff_news_wishes (person_id, topics, language) VALUES ($1, $2, $3)
         ON CONFLICT (person_id) DO UPDATE SET topics = excluded.topics, language = excluded.language`,
        [personId, topics, language],
      );
      const subject = `person:${personId}`;
      await record(tx, { actorId: personId, act: 'person.news-mail', subject, detail: { topics, language } });
    });
  }

  /**
   * One round of the publisher's timer. Any number of publishers may run it at once: each line and each e-mail is
   * written once.
   */
  async round(): Promise<void> {
    await tellOfPipeline(this.database.manager);
    for (const failing of await failingUntold(this.database.manager))
      await this.database.transaction((tx) => tellFailing(tx, failing));
    await this.withdraw();
    if (await this.mail()) await this.mails.release();
  }

  /** Writes news of near deadlines for reviewers, likewise once. Runs rarely, because it may count an audience. */
  async deadlines(): Promise<void> {
    const { manager } = this.database;
    const at = await now(manager);
    for (const { id, submittedAt, decide } of await this.reviews.approvable())
      if (isNear(decide, { submittedAt, now: at })) await tellReviewers(manager, 'deadline', id);
  }

  /** Deletes old lines. */
  async forget(): Promise<void> {
    await this.database.query(
      `DELETE FROM staff_news WHERE at < (SELECT siar_now()) - interval '${KEPT_DAYS} days'`,
    );
  }

  private async unread(person: SignedIn): Promise<number> {
    const found = await row<{ unread: number }>(
      this.database.manager,
      `SELECT count(*)::int AS unread FROM ${LINES} WHERE ${OWN} AND n.read_at IS NULL AND NOT ${OVER}`,
      [...sightOf(person), person.personId],
    );
    return found?.unread ?? 0;
  }

  private async waiting(person: SignedIn): Promise<Waiting> {
    const is = (role: Role): boolean => person.roles.includes(role);
    const count = async (sql: string): Promise<number> =>
      (await row<{ n: number }>(this.database.manager, sql, [...sightOf(person), person.personId]))?.n ?? 0;
    return {
      reviews: is('reviewer') ? await count(TO_DECIDE) : null,
      operations: is('operator') ? await count(TO_OPERATE) : null,
      people: is('admin') ? await this.appointments.awaiting(this.database.manager, person) : null,
      // As on the screen of the requests: the ministry's officer answers for the contacts.
      requests: is('dpo') && person.organisation.kind === 'ministry' ? await this.requests.pressing() : null,
    };
  }

  /** Withdraws e-mails that wait for their provider, if their news was read or is outdated since. */
  private async withdraw(): Promise<void> {
    const over = await prepared<{ id: string }>(this.database.manager, WAITING_OVERTAKEN);
    if (over.length === 0) return;
    const about = over.map(({ id }) => aboutNews(id));
    await this.database.transaction((tx) => withdrawNotices(tx, about));
  }

  /** Writes the e-mails that are due. @returns whether there were any */
  private async mail(): Promise<boolean> {
    if ((await prepared(this.database.manager, MAIL_IS_DUE)).length === 0) return false;
    return this.database.transaction(async (tx) => {
      const due = await rows<Mail>(tx, DUE, [MOST_MAILED]);
      const expiresAt = new Date((await now(tx)).getTime() + MAIL_LIFE_MS);
      for (const mail of due) {
        const facts = { ...mail, decide: await this.deadlineOf(tx, mail) };
        await this.mails.send(tx, { ...mail, about: aboutNews(mail.id), facts, expiresAt });
      }
      return due.length > 0;
    });
  }

  /** Of a submission that waits: its deadline. */
  private async deadlineOf(tx: Tx, { kind, broadcastId }: Mail): Promise<NewsFacts['decide']> {
    return (kind === 'submitted' || kind === 'deadline') && broadcastId !== null
      ? this.reviewDeadlines.ofBroadcast(tx, broadcastId)
      : null;
  }
}

/** SQL condition on broadcast `b`: it has unknown copies that can be sent again. */
const RESENDABLE = `(${UNQUESTIONED('b.id')} AND (SELECT copies FROM resendable_copies(b.id)) > 0)`;
/** SQL condition on a line `n`: a later line tells of the same, as after copies were sent again. */
const toldAgain = (same = ''): string => `EXISTS (SELECT FROM staff_news m
    WHERE m.person_id = n.person_id AND m.kind = n.kind AND m.broadcast_id = n.broadcast_id AND m.id > n.id ${same})`;
/** SQL: how a doubt ended, by the trail's entry `e` that a line was written for. */
const OUTCOME = `(CASE e.act WHEN 'broadcast.approve' THEN 'corrected' WHEN 'broadcast.withdraw' THEN 'withdrawn'
  WHEN 'broadcast.cancel' THEN 'cancelled' ELSE 'cleared' END)`;
/** SQL condition on a line `n` about broadcast `b`: nobody can act on it any more. */
const OVER = `CASE n.kind
  WHEN 'submitted' THEN b.state <> 'in_review' OR b.submission_no <> n.submission_no
  WHEN 'deadline' THEN b.state <> 'in_review'
  WHEN 'commented' THEN NOT EXISTS (SELECT FROM comment_threads c WHERE c.broadcast_id = b.id AND c.resolved_at IS NULL)
  WHEN 'braked' THEN NOT EXISTS (SELECT FROM waves w WHERE w.broadcast_id = b.id AND w.state = 'paused' AND w.paused_by = 'brake')
  WHEN 'paused' THEN NOT EXISTS (SELECT FROM waves w WHERE w.broadcast_id = b.id AND w.state = 'paused' AND w.paused_by <> 'brake'
    AND (n.channel IS NULL OR w.channel = n.channel))
  WHEN 'doubted' THEN b.doubted_at IS NULL OR b.state = 'cancelled' OR ${CORRECTED('b.id')}
  WHEN 'settled' THEN CASE ${OUTCOME} WHEN 'cleared' THEN b.doubted_at IS NOT NULL WHEN 'corrected' THEN NOT ${CORRECTED('b.id')} ELSE false END
  WHEN 'stopped' THEN b.state NOT IN ('approved', 'running', 'paused') OR CASE WHEN n.channel IS NULL
    THEN NOT EXISTS (SELECT FROM emergency_stops z WHERE z.lifted_at IS NULL)
    ELSE NOT EXISTS (SELECT FROM channel_pauses z WHERE z.channel = n.channel AND z.resumed_at IS NULL) END
  WHEN 'stalled' THEN NOT EXISTS (SELECT FROM standstills s WHERE s.channel = n.channel AND s.called_at <= (SELECT siar_now()))
  WHEN 'unknown' THEN NOT ${RESENDABLE}
  WHEN 'failing' THEN ${toldAgain('AND m.channel = n.channel')}
  WHEN 'finished' THEN ${toldAgain()}
  WHEN 'expired' THEN ${toldAgain()}
  WHEN 'provider-away' THEN NOT EXISTS (SELECT FROM providers_away a WHERE a.channel = n.channel)
  ELSE false END`;
/** SQL condition on a line `n` about broadcast `b` for a person with wishes `x`: an e-mail of it would be outdated. */
const OVERTAKEN = `coalesce(${OVER} OR CASE n.kind
  WHEN 'approved' THEN b.submission_no <> n.submission_no OR b.state IN ('draft', 'in_review', 'rejected', 'withdrawn')
    OR b.state IN ('completed', 'expired') AND 'results' = ANY (x.topics)
  WHEN 'sent-back' THEN b.submission_no <> n.submission_no OR b.state <> 'rejected'
  WHEN 'withdrawn' THEN b.submission_no <> n.submission_no OR b.state <> 'withdrawn'
  ELSE false END, false)`;
/** SQL: the id of the audit entry, stop or pause that a line of news `n` was written for. */
const SOURCE = `split_part(n.event, ':', 3)::bigint`;
const LINES = `staff_news n LEFT JOIN broadcasts b ON b.id = n.broadcast_id
  LEFT JOIN submissions s ON s.broadcast_id = n.broadcast_id AND s.no = n.submission_no
  LEFT JOIN people y ON y.id = n.by_id
  LEFT JOIN audit_entries e ON e.id = CASE WHEN n.kind IN ('paused', 'cancelled', 'doubted', 'settled') THEN ${SOURCE} END
  LEFT JOIN LATERAL (SELECT to_jsonb(c) AS counts FROM run_counts(n.broadcast_id, CASE WHEN n.kind = 'failing' THEN n.channel END) c
    WHERE n.kind IN ('finished', 'unknown', 'failing', 'expired')) sums ON true`;
const TOLD = `y.name AS by, CASE WHEN n.kind IN ('sent-back', 'withdrawn') THEN s.reason
    WHEN n.kind IN ('paused', 'cancelled', 'doubted', 'settled') THEN e.detail->>'reason'
    WHEN n.kind = 'stopped' AND n.channel IS NULL THEN (SELECT z.reason FROM emergency_stops z WHERE z.id = ${SOURCE})
    WHEN n.kind = 'provider-away' THEN (SELECT a.reason FROM providers_away a WHERE a.channel = n.channel)
    WHEN n.kind = 'stopped' THEN (SELECT z.reason FROM channel_pauses z WHERE z.id = ${SOURCE}) END AS reason,
  CASE WHEN n.kind = 'settled' THEN ${OUTCOME} END AS outcome, (SELECT r.name FROM regions r WHERE r.code = e.detail->>'regionCode') AS region,
  coalesce(e.detail->>'by' = 'correction', false) AS "forCorrection",
  CASE WHEN n.kind = 'braked' THEN (SELECT w.brake FROM waves w
    WHERE w.broadcast_id = n.broadcast_id AND w.channel = n.channel AND w.brake IS NOT NULL ORDER BY w.id LIMIT 1) END AS brake,
  CASE WHEN n.kind = 'finished' AND b.state IN ('completed', 'expired') THEN b.state END AS ended, sums.counts,
  CASE WHEN n.kind = 'expired' THEN ${UNSENT('b.id')} END AS unsent`;
/**
 * SQL condition: the lines of a person about broadcasts they see. $1 to $3 are the parameters of `SEEN`, $4 is the
 * person.
 */
const OWN = `n.person_id = $4 AND (b.id IS NULL OR ${SEEN})`;

const TO_DECIDE = `SELECT count(*)::int AS n FROM broadcasts b JOIN submissions s ON s.broadcast_id = b.id AND s.no = b.submission_no
  WHERE b.state = 'in_review' AND $2 AND ($3::text IS NULL OR b.covered_by @> ARRAY[$3::text])
    AND $4 <> ALL (${TOOK_PART}) AND $1::bigint IS NOT NULL`;
// Counts only the unknown copies that can be sent again: people soon ignore a number that nobody can bring to zero.
const SLOWED = `SELECT channel, since FROM providers_slow WHERE since <= clock_timestamp() - interval '${SLOWED_MINUTES} minutes' ORDER BY channel`;
const TO_OPERATE = `SELECT (SELECT count(*) FROM broadcasts b WHERE ${SEEN} AND $4::bigint IS NOT NULL AND (
      EXISTS (SELECT FROM alerts x WHERE x.broadcast_id = b.id AND x.kind = 'brake' AND x.next_at IS NOT NULL)
      OR EXISTS (SELECT FROM carrier_holds h JOIN waves w ON w.broadcast_id = h.broadcast_id AND w.channel = h.channel
        AND w.state IN ('planned', 'prepared', 'released') WHERE h.broadcast_id = b.id)
      OR b.state IN ('approved', 'running', 'paused') AND NOT ${CORRECTION_IN_REVIEW('b')} AND EXISTS (SELECT FROM waves w
        WHERE w.broadcast_id = b.id AND w.state = 'paused'
          AND (w.paused_by = 'brake' OR NOT w.doubted OR coalesce(b.doubted_by, '') NOT IN ('kpu', 'correction')))
      OR (b.state IN ('running', 'paused') OR b.state = 'completed' AND b.ended_at > (SELECT siar_now()) - interval '1 day')
        AND ${RESENDABLE}))::int
    + (SELECT count(*) FROM (SELECT channel FROM providers_away UNION SELECT channel FROM standstills WHERE called_at <= siar_now()
      UNION SELECT channel FROM channel_pauses WHERE resumed_at IS NULL) c)::int AS n`;

const MAIL_IS_DUE: Statement = {
  name: 'news mail is due',
  sql: 'SELECT FROM staff_news WHERE mail_due_at <= (SELECT siar_now()) LIMIT 1',
};

// Claims and marks the lines in one statement; a concurrent transaction skips them.
const DUE = `WITH due AS (
    SELECT id FROM staff_news WHERE mail_due_at <= (SELECT siar_now()) ORDER BY mail_due_at LIMIT $1 FOR UPDATE SKIP LOCKED
  ), taken AS (
    UPDATE staff_news n SET mail_due_at = NULL FROM due WHERE n.id = due.id RETURNING n.*
  )
  SELECT n.id, n.kind, n.person_id AS "personId", x.language, n.channel, n.broadcast_id AS "broadcastId", b.title, ${TOLD},
    (SELECT max(w.expires_at) FROM waves w WHERE w.broadcast_id = n.broadcast_id) AS "expiresAt",
    CASE WHEN n.kind IN ('finished', 'expired') THEN coalesce(b.ended_at, n.at) ELSE n.at END AS at,
    (SELECT coalesce(g.time_zone, '${NATIONAL_ZONE}') FROM people p JOIN organisations o ON o.id = p.organisation_id
      LEFT JOIN regions g ON g.code = o.region_code WHERE p.id = n.person_id) AS "timeZone",
    n.kind IN ('approved', 'finished') AND EXISTS (SELECT FROM broadcasts c
      WHERE c.original_id = b.id AND c.state NOT IN ('draft', 'in_review', 'rejected', 'withdrawn')) AS corrected,
    CASE WHEN n.kind = 'sent-back' THEN coalesce(s.passages, '[]') ELSE '[]' END AS passages, s.submitted_at AS "submittedAt"
  FROM ${LINES.replace('staff_news n', 'taken n')} JOIN staff_news_wishes x ON x.person_id = n.person_id
  WHERE NOT ${OVERTAKEN} ORDER BY n.id`;

const WAITING_OVERTAKEN: Statement = {
  name: 'overtaken news',
  sql: `WITH waiting AS MATERIALIZED (
    SELECT substr(about, 6)::bigint AS id FROM notices WHERE state = 'pending' AND about LIKE 'news-%'
  )
  SELECT n.id FROM ${LINES} JOIN waiting q ON q.id = n.id LEFT JOIN staff_news_wishes x ON x.person_id = n.person_id
  WHERE n.read_at IS NOT NULL OR ${OVERTAKEN}`,
};
