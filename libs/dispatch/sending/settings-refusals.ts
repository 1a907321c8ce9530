import { setTimeout as sleep } from 'node:timers/promises';
import type { ChannelName } from '#channels';
import { type Database, rows } from '#platform/database';
import { type Logger, LogThrottle } from '#platform/logging';
import type { Compiled } from './composer.js';
import type { HandOverRefusal as Refusal } from '#contract/api/operations';

/** How long a refused batch occupies this worker's lane, in ms, so that other workers can take batches. */
const LANE_MS = 1_000;
/** How long a refused batch waits before it may be queued again, in seconds. */
const WAIT_SECONDS = 2;
const STEP_MS = 100;
/** A refusal is shown for this long after its last occurrence. */
const SHOWN = `interval '1 minute'`;
/** A refusal is stored for this long. */
const KEPT = `interval '1 hour'`;

/** Gives back batches that this worker may not send with its settings: they wait for a worker with the approved ones. */
export class SettingsRefusals {
  private readonly said = new LogThrottle();

  constructor(
    private readonly parts: { database: Database; logger: Logger; worker: string },
    private readonly channel: ChannelName,
  ) {}

  /**
   * Reports the differing settings, in the log and to operators, and lets the batch wait. Occupies the lane for a moment,
   * so that this worker does not drain the queue only to refuse its batches.
   */
  async refuse(
    { waveId, batchNo }: { waveId: string; batchNo: number },
    { broadcastId, differences }: Compiled,
    stopping: () => boolean,
  ): Promise<void> {
    const { database, logger, worker } = this.parts;
    this.said.say((leftOut) =>
      logger.error(
        { broadcastId, channel: this.channel, differences, leftOut },
        `this worker's ${differences.map(({ setting }) => setting).join(', ')} is not what the broadcast was approved with; nothing of it is sent from here`,
      ),
    );
    await database.query(NOTE, [
      worker,
      broadcastId,
      this.channel,
      differences.map(({ setting }) => setting),
    ]);
    for (const until = performance.now() + LANE_MS; performance.now() < until && !stopping();)
      await sleep(STEP_MS);
    await database.query(
      `UPDATE batches SET state = 'waiting', queued_at = NULL, not_before = siar_now() + make_interval(secs => $3)
       WHERE wave_id = $1 AND no = $2 AND state <> 'done'`,
      [waveId, batchNo, WAIT_SECONDS],
    );
  }
}

/** The workers that refuse something now. */
export const settingsRefusalsNow = (database: Database): Promise<Refusal[]> =>
  rows<Refusal>(
    database.manager,
    `SELECT worker, broadcast_id AS "broadcastId", channel, settings, refused_at AS "refusedAt" FROM refusals
     WHERE refused_at > siar_now() - ${SHOWN} ORDER BY worker, broadcast_id, channel`,
  );

const NOTE = `
WITH forgotten AS (DELETE FROM refusals WHERE refused_at < siar_now() - ${KEPT} AND (worker, broadcast_id, channel) <> ($1, $2, $3))
INSERT INTO refusals (worker, broadcast_id, channel, settings, refused_at) VALUES ($1, $2, $3, $4, siar_now())
ON CONFLICT (worker, broadcast_id, channel) DO UPDATE SET settings = excluded.settings, refused_at = excluded.refused_at`;
