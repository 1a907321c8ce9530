import { Injectable } from '@nestjs/common';
import { Audience } from '#audience';
import type { Region } from '#contract/api/elections';
import { CHANNELS } from '#channels';
import { channelRates } from '#channels/accounts';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { Database, now, row, rows } from '#platform/database';
import { scheduledTimes, type Schedule } from '#planning';
import type { SignedIn } from '#staff/roles';
import { may } from '#contract';
import type { AnswerOf } from '#contract/api';
import type { CalendarEntry } from '#contract/api/calendar';
import { Assessor, type SmsTexts } from '../drafts/assess.js';
import { contentStates } from '../corrections/chain.js';
import { CHAIN_PART, HANDED_OVER } from '../corrections/lineage.js';
import { mayCompose } from '../who-may.rules.js';
import { SEEN, sightOf } from '../store.js';

type Due = CalendarEntry['due'][number];
/** The part of an entry that stands in the broadcast's own row. */
type Head = Omit<CalendarEntry, 'due' | 'move' | 'smsCost' | 'content'>;
/** An entry, with the texts that its cost is counted of. */
interface Found {
  entry: Omit<CalendarEntry, 'smsCost' | 'content'>;
  texts: SmsTexts;
}

/** An open draft, with what decides who moves it. */
interface Open extends Head, SmsTexts {
  schedule: Schedule;
  organisationId: string;
  companion: boolean;
}

/** Waves of an approved broadcast that are due at one instant in one local time. */
type Planned = Head & Omit<SmsTexts, 'regions'> & Due & { audience: string[] };

/** More drafts with a time than this have no room on a screen. */
const MOST_OPEN = 500;
const DAY_MS = 86_400_000;

const HEAD = `b.id, b.title, (SELECT o.name FROM organisations o WHERE o.id = b.organisation_id) AS organisation, ${CHAIN_PART} AS part, b.kind, b.state, b.version, b.draft->'channels' AS channels,
  coalesce(b.draft->'audience'->'topics', '[]'::jsonb) AS topics, ${HANDED_OVER('b.id')} AS begun,
  (SELECT hindrance FROM strongest_hindrance(b.id)) AS hindrance`;
/** What the length of an SMS depends on, in the columns `sms` and `electionId`. */
const SMS = `CASE WHEN b.draft->'channels' ? 'sms' THEN b.draft->'contents'->'sms' END AS sms, b.draft->>'electionId' AS "electionId"`;
/** The copies of waves `w` of a broadcast `b`, by channel: once it is over, those that its providers took or may have taken. */
const COPIES = `json_build_object(${CHANNELS.map(
  (channel) =>
    `'${channel}', coalesce(sum(CASE WHEN b.state IN ('completed', 'expired', 'cancelled') THEN w.accepted + w.delivered + w.unknown
      ELSE w.targeted + w.unlisted + w.never_listed END) FILTER (WHERE w.channel = '${channel}'), 0)`,
).join(', ')})`;

/** The broadcasts of some days: what is drafted, submitted and approved, and what has gone out. */
@Injectable()
export class BroadcastCalendar {
  private readonly assessor: Assessor;

  constructor(
    private readonly database: Database,
    private readonly audience: Audience,
    @InjectConfig() private readonly config: Config,
  ) {
    this.assessor = new Assessor(audience, config);
  }

  /**
   * The broadcasts that this person sees with a time on one of these days, on the clock of one of their regions.
   * Withdrawn ones are left out, and parts that were cancelled before anything of them was sent.
   * @param from the first day, `2029-02-01`
   */
  async show(person: SignedIn, from: string, days: number): Promise<AnswerOf<'GET /calendar'>> {
    const start = Date.parse(from);
    const isShown = ({ dueAt, timeZone }: Pick<Due, 'dueAt' | 'timeZone'>): boolean => {
      const day = Date.parse(dayIn(timeZone).format(dueAt));
      return day >= start && day < start + days * DAY_MS;
    };
    // A day more at each end: the earliest clock and the latest are a day apart.
    const [first, last] = [new Date(start - DAY_MS), new Date(start + (days + 1) * DAY_MS)];
    const known = await this.audience.regions();
    const found = [
      ...(await this.planned(person, first, last)),
      ...(await this.open(person, first, last, known)),
    ].flatMap(({ entry, texts }) => {
      const due = entry.due.filter(isShown);
      return due.length > 0 ? [{ entry: { ...entry, due }, texts }] : [];
    });
    const costs = await this.assessor.smsCosts(found.map(({ texts }) => texts));
    const contentOf = await contentStates(
      this.database.manager,
      person,
      found.map(({ entry }) => entry.id),
    );
    const entries = found.map(({ entry }, at) => ({
      ...entry,
      content: contentOf(entry.id),
      smsCost: costs[at] ?? null,
    }));
    const none = await row<{ timeless: number }>(
      this.database.manager,
      `SELECT count(*)::int AS timeless FROM broadcasts b
       WHERE b.state = 'draft' AND coalesce(b.draft->'schedule'->>'at', 'now') = 'now' AND ${SEEN}`,
      sightOf(person),
    );
    return { entries, rates: channelRates(this.config), timeless: none?.timeless ?? 0 };
  }

