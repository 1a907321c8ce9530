import { Injectable } from '@nestjs/common';
import { rows, type Tx } from '#platform';
import type { PlannedWave } from './plan.rules.js';
import type { WaveState } from './wave.states.js';

/** A wave as people see it. */
export interface WaveView {
  id: string;
  channel: string;
  regionCode: string;
  regionName: string;
  timeZone: string;
  state: WaveState;
  priority: number;
  dueAt: Date;
  expiresAt: Date;
  windowFrom: string | null;
  windowTo: string | null;
  releasedAt: Date | null;
  firstHandoverAt: Date | null;
  endedAt: Date | null;
  targeted: number;
  pending: number;
  claimed: number;
  accepted: number;
  delivered: number;
  failed: number;
  suppressed: number;
  expired: number;
  cancelled: number;
  unknown: number;
}

/** The waves of broadcasts, from plan to end. */
@Injectable()
export class Waves {
  /**
   * Writes a broadcast's waves in the approving transaction, with ids in the given order (which is the order among waves
   * that are due at one instant). The table is the outbox: nothing else has to be told.
   */
  async insert(tx: Tx, broadcastId: string, planned: readonly PlannedWave[]): Promise<void> {
    await tx.query(
      `INSERT INTO waves (broadcast_id, channel, region_code, time_zone, priority, due_at, expires_at, window_from, window_to)
       SELECT $1, channel, region_code, time_zone, priority, due_at, expires_at, window_from, window_to
       FROM unnest($2::text[], $3::text[], $4::text[], $5::int[], $6::timestamptz[], $7::timestamptz[], $8::time[], $9::time[])
         WITH ORDINALITY AS p(channel, region_code, time_zone, priority, due_at, expires_at, window_from, window_to, place)
       ORDER BY place`,
      [
        broadcastId,
        planned.map(({ channel }) => channel),
        planned.map(({ regionCode }) => regionCode),
        planned.map(({ timeZone }) => timeZone),
        planned.map(({ priority }) => priority),
        planned.map(({ dueAt }) => dueAt.toISOString()),
        planned.map(({ expiresAt }) => expiresAt.toISOString()),
        planned.map(({ windowFrom }) => windowFrom),
        planned.map(({ windowTo }) => windowTo),
      ],
    );
  }

  /** A broadcast's waves with their counters, as planned and in the order in which they go out. */
  async ofBroadcast(tx: Tx, broadcastId: string): Promise<WaveView[]> {
    return rows<WaveView>(
      tx,
      `SELECT w.id, w.channel, w.region_code AS "regionCode", r.name AS "regionName", w.time_zone AS "timeZone", w.state, w.priority,
         w.due_at AS "dueAt", w.expires_at AS "expiresAt", to_char(w.window_from, 'HH24:MI') AS "windowFrom",
         to_char(w.window_to, 'HH24:MI') AS "windowTo", w.released_at AS "releasedAt", w.first_handover_at AS "firstHandoverAt",
         w.ended_at AS "endedAt", w.targeted, w.pending, w.claimed, w.accepted, w.delivered, w.failed, w.suppressed, w.expired,
         w.cancelled, w.unknown
       FROM waves w JOIN regions r ON r.code = w.region_code WHERE w.broadcast_id = $1 ORDER BY w.due_at, w.id`,
      [broadcastId],
    );
  }
}
