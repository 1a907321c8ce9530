import { Injectable } from '@nestjs/common';
import { outagesDuring } from '#broadcasts';
import type { ChannelName } from '#channels';
import { Database, rows } from '#platform/database';
import { SUMMED_COUNTERS } from '../waves/summed-counters.js';
import type { Course } from '#contract/api/deliveries';
import type { ChannelCourse } from '#contract/api/operations';
import { COURSE_STEP_MINUTES } from '#contract/lists';

export type { Course } from '#contract/api/deliveries';

/** The most points of a channel in an answer: a curve on a screen shows no more. */
const MOST_POINTS = 240;

/** The most points of a channel in the last hours. */
const POINTS_OF_COURSE = 120;

/** The pace of now is that of at least this time, in seconds: what workers write in groups evens out. */
const PACE_SECONDS = 20;
/** Of a broadcast that has just begun, it counts as at least this long, in seconds. */
const SHORTEST_SECONDS = 5;

/**
 * How broadcasts go, minute by minute. The counters of their waves are read every few seconds and kept for each minute: a
 * curve costs the hand-over nothing, and looking at it reads of the ledger the unknown copies alone, and of the audit trail the outages.
 */
@Injectable()
export class Throughput {
  constructor(private readonly database: Database) {}

  /**
   * Notes where each broadcast stands that has begun and not ended, or ended within the hour: receipts still come then. Any
   * number of publishers may call it; the last one of a minute is kept.
   */
  async note(): Promise<void> {
    await this.database.query(NOTE);
  }

  /** The curve of a broadcast, its outages and unknown copies, and its counts by channel and province. */
  async of(broadcastId: string): Promise<Course> {
    const { manager } = this.database;
    const [points, parts, lost, runs, outages] = await Promise.all([
      rows<Course['points'][number]>(manager, POINTS, [broadcastId, MOST_POINTS]),
      rows<Course['parts'][number]>(manager, PARTS, [broadcastId]),
      rows<Course['lost'][number]>(manager, LOST, [broadcastId]),
      rows<{ channel: ChannelName; begun: Date; ended: Date | null }>(manager, RUNS, [broadcastId]),
      outagesDuring(manager, broadcastId),
    ]);
    return {
      points,
      parts,
      lost,
      begins: Object.fromEntries(runs.map(({ channel, begun }) => [channel, begun])),
      ends: Object.fromEntries(runs.flatMap(({ channel, ended }) => (ended ? [[channel, ended]] : []))),
      outages,
    };
  }

  /** What each channel handed over in the last hours, of all broadcasts. */
  async lately(hours: ChannelCourse['hours'] = 6): Promise<ChannelCourse> {
    const found = await rows<ChannelCourse['points'][number] & { minutes: number }>(
      this.database.manager,
      LATELY,
      [hours, Object.values(COURSE_STEP_MINUTES).filter((minutes) => minutes <= COURSE_STEP_MINUTES[hours])],
    );
    return {
      hours,
      minutes: found[0]?.minutes ?? COURSE_STEP_MINUTES[hours],
      points: found.map((one) => {
        const { minutes: _, ...point } = one;
        return point;
      }),
    };
  }

  /**
   * Messages a second on each channel over the last minute, of all broadcasts: 0 where nothing is left to send. A channel on
   * which none runs is absent.
   */
  async now(): Promise<ReadonlyMap<ChannelName, number>> {
    const found = await rows<{ channel: ChannelName; pace: number }>(this.database.manager, NOW);
    return new Map(found.map(({ channel, pace }) => [channel, pace]));
  }
}

// In the order of the key, so that two publishers do not wait for each other in a circle.
const NOTE = `
INSERT INTO throughput AS t (broadcast_id, channel, minute, at, handed, delivered, failed, waiting)
SELECT w.broadcast_id, w.channel, date_trunc('minute', siar_now()), siar_now(), sum(w.accepted + w.delivered + w.failed + w.unknown),
  sum(w.delivered), sum(w.failed), sum(w.pending + w.claimed + w.unlisted)
FROM broadcasts b JOIN waves w ON w.broadcast_id = b.id
WHERE b.state IN ('running', 'paused') OR b.ended_at > siar_now() - interval '1 hour'
GROUP BY 1, 2 HAVING bool_or(w.released_at IS NOT NULL) ORDER BY 1, 2
ON CONFLICT (broadcast_id, channel, minute) DO UPDATE SET at = excluded.at, handed = excluded.handed,
  delivered = excluded.delivered, failed = excluded.failed, waiting = excluded.waiting
WHERE t.at < excluded.at`;