  private async planned(person: SignedIn, first: Date, last: Date): Promise<Found[]> {
    const found = await rows<Planned>(
      this.database.manager,
      `SELECT ${HEAD}, ${SMS}, b.draft->'audience'->'regions' AS audience, w.due_at AS "dueAt", min(w.time_zone) AS "timeZone", array_agg(DISTINCT w.region_code) AS regions, ${COPIES} AS copies
       FROM broadcasts b JOIN waves w ON w.broadcast_id = b.id
       WHERE (b.state IN ('approved', 'running', 'paused')
           OR b.state IN ('completed', 'expired', 'cancelled') AND b.ended_at >= $4 AND b.approved_at < $5)
         AND w.due_at >= $4 AND w.due_at < $5 AND (w.state <> 'cancelled' OR w.first_handover_at IS NOT NULL) AND ${SEEN}
       GROUP BY b.id, w.due_at, w.due_at AT TIME ZONE w.time_zone ORDER BY w.due_at, b.id`,
      [...sightOf(person), first, last],
    );
    const entries = new Map<string, Found>();
    for (const { dueAt, timeZone, regions, copies, audience, sms, electionId, ...head } of found) {
      const texts = { sms, electionId, regions: audience };
      const one = entries.get(head.id) ?? { entry: { ...head, due: [], move: null }, texts };
      one.entry.due.push({ dueAt, timeZone, regions, copies });
      entries.set(head.id, one);
    }
    return [...entries.values()];
  }

  private async open(
    person: SignedIn,
    first: Date,
    last: Date,
    known: ReadonlyMap<string, Region>,
  ): Promise<Found[]> {
    const { manager } = this.database;
    const found = await rows<Open>(
      manager,
      `SELECT ${HEAD}, ${SMS}, b.draft->'audience'->'regions' AS regions, b.draft->'schedule' AS schedule, b.organisation_id AS "organisationId",
         b.remainder_of_id IS NOT NULL AS companion
       FROM broadcasts b
       WHERE b.state IN ('draft', 'in_review', 'rejected') AND b.draft->'schedule'->>'at' <> 'now'
         AND (b.draft->'schedule'->>'at' BETWEEN $4 AND $5 OR b.draft->'schedule'->'perRegion' IS NOT NULL) AND ${SEEN}
       ORDER BY b.id DESC LIMIT ${MOST_OPEN}`,
      [...sightOf(person), first.toISOString().slice(0, 10), last.toISOString().slice(0, 10)],
    );
    const at = await now(manager);
    return found.map(({ regions, schedule, organisationId, companion, sms, electionId, ...head }) => {
      const places = regions.flatMap((code) => known.get(code) ?? []);
      // An edit of what KPU reviews would end the review.
      const movable =
        head.state !== 'in_review' &&
        may(head.state, 'edit') &&
        !companion &&
        mayCompose(person, { organisationId });
      return {
        entry: {
          ...head,
          due: byClock(scheduledTimes(schedule, places, at)),
          move: movable ? schedule : null,
        },
        texts: { sms, electionId, regions },
      };
    });
  }
}

/** Times of regions, those that are due at one instant in one local time together. */
function byClock(times: ReturnType<typeof scheduledTimes>): Due[] {
  const found = new Map<string, Due>();
  for (const { region, dueAt } of times) {
    const key = `${dueAt.getTime()} ${dayIn(region.timeZone).format(dueAt)} ${hourIn(region.timeZone).format(dueAt)}`;
    const due = found.get(key) ?? { dueAt, timeZone: region.timeZone, regions: [], copies: null };
    due.regions.push(region.code);
    found.set(key, due);
  }
  return [...found.values()].sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
}

// Making a format takes a thousand times as long as using it.
const formats = new Map<string, Intl.DateTimeFormat>();
function formatIn(timeZone: string, kind: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timeZone} ${kind}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, ...options });
  formats.set(key, format);
  return format;
}
const dayIn = (timeZone: string): Intl.DateTimeFormat => formatIn(timeZone, 'day', {});
const hourIn = (timeZone: string): Intl.DateTimeFormat =>
  formatIn(timeZone, 'hour', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
