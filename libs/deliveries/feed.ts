import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ChannelName } from '#channels';
import { rows } from '#platform';
import { queued, Queues } from '#queue';
import { OPEN_WAVE } from '#waves';

/** Batches of one channel in the queue at most, waiting and in hand: so its memory does not grow with the audience. */
const MOST_QUEUED = 64;

/** Moves batches from the ledger into the queue: a bounded number, the most urgent first. */
@Injectable()
export class Feed {
  constructor(
    private readonly database: DataSource,
    private readonly queues: Queues,
  ) {}

  /**
   * Fills a channel's queue up, in the order kind, expiry, due time, and in turns among waves that are equal in these.
   * Safe from any number of processes: one feeds a channel at a time, the others leave it to that one.
   * @returns how many batches were queued
   */
  async top(channel: ChannelName): Promise<number> {
    const batches = await this.database.transaction((tx) =>
      rows<{ waveId: string; no: number; priority: number; stamp: string }>(tx, TOP, [
        channel,
        MOST_QUEUED,
        `feed ${channel}`,
      ]),
    );
    // A crash between the commit and here leaves batches queued without a job: the reconciler puts those back.
    await this.queues.enqueue(
      channel,
      batches.map(({ waveId, no, priority, stamp }) =>
        queued({ name: 'send', waveId, batchNo: no }, priority, Number(stamp)),
      ),
    );
    return batches.length;
  }
}

const TOP = `
WITH turn AS MATERIALIZED (
  SELECT pg_try_advisory_xact_lock(hashtext($3)) AS mine
), room AS MATERIALIZED (
  SELECT $2 - count(*) AS n FROM batches b JOIN waves w ON w.id = b.wave_id, turn
  WHERE b.state = 'queued' AND w.channel = $1 AND turn.mine
), next AS MATERIALIZED (
  SELECT b.wave_id, b.no, w.priority FROM room, waves w
  JOIN broadcasts br ON br.id = w.broadcast_id
  CROSS JOIN LATERAL (
    SELECT b.wave_id, b.no FROM batches b
    WHERE b.wave_id = w.id AND b.state = 'waiting' AND (b.not_before IS NULL OR b.not_before <= siar_now())
    ORDER BY b.no LIMIT $2
  ) b
  WHERE room.n >= $2 / 2 AND (SELECT mine FROM turn)
    AND w.channel = $1 AND w.state = 'released' AND br.state IN ('approved', 'running') AND w.expires_at > siar_now() AND ${OPEN_WAVE}
  ORDER BY w.priority, w.expires_at, w.due_at, b.no, w.id
  LIMIT (SELECT greatest(n, 0) FROM room)
)
UPDATE batches b SET state = 'queued', queued_at = siar_now() FROM next n
WHERE b.wave_id = n.wave_id AND b.no = n.no AND b.state = 'waiting'
RETURNING b.wave_id AS "waveId", b.no, n.priority, (extract(epoch FROM b.queued_at) * 1000)::bigint AS stamp`;