// The last row of each of at most $2 steps.
const POINTS = `
WITH span AS (
  SELECT min(minute) AS first, greatest(1, ceil((extract(epoch FROM max(minute) - min(minute)) / 60 + 1) / $2::int))::int AS step
  FROM throughput WHERE broadcast_id = $1
)
SELECT channel, at, handed, delivered, failed, waiting FROM (
  SELECT DISTINCT ON (t.channel, date_bin(make_interval(mins => s.step), t.minute, s.first)) t.*
  FROM span s CROSS JOIN throughput t WHERE t.broadcast_id = $1
  ORDER BY t.channel, date_bin(make_interval(mins => s.step), t.minute, s.first), t.minute DESC
) p ORDER BY at, channel`;

const PARTS = `
SELECT w.channel, split_part(w.region_code, '.', 1) AS province, ${SUMMED_COUNTERS}
FROM waves w WHERE w.broadcast_id = $1 GROUP BY 1, 2 ORDER BY 2, 1`;

const LOST = `
SELECT w.channel, d.reason, count(*)::int AS copies, min(d.handed_at) AS from, max(d.handed_at) AS to
FROM waves w JOIN deliveries d ON d.broadcast_id = w.broadcast_id AND d.wave_id = w.id AND d.exception = 'unknown'
WHERE w.broadcast_id = $1 AND w.unknown > 0 GROUP BY 1, 2 ORDER BY copies DESC, 1, 2`;

const RUNS = `
SELECT channel, coalesce(min(first_handover_at), min(handed_at)) AS begun,
  CASE WHEN sum(pending + claimed + unlisted) = 0 THEN max(handed_at) END AS ended
FROM waves WHERE broadcast_id = $1 GROUP BY 1 HAVING count(first_handover_at) + count(handed_at) > 0`;

// Since the newest row that is old enough: that of a minute is written again until the minute ends. What began since then
// has none yet. Broadcasts one after the other share the time: their own paces would add up to more than the channel's.
const NOW = `
WITH live AS (
  SELECT w.broadcast_id, w.channel, sum(w.accepted + w.delivered + w.failed + w.unknown) AS handed,
    coalesce(min(w.first_handover_at), min(w.released_at)) AS began,
    coalesce(sum(w.pending + w.claimed + w.unlisted) FILTER (WHERE w.released_at IS NOT NULL), 0) > 0 AS waits
  FROM broadcasts b JOIN waves w ON w.broadcast_id = b.id
  WHERE b.state IN ('running', 'paused') OR b.ended_at > siar_now() - interval '2 minutes'
  GROUP BY 1, 2 HAVING bool_or(w.released_at IS NOT NULL)
)
SELECT l.channel, coalesce(CASE WHEN bool_or(l.waits) THEN sum(m.handed) END
  / greatest(extract(epoch FROM siar_now() - min(coalesce(p.at, l.began)) FILTER (WHERE m.handed > 0)), ${SHORTEST_SECONDS}), 0)::float8 AS pace
FROM live l LEFT JOIN LATERAL (
  SELECT t.handed, t.at FROM throughput t WHERE t.broadcast_id = l.broadcast_id AND t.channel = l.channel
    AND t.at <= siar_now() - make_interval(secs => ${PACE_SECONDS}) ORDER BY t.minute DESC LIMIT 1
) p ON true CROSS JOIN LATERAL (SELECT greatest(l.handed - coalesce(p.handed, 0), 0) AS handed) m GROUP BY 1`;

