import { Injectable } from '@nestjs/common';
import { CHANNELS } from '#channels';
import { InjectConfig, InjectLogger } from '#platform';
import type { Config } from '#platform/config';
import { Database, prepared, rows, type Statement, type Tx } from '#platform/database';
import { type Logger, LogThrottle } from '#platform/logging';
import { PRIORITY } from '#queue';
import { OPEN_WAVE } from '#planning';
import { NO_EMERGENCY_STOP } from './emergency.js';
import type { Standstill } from '#contract/api/run';

export type { Standstill } from '#contract/api/run';

/** How long a worker's restart takes, in seconds; until then its channels do not count as unserved. */
const RESTART_SECONDS = 5;

/**
 * Finds stalled channels, whatever the reason: workers that hang, a lock that is never released, a queue that returns
 * nothing. Each publisher checks and writes the result to the table, so that all programs and screens show the same.
 */
@Injectable()
export class Standstills {
  private readonly said = new LogThrottle();

  constructor(
    private readonly database: Database,
    @InjectConfig()
    private readonly config: Pick<
      Config,
      'DATABASE_TIMEOUT_SECONDS' | 'PROVIDER_TIMEOUT_SECONDS' | 'STALL_SECONDS'
    >,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /**
   * Runs one check, which also covers channels without a worker and providers that do not answer.
   * @returns the stalled channels
   */
  async round(): Promise<Standstill[]> {
    const { manager } = this.database;
    await prepared(manager, LOOK, [this.config.STALL_SECONDS]);
    await prepared(manager, LOOK_UNSERVED, [this.config.DATABASE_TIMEOUT_SECONDS]);
    await prepared(manager, LOOK_UNANSWERED, [this.config.PROVIDER_TIMEOUT_SECONDS]);
    const found = await this.list();
    if (found.length > 0)
      this.said.say((leftOut) =>
        this.logger.error({ stalled: found, leftOut }, 'copies wait and none is handed over'),
      );
    return found;
  }

  list(tx: Pick<Tx, 'query'> = this.database.manager): Promise<Standstill[]> {
    return rows<Standstill>(tx, STALLED);
  }

  /** The channels without a worker, and since when. */
  unserved(): Promise<Standstill[]> {
    return rows<Standstill>(
      this.database.manager,
      'SELECT channel, since FROM unserved WHERE called_at <= siar_now() ORDER BY channel',
    );
  }
}

// Channels with work that may go out now. Excludes retries that are not due, and channels that their provider slowed down.
// A wave that nobody fans out counts as stalled too; a correction's does not, because it waits until what it corrects has
// settled.
const WAITING = `
SELECT DISTINCT w.channel FROM waves w JOIN broadcasts b ON b.id = w.broadcast_id
LEFT JOIN channel_limits u ON u.channel = w.channel
WHERE w.state = 'released' AND w.expires_at > siar_now() AND ${OPEN_WAVE}
  AND b.state IN ('approved', 'running') AND ${NO_EMERGENCY_STOP} AND NOT provider_away(w.channel)
  AND (u.next_slot IS NULL OR u.next_slot < clock_timestamp() + interval '5 seconds')
  AND (w.fanned_out_at IS NULL AND w.priority <> ${PRIORITY.correction} OR w.pending > 0 AND EXISTS (
    SELECT FROM batches t WHERE t.wave_id = w.id AND t.state <> 'done' AND (t.not_before IS NULL OR t.not_before <= siar_now())))`;

// A row lasts from the first check that found something until one that found nothing, or until a later hand-over, even the
// last one of its wave: a small region's wave ends with it.
const look = (
  table: 'standstills' | 'unanswered' | 'unserved',
  found: string,
  more?: { column: string; value: string },
  since = 'siar_now()',
): Statement => ({
  name: `look for ${table}`,
  sql: `
WITH found AS MATERIALIZED (${found}), moved AS MATERIALIZED (
  SELECT s.channel FROM ${table} s WHERE s.channel NOT IN (SELECT channel FROM found)
    OR EXISTS (SELECT FROM waves w WHERE w.channel = s.channel AND w.handed_at > s.since AND w.handed_at <= siar_now()
      AND w.state NOT IN ('completed', 'cancelled', 'expired'))
    OR EXISTS (SELECT FROM broadcasts b JOIN waves w ON w.broadcast_id = b.id AND w.channel = s.channel
      WHERE (b.state IN ('running', 'paused') OR b.ended_at > s.since) AND w.handed_at > s.since AND w.handed_at <= siar_now())
), ended AS (DELETE FROM ${table} s USING moved m WHERE s.channel = m.channel)
INSERT INTO ${table} (channel, since${more ? `, ${more.column}` : ''})
SELECT channel, ${since}${more ? `, ${more.value}` : ''} FROM found WHERE channel NOT IN (SELECT channel FROM moved) ON CONFLICT DO NOTHING`,
});
// On a slow account, hand-overs are further apart. $1 STALL_SECONDS.
const LOOK = look('standstills', WAITING, {
  column: 'called_at',
  value: `siar_now() + make_interval(secs => greatest($1::float8,
    coalesce(3 / nullif((SELECT u.rate_per_second FROM channel_limits u WHERE u.channel = found.channel), 0), 0)))`,
});

// $1 DATABASE_TIMEOUT_SECONDS: a worker without a heartbeat for this time counts as silent.
const LOOK_UNSERVED = look(
  'unserved',
  `SELECT c.channel FROM unnest(ARRAY[${CHANNELS.map((name) => `'${name}'`).join()}]) AS c (channel)
   WHERE NOT EXISTS (SELECT FROM heartbeats h WHERE h.program = 'worker' AND c.channel = ANY (h.channels)
     AND h.beat_at > siar_now() - make_interval(secs => $1))`,
  { column: 'called_at', value: `siar_now() + interval '${RESTART_SECONDS} seconds'` },
);

/** The view providers_away takes a provider as absent this long after `since`, in seconds. */
const COUNTED_SECONDS = 10;
/** What a hand-over that ends at its time-out may still take until its outcome is written, in seconds. */
const WRITING_SECONDS = 2;
// A worker that hangs or was killed is no evidence about the provider, nor is one that waits because the provider slowed it
// down. A provider that needs nearly $1 PROVIDER_TIMEOUT_SECONDS for each message is slow, and answers all the same: the
// count begins later.
const LOOK_UNANSWERED = look(
  'unanswered',
  `SELECT DISTINCT w.channel FROM claims k JOIN waves w ON w.id = k.wave_id
   JOIN heartbeats h ON h.program = 'worker' AND h.name = k.worker AND h.beat_at > siar_now() - interval '10 seconds'
   LEFT JOIN channel_limits u ON u.channel = w.channel
   WHERE u.next_slot IS NULL OR u.next_slot < clock_timestamp() + interval '5 seconds'`,
  undefined,
  `siar_now() + make_interval(secs => greatest($1::float8 + ${WRITING_SECONDS} - ${COUNTED_SECONDS}, 0))`,
);

const STALLED = `SELECT channel, since FROM standstills WHERE called_at <= siar_now() ORDER BY channel`;
