import { Injectable } from '@nestjs/common';
import type { ChannelName } from '#channels';
import { Database, prepared, type Statement, type Tx } from '#platform/database';
import { InTurns } from '#platform/waiting';
import { PRIORITY, queued, Queues } from '#queue';
import { OPEN_WAVE } from '#planning';
import { NO_EMERGENCY_STOP } from '../control/emergency.js';

/**
 * Batches of one channel in the queue at most, waiting and active, so that the queue's memory does not grow with the
 * audience. Less urgent batches take no room from more urgent ones.
 */
const MOST_QUEUED = 64;
/** The same of one route. A worker keeps them apart from all others, so that few are enough. */
const MOST_QUEUED_OF_ROUTE = 8;

/** Moves batches from the ledger into the queue: a bounded number, the most urgent first. */
@Injectable()
export class QueueFeeder {
  private readonly turns = new Map<ChannelName, InTurns<number>>();

  constructor(
    private readonly database: Database,
    private readonly queues: Queues,
  ) {}

  /**
   * Fills a channel's queue, ordered by kind, expiry and due time, alternating among waves that are equal in these;
   * corrections in the order of their waves (WIT, WITA, WIB). Includes everything that was ready at the call. Safe in any
   * number of processes: one at a time feeds a channel.
   * @returns how many batches were queued
   */
  top(channel: ChannelName): Promise<number> {
    // The current run may have read already; the next one serves all callers until it starts.
    const turns = this.turns.get(channel) ?? new InTurns(() => this.fill(channel));
    this.turns.set(channel, turns);
    return turns.run();
  }

  /** Plans the feeding statement on this connection: for no batch. */
  async plan(tx: Tx): Promise<void> {
    await prepared(tx, TOP, ['', 0, 0]);
  }

  private async fill(channel: ChannelName): Promise<number> {
    await this.queues.ready();
    const batches = await this.database.transaction(async (tx) => {
      // A statement of its own, so that the next one sees what the previous process has fed.
      await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`feed ${channel}`]);
      return prepared<{ waveId: string; no: number; priority: number; stamp: string }>(tx, TOP, [
        channel,
        MOST_QUEUED,
        MOST_QUEUED_OF_ROUTE,
      ]);
    });
    // A crash between the commit and this call leaves queued batches without a job: the reconciler puts them back.
    await this.queues.enqueue(
      channel,
      batches.map(({ waveId, no, priority, stamp }) =>
        queued({ name: 'send', waveId, batchNo: no }, priority, Number(stamp)),
      ),
    );
    return batches.length;
  }
}

// $1 channel $2 batches at most $3 of one route. Selects nothing of a route until half of its room is free.
// The lock asks for state and time again: a batch that a worker closed since the statement began waits for its next attempt.
const TOP: Statement = {
  name: 'top',
  sql: `
WITH queued AS MATERIALIZED (
  SELECT w.priority, b.route, count(*)::int AS n FROM batches b JOIN waves w ON w.id = b.wave_id
  WHERE b.state = 'queued' AND w.channel = $1 GROUP BY w.priority, b.route
), open AS MATERIALIZED (
  SELECT w.id, w.priority, w.expires_at, w.due_at, r.route, r.room, ahead.n AS ahead FROM waves w
  JOIN broadcasts br ON br.id = w.broadcast_id
  CROSS JOIN LATERAL (SELECT '' AS route, $2::int AS room UNION ALL SELECT unnest(w.routes), $3::int) r
  CROSS JOIN LATERAL (SELECT coalesce(sum(q.n), 0)::int AS n FROM queued q WHERE q.route = r.route AND q.priority <= w.priority) ahead
  WHERE w.channel = $1 AND w.state = 'released' AND w.pending > 0 AND w.expires_at > siar_now() AND ${OPEN_WAVE}
    AND br.state IN ('approved', 'running') AND ${NO_EMERGENCY_STOP} AND NOT route_away($1, r.route) AND ahead.n <= r.room / 2
), ready AS MATERIALIZED (
  SELECT b.wave_id, b.no, o.priority, o.room, o.ahead + row_number() OVER (
    PARTITION BY o.route ORDER BY o.priority, o.expires_at, o.due_at, CASE WHEN o.priority = ${PRIORITY.correction} THEN o.id END, b.no, o.id) AS place
  FROM open o CROSS JOIN LATERAL (
    SELECT b.wave_id, b.no FROM batches b
    WHERE b.wave_id = o.id AND b.state = 'waiting' AND b.route = o.route AND (b.not_before IS NULL OR b.not_before <= siar_now())
    ORDER BY b.no LIMIT $2
  ) b
), locked AS MATERIALIZED (
  SELECT b.wave_id, b.no, r.priority, r.place FROM batches b JOIN ready r ON r.wave_id = b.wave_id AND r.no = b.no
  WHERE b.state = 'waiting' AND (b.not_before IS NULL OR b.not_before <= siar_now()) AND r.place <= r.room
  ORDER BY b.wave_id, b.no FOR UPDATE OF b SKIP LOCKED
), fed AS (
  UPDATE batches b SET state = 'queued', queued_at = siar_now() FROM locked l WHERE b.wave_id = l.wave_id AND b.no = l.no
  RETURNING b.wave_id, b.no, l.priority, l.place, b.queued_at
)
SELECT wave_id AS "waveId", no, priority, (extract(epoch FROM queued_at) * 1000)::bigint AS stamp FROM fed ORDER BY place, no`,
};