// What waits is noted as a minute ends: what went out within it waited, too. A minute that goes on is written again, so its
// pace still falls: it is no peak yet.
// A row tells of the time from the row before, or from the first hand-over of its broadcast, to the moment at which it was
// noted, or at which the last copy was handed over. Its pace is what was taken in that time: refused attempts are none of it.
// Broadcasts of one minute share its time, as they share the channel's limit; what lies between two of them slows nothing down.
// what waits is summed of those that waited at one moment: one may have ended before the other began.
// What happened in a short time is told by the minute, however far back one looks.
const LATELY = `
WITH noted AS MATERIALIZED (
  SELECT * FROM throughput WHERE minute > siar_now() - make_interval(hours => $1)
), runs AS MATERIALIZED (
  SELECT w.broadcast_id, w.channel, min(w.first_handover_at) AS begun,
    CASE WHEN sum(w.pending + w.claimed + w.unlisted) = 0 THEN max(w.handed_at) END AS ended
  FROM waves w WHERE w.broadcast_id IN (SELECT n.broadcast_id FROM noted n) GROUP BY 1, 2
), moved AS MATERIALIZED (
  SELECT t.channel, t.minute, t.waiting, greatest(t.handed - coalesce(p.handed, 0), 0) AS handed,
    greatest(t.failed - coalesce(p.failed, 0), 0) AS failed,
    greatest(t.handed - t.failed - coalesce(p.handed - p.failed, 0), 0) AS taken, s.since,
    CASE WHEN t.waiting = 0 AND r.ended BETWEEN s.since AND t.at THEN r.ended ELSE t.at END AS until
  FROM noted t
  LEFT JOIN runs r ON r.broadcast_id = t.broadcast_id AND r.channel = t.channel
  LEFT JOIN LATERAL (
    SELECT b.handed, b.failed, b.at FROM throughput b
    WHERE b.broadcast_id = t.broadcast_id AND b.channel = t.channel AND b.minute < t.minute ORDER BY b.minute DESC LIMIT 1
  ) p ON true
  CROSS JOIN LATERAL (SELECT coalesce(p.at, CASE WHEN r.begun <= t.at THEN r.begun END, t.at - interval '1 minute') AS since) s
), waited AS (
  SELECT channel, minute, max(together) AS most FROM (
    SELECT one.channel, one.minute, (SELECT sum(o.waiting + o.handed * CASE WHEN o.since = one.since THEN 1
        ELSE extract(epoch FROM o.until - one.since) / extract(epoch FROM o.until - o.since) END)
      FROM moved o WHERE o.channel = one.channel AND o.minute = one.minute
        AND (o.since = one.since OR o.since < one.since AND o.until > one.since)) AS together
    FROM moved one
  ) m GROUP BY 1, 2
), minutes AS (
  SELECT channel, minute, waiting, handed, taken, taken / seconds AS pace, failed / seconds AS failed, since, until FROM (
    SELECT channel, minute, sum(waiting) AS waiting, sum(handed) AS handed, sum(failed) AS failed, sum(taken) AS taken,
      min(since) FILTER (WHERE handed + waiting > 0) AS since, max(until) FILTER (WHERE handed + waiting > 0) AS until,
      greatest((SELECT sum(extract(epoch FROM upper(r) - lower(r)))
        FROM unnest(range_agg(tstzrange(since, greatest(since, until))) FILTER (WHERE handed > 0)) r), ${SHORTEST_SECONDS})::float8 AS seconds
    FROM moved GROUP BY 1, 2
  ) s
), step AS (
  SELECT coalesce(min(s.minutes) FILTER (WHERE s.minutes * ${POINTS_OF_COURSE} * interval '1 minute'
    >= siar_now() - (SELECT min(minute) FROM minutes WHERE since IS NOT NULL)), max(s.minutes)) AS minutes
  FROM unnest($2::int[]) AS s(minutes)
)
SELECT step.minutes, channel, date_bin(make_interval(mins => step.minutes), minute, 'epoch') AS at, min(since) AS since, max(until) AS until,
  sum(handed)::int AS handed, sum(taken)::int AS taken, avg(pace) AS "perSecond", max(pace) AS "peakPerSecond", avg(failed) AS "failedPerSecond",
  (array_agg(waiting ORDER BY minute DESC))[1]::int AS waiting, max(most)::int AS "mostWaiting",
  max(pace) FILTER (WHERE minute < date_trunc('minute', (SELECT siar_now()))) AS "settledPeakPerSecond"
FROM minutes JOIN waited USING (channel, minute) CROSS JOIN step GROUP BY 1, 2, 3 ORDER BY 3, 2`;
