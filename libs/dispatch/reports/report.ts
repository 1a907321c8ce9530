import { Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify/sync';
import { type Chain, chainOf, HANDED_AT, leftOutBy, MISSED } from '#broadcasts/corrections';
import type { BroadcastState } from '#contract';
import type { ChannelName } from '#channels';
import { Database, row, rows, type Tx } from '#platform/database';
import { type Counting, KeptCounts } from '#platform/database/counts';
import { COUNTERS, type Counts, type DeliveryState } from '#contract';
import { byCarrier, type CarrierLine } from './carriers.js';
import { COUNTERS_OF_WAVE, SUMMED_COUNTERS } from '../waves/summed-counters.js';
import type { FailureGroup as Failure } from '#contract/api/deliveries';
import type { MissedGroup, Outline } from '#contract/api/reports';
import { ofItsSize } from './of-its-size.rules.js';

/** What became of a broadcast in one region on one channel. */
interface ReportLine extends Counts {
  channel: ChannelName;
  region: string;
  dueAt: Date;
  firstHandoverAt: Date | null;
  lastHandoverAt: Date | null;
  /** When the provider took the first copy and the last: a refused attempt sends nothing. */
  firstAcceptedAt: Date | null;
  lastAcceptedAt: Date | null;
}

/** A region with how many people there are, and how many of them were reached on one channel or more. */
interface ReportRegion {
  region: string;
  name: string;
  timeZone: string;
  registeredVoters: number | null;
  people: number;
}

/** An earlier broadcast in a few figures. Its title is no part of the report, which is kept: not everybody may see it. */
interface Earlier extends Outline {
  /** Null: kept from before this was noted. */
  id: string | null;
}

/**
 * The report of a finished broadcast, to read, print and keep. `people` counts those reached: the provider accepted a copy,
 * or it arrived.
 */
export interface Report {
  /** The moment that its figures are of. */
  countedAt: Date;
  people: number;
  /** Listed people with copies that all failed or ended; null: kept from before this was counted. */
  gotNothing: number | null;
  /** The same people by what became of their copy, each once; null: kept from before this was counted. */
  gotNothingBy: MissedGroup[] | null;
  /** Listed people that nothing is known to have reached, with an unknown copy; null: kept from before this was counted. */
  uncertain: number | null;
  lines: ReportLine[];
  regions: ReportRegion[];
  failures: Failure[];
  /** By mailbox provider and operator, on the channels that have several. */
  carriers: CarrierLine[];
  /** Of a correction: people that hold, or may hold, the wrong message and got no right text; null: no correction. */
  unreached: number | null;
  /** Copies reached by the hour of their hand-over; where a receipt alone told of one, by the first hour of its wave. */
  hours: { at: Date; channel: ChannelName; reached: number }[];
  /** The same by the language that the people have now; null: they were erased since. */
  languages: { language: string | null; channel: ChannelName; reached: number }[];
  /** This broadcast in a few figures, and the same of the office's last ones of its kind. */
  outline: Outline;
  earlier: Earlier[];
}

const REACHED = `d.state IN ('accepted', 'delivered')`;
/** Whether a person `m` has a working address on a channel that was not `tried`, as estimates count addresses. */
const HAS_ANOTHER_CHANNEL = `EXISTS (SELECT FROM addresses a JOIN contacts c ON c.id = a.contact_id
  WHERE a.contact_id = m.contact_id AND a.state = 'active' AND a.channel <> ALL (m.tried) AND c.restricted_at IS NULL)`;
const WRONG: readonly DeliveryState[] = ['failed', 'suppressed', 'expired', 'cancelled', 'unknown'];

type Counted = Omit<Report, 'countedAt'>;

const DATES: readonly string[] = [
  'dueAt',
  'firstHandoverAt',
  'lastHandoverAt',
  'firstAcceptedAt',
  'lastAcceptedAt',
  'at',
  'endedAt',
];
/** A kept report has its instants as text. */
const withDates = (kept: Counted): Counted =>
  JSON.parse(JSON.stringify(kept), (key, value: unknown) =>
    DATES.includes(key) && typeof value === 'string' ? new Date(value) : value,
  ) as Counted;

const LATELY = `SELECT id FROM broadcasts WHERE state IN ('running', 'paused') OR ended_at > siar_now() - interval '2 days' ORDER BY id`;
const SIGN = `
WITH RECURSIVE family AS (
  SELECT id, original_id, remainder_of_id FROM broadcasts WHERE id = $1
  UNION SELECT b.id, b.original_id, b.remainder_of_id FROM family f JOIN broadcasts b
    ON b.id = f.original_id OR b.id = f.remainder_of_id OR b.original_id = f.id OR b.remainder_of_id = f.id
)
SELECT md5(string_agg(concat_ws(',', w.id, w.state, w.due_at, w.first_handover_at, w.handed_at, ${COUNTERS_OF_WAVE}), ';' ORDER BY w.id)) AS sign FROM family f JOIN waves w ON w.broadcast_id = f.id`;

/** Sums up the results of a broadcast. */
@Injectable()
export class Reports {
  constructor(
    private readonly database: Database,
    private readonly counts: KeptCounts,
  ) {}

  /** What went wrong, and why, the most frequent first, as of the last count. @throws Problem unavailable */
  async failures(broadcastId: string): Promise<Pick<Report, 'countedAt' | 'failures' | 'unreached'>> {
    const { countedAt, value } = await this.counts.of(await this.failuresCounting(broadcastId));
    return { countedAt, ...value };
  }

  /** The whole report, as of the last count, which reads each ledger row of the broadcast. @throws Problem unavailable */
  async of(broadcastId: string): Promise<Report> {
    const { countedAt, value } = await this.counts.of(await this.reportCounting(broadcastId));
    const { outline, earlier } = withDates(value);
    return {
      ...withDates(value),
      lines: withDates(value).lines.map(({ firstAcceptedAt, lastAcceptedAt, ...line }) => ({
        ...line,
        // Kept from before this was counted.
        firstAcceptedAt: firstAcceptedAt === undefined ? line.firstHandoverAt : firstAcceptedAt,
        lastAcceptedAt: lastAcceptedAt === undefined ? line.lastHandoverAt : lastAcceptedAt,
      })),
      gotNothing: value.gotNothing ?? null,
      gotNothingBy: value.gotNothingBy?.map((one) => ({ ...one, elsewhere: one.elsewhere ?? null })) ?? null,
      uncertain: value.uncertain ?? null,
      // Kept from before those of another size were left out.
      earlier: ofItsSize(outline, earlier).map((one) => ({ ...one, id: one.id ?? null })),
      countedAt,
    };
  }

  /** Counts again what is due, of the broadcasts under way and of those that ended lately: late receipts change them. */
  async refresh(signal: AbortSignal): Promise<void> {
    for (const { id } of await rows<{ id: string }>(this.database.manager, LATELY)) {
      if (signal.aborted) return;
      await this.counts.refresh(await this.failuresCounting(id));
      await this.counts.refresh(await this.reportCounting(id));
    }
  }

  private async failuresCounting(
    broadcastId: string,
  ): Promise<Counting<Pick<Report, 'failures' | 'unreached'>>> {
    return {
      key: `failures ${broadcastId}`,
      sign: await this.signOf(broadcastId),
      count: async (tx) => ({
        failures: await failuresOf(tx, broadcastId),
        unreached: await unreachedBy(tx, broadcastId),
      }),
    };
  }

  private async reportCounting(broadcastId: string): Promise<Counting<Counted>> {
    return {
      key: `report ${broadcastId}`,
      sign: await this.signOf(broadcastId),
      count: (tx) => this.read(tx, broadcastId),
    };
  }

  /**
   * Changes whenever a copy does, or one of what it corrects or of a correction of it; also once its hand-over is written,
   * which may be after its receipt.
   */
  private async signOf(broadcastId: string): Promise<string | null> {
    const found = await row<{ sign: string | null }>(this.database.manager, SIGN, [broadcastId]);
    return found?.sign ?? null;
  }

  private async read(manager: Tx, broadcastId: string): Promise<Counted> {
    const lines = await rows<ReportLine>(
      manager,
      `WITH last AS (
         SELECT wave_id, max(handed_at) AS at, min(d.handed_at) FILTER (WHERE ${REACHED}) AS first_taken,
           max(d.handed_at) FILTER (WHERE ${REACHED}) AS last_taken
         FROM deliveries d WHERE broadcast_id = $1 GROUP BY wave_id)
       SELECT w.channel, w.region_code AS region, min(w.due_at) AS "dueAt", min(w.first_handover_at) AS "firstHandoverAt",
         max(last.at) AS "lastHandoverAt", min(last.first_taken) AS "firstAcceptedAt", max(last.last_taken) AS "lastAcceptedAt",
         ${SUMMED_COUNTERS}
       FROM waves w LEFT JOIN last ON last.wave_id = w.id
       WHERE w.broadcast_id = $1 GROUP BY w.channel, w.region_code ORDER BY w.region_code, w.channel`,
      [broadcastId],
    );
    const people = await rows<{ region: string | null; people: number }>(
      manager,
      `SELECT w.region_code AS region, count(DISTINCT d.contact_id)::int AS people
       FROM deliveries d JOIN waves w ON w.id = d.wave_id
       WHERE d.broadcast_id = $1 AND ${REACHED} GROUP BY GROUPING SETS ((), (w.region_code))`,
      [broadcastId],
    );
    const reached = new Map(people.map((one) => [one.region, one.people]));
    // Who has several copies counts once, for the first of them in the order of the channels' names.
    // Without a channel: those that only unknown copies may have reached. One pass serves both. With reach "preferred" a
    // person has one copy, and may have a working address on a channel that others of the broadcast were written to.
    const unreached = await rows<{
      channel: ChannelName | null;
      state: MissedGroup['state'] | null;
      reason: string | null;
      people: number;
      elsewhere: number;
    }>(
      manager,
      `SELECT cause[1] AS channel, cause[2] AS state, nullif(cause[3], '') AS reason, count(*)::int AS people,
         (count(*) FILTER (WHERE cause IS NOT NULL AND ${HAS_ANOTHER_CHANNEL}))::int AS elsewhere FROM (
         SELECT d.contact_id, array_agg(DISTINCT w.channel) AS tried, CASE WHEN bool_and(${MISSED}) THEN min(ARRAY[w.channel, d.state::text, coalesce(d.reason, '')]) END AS cause
         FROM deliveries d JOIN waves w ON w.id = d.wave_id
         WHERE d.broadcast_id = $1 GROUP BY d.contact_id
         HAVING bool_and(${MISSED}) OR bool_or(d.state = 'unknown') AND NOT bool_or(${REACHED})) m
       GROUP BY 1, 2, 3 ORDER BY people DESC, 1, 2, 3`,
      [broadcastId],
    );
    const missed = unreached.flatMap(({ channel, state, ...group }): MissedGroup[] =>
      channel && state ? [{ channel, state, ...group }] : [],
    );
    const regions = await rows<Omit<ReportRegion, 'people'>>(
      manager,
      `SELECT code AS region, name, time_zone AS "timeZone", registered_voters AS "registeredVoters"
       FROM regions WHERE code = ANY ($1) ORDER BY code`,
      [[...new Set(lines.map(({ region }) => region))]],
    );
    return {
      people: reached.get(null) ?? 0,
      gotNothing: missed.reduce((sum, { people: some }) => sum + some, 0),
      gotNothingBy: missed,
      uncertain: unreached.find(({ channel }) => channel === null)?.people ?? 0,
      lines,
      regions: regions.map((one) => ({ ...one, people: reached.get(one.region) ?? 0 })),
      failures: await failuresOf(manager, broadcastId),
      carriers: await byCarrier(manager, broadcastId),
      unreached: await unreachedBy(manager, broadcastId),
      hours: await rows<Report['hours'][number]>(
        manager,
        `SELECT date_bin('1 hour', ${HANDED_AT}, 'epoch') AS at, w.channel, count(*)::int AS reached
         FROM deliveries d JOIN waves w ON w.id = d.wave_id
         WHERE d.broadcast_id = $1 AND ${REACHED} AND ${HANDED_AT} IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2`,
        [broadcastId],
      ),
      languages: await rows<Report['languages'][number]>(
        manager,
        `SELECT c.language, w.channel, count(*)::int AS reached
         FROM deliveries d JOIN waves w ON w.id = d.wave_id LEFT JOIN contacts c ON c.id = d.contact_id
         WHERE d.broadcast_id = $1 AND ${REACHED} GROUP BY 1, 2 ORDER BY 1, 2`,
        [broadcastId],
      ),
      ...(await compared(manager, broadcastId)),
    };
  }

  /**
   * The report as CSV (RFC 4180), with a line for each region and channel.
   * @param state of the broadcast: repeated on each line, as `chain` is, for readers who keep only some lines
   * @param chain what it corrects and what corrects it
   */
  async csv(broadcastId: string, state: BroadcastState, chain: Chain | null): Promise<string> {
    const { lines, regions } = await this.of(broadcastId);
    const known = new Map(regions.map((one) => [one.region, one]));
    const by = chain?.correctedBy;
    const standing = {
      broadcastState: state,
      corrects: chain?.corrects[0]?.publicCode,
      correctedBy: by?.publicCode,
      correctedByTitle: by?.title,
      correctedAt: by?.approvedAt,
    };
    return stringify(
      lines.map((line) => ({ ...known.get(line.region), ...line, ...standing })),
      {
        header: true,
        columns: [
          'region',
          'name',
          'registeredVoters',
          'people',
          'channel',
          'dueAt',
          'firstHandoverAt',
          'lastHandoverAt',
          ...COUNTERS,
          'broadcastState',
          'corrects',
          'correctedBy',
          'correctedByTitle',
          'correctedAt',
        ],
        cast: { date: (value) => value.toISOString() },
        escape_formulas: true,
      },
    );
  }
}

/**
 * Counts the people that a correction leaves with the wrong message: all their copies of it failed or ended, or they got the
 * wrong message only on channels that it does not use. A person with a copy of its companion that arrived, or still may, is
 * not one of them.
 * @returns null: it is no correction
 */
async function unreachedBy(tx: Tx, broadcastId: string): Promise<number | null> {
  const found = await row<{ people: number; channels: ChannelName[]; companions: string[] }>(
    tx,
    `WITH companions AS (SELECT id FROM broadcasts WHERE remainder_of_id = $1)
     SELECT (SELECT count(*)::int FROM (
         SELECT d.contact_id FROM deliveries d WHERE d.broadcast_id = b.id
         GROUP BY d.contact_id HAVING bool_and(${MISSED})
         EXCEPT SELECT d.contact_id FROM deliveries d WHERE d.broadcast_id IN (SELECT id FROM companions) AND NOT ${MISSED}) missed) AS people,
       ARRAY(SELECT DISTINCT w.channel FROM waves w WHERE w.broadcast_id = b.id) AS channels,
       ARRAY(SELECT id::text FROM companions) AS companions
     FROM broadcasts b WHERE b.id = $1 AND b.original_id IS NOT NULL`,
    [broadcastId],
  );
  if (!found) return null;
  const { people, channels, companions } = found;
  const leftOut = await leftOutBy(tx, await chainOf(tx, broadcastId), channels, companions);
  return people + (leftOut?.people ?? 0);
}

const failuresOf = (tx: Tx, broadcastId: string): Promise<Failure[]> =>
  rows<Failure>(
    tx,
    `SELECT w.channel, d.state, d.reason, count(*)::int AS copies
     FROM deliveries d JOIN waves w ON w.id = d.wave_id
     WHERE d.broadcast_id = $1 AND d.state = ANY ($2)
       AND d.wave_id IN (SELECT id FROM waves WHERE broadcast_id = $1 AND ${WRONG.join(' + ')} > 0)
     GROUP BY 1, 2, 3 ORDER BY copies DESC, 1, 2, 3`,
    [broadcastId, WRONG],
  );

/** Earlier broadcasts among which those of about the same size are looked for, at most. */
const LOOKED_AT = 200;
/** Earlier broadcasts that one is compared with, at most. */
const COMPARED = 10;

/**
 * The outline of a broadcast, and those of about its size, of the same office and kind, that were completed before it, the
 * newest first.
 */
async function compared(tx: Tx, broadcastId: string): Promise<Pick<Report, 'outline' | 'earlier'>> {
  const [own, ...earlier] = await rows<Outline & { id: string }>(tx, OUTLINES, [broadcastId, LOOKED_AT]);
  if (!own) throw new Error('the broadcast of a report is gone');
  const { id: _, ...outline } = own;
  return { outline, earlier: ofItsSize(outline, earlier).slice(0, COMPARED) };
}

const OUTLINES = `
WITH own AS (
  SELECT id, ended_at, true AS own FROM broadcasts WHERE id = $1
), compared AS (
  SELECT * FROM own UNION ALL (
    SELECT e.id, e.ended_at, false FROM broadcasts b JOIN broadcasts e ON e.kind = b.kind AND e.organisation_id = b.organisation_id
    WHERE b.id = $1 AND e.id <> b.id AND e.state = 'completed' AND e.ended_at < coalesce(b.ended_at, siar_now())
    ORDER BY e.ended_at DESC LIMIT $2)
)
SELECT c.id::text AS id, c.ended_at AS "endedAt", coalesce(sum(w.targeted + w.unlisted + w.never_listed), 0)::int AS messages,
  coalesce(sum(w.accepted + w.delivered), 0)::int AS reached, coalesce(sum(w.delivered), 0)::int AS delivered,
  coalesce(sum(w.failed), 0)::int AS failed,
  greatest(extract(epoch FROM min(w.first_handover_at) - min(w.due_at)), 0)::float8 AS "delaySeconds",
  greatest(extract(epoch FROM max(w.handed_at) - min(w.first_handover_at)), 0)::float8 AS seconds
FROM compared c LEFT JOIN waves w ON w.broadcast_id = c.id
GROUP BY c.id, c.ended_at, c.own ORDER BY c.own DESC, c.ended_at DESC`;
