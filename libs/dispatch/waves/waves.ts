import { Injectable } from '@nestjs/common';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { Database, rows, type Tx } from '#platform/database';
import { type Job, jobName, queued, Queues } from '#queue';
import {
  Dispatch,
  type DoubtLifted,
  type Part,
  type Paused,
  type Resumed,
  type Stop,
  type Tally,
  type Which,
} from '#broadcasts/door';
import { cancelBroadcast, cancelPart, liftDoubt, pause, resume, withdraw } from '../control/control.js';
import type { PlannedWave } from '#planning';
import { endBroadcasts, endReleased, expireMissed } from './ending.js';
import {
  claimFanOuts,
  claimOverdueFanOuts,
  fanOutHasBegun,
  type FanOutDue,
  releaseDue,
  untilDue,
} from './release.js';
import type { WaveView } from '#contract/api/run';

export type { WaveView } from '#contract/api/run';

/** The result of one tick of the release, in waves. */
export interface Released {
  /** Fan-outs added to their channel's queue. */
  prepared: number;
  released: number;
  completed: number;
  expired: number;
  /** The channels on which a wave became due: the feeder need not wait for its own interval. */
  channels: string[];
  /** Time from this tick until the next waves become due, in ms; null: none is to come. */
  nextInMs: number | null;
}

/** The waves of broadcasts, from plan to end. */
@Injectable()
export class Waves extends Dispatch {
  constructor(
    private readonly database: Database,
    private readonly queues: Queues,
    @InjectConfig() private readonly config: Config,
  ) {
    super();
  }

  /**
   * Inserts a broadcast's waves in the approving transaction, with ids in the given order (the order of waves that are
   * due at one instant). The table is the outbox: no other notification is needed. Removes the waves of an earlier
   * approval that was withdrawn before anybody was listed: they would be counted beside these.
   */
  override async insert(tx: Tx, broadcastId: string, planned: readonly PlannedWave[]): Promise<void> {
    await tx.query(`DELETE FROM waves WHERE broadcast_id = $1 AND state = 'cancelled' AND targeted = 0`, [
      broadcastId,
    ]);
    await tx.query(
      `INSERT INTO waves (broadcast_id, channel, region_code, time_zone, priority, due_at, expires_at, window_from, window_to, expected)
       SELECT $1, channel, region_code, time_zone, priority, due_at, expires_at, window_from, window_to, expected
       FROM unnest($2::text[], $3::text[], $4::text[], $5::int[], $6::timestamptz[], $7::timestamptz[], $8::time[], $9::time[], $10::int[])
         WITH ORDINALITY AS p(channel, region_code, time_zone, priority, due_at, expires_at, window_from, window_to, expected, place)
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
        planned.map(({ expected }) => expected),
      ],
    );
  }

  /**
   * Removes the waves of a broadcast, as if it had not been planned, if none has begun: no recipient is being listed,
   * and no hour has come. @returns whether it removed them
   */
  override async takeBack(tx: Tx, broadcastId: string): Promise<boolean> {
    const held = await rows<{ untouched: boolean }>(
      tx,
      `SELECT state = 'planned' AND fan_out_enqueued_at IS NULL AND targeted = 0 AND due_at > siar_now() AS untouched
       FROM waves WHERE broadcast_id = $1 ORDER BY id FOR UPDATE`,
      [broadcastId],
    );
    if (held.some(({ untouched }) => !untouched)) return false;
    await tx.query('DELETE FROM waves WHERE broadcast_id = $1', [broadcastId]);
    return true;
  }

  /** A broadcast's waves with their counters, in the order in which they go out. */
  async ofBroadcast(tx: Tx, broadcastId: string): Promise<WaveView[]> {
    return rows<WaveView>(
      tx,
      `SELECT w.id, w.channel, w.region_code AS "regionCode", r.name AS "regionName", w.time_zone AS "timeZone", w.state, w.paused_by AS "pausedBy", w.pause_reason AS "pauseReason", w.paused_at AS "pausedAt", w.brake, w.doubted, w.priority,
         w.due_at AS "dueAt", w.expires_at AS "expiresAt", to_char(w.window_from, 'HH24:MI') AS "windowFrom",
         to_char(w.window_to, 'HH24:MI') AS "windowTo", w.released_at AS "releasedAt", w.first_handover_at AS "firstHandoverAt",
         w.ended_at AS "endedAt", w.expected, w.targeted, w.unlisted, w.never_listed AS "neverListed", w.pending, w.claimed, w.accepted, w.delivered, w.failed, w.suppressed, w.expired,
         w.cancelled, w.unknown
       FROM waves w JOIN regions r ON r.code = w.region_code WHERE w.broadcast_id = $1 ORDER BY w.due_at, w.id`,
      [broadcastId],
    );
  }

  /** Whether the fan-out of an approved broadcast's first wave is due or has begun. */
  override async fanOutHasBegun(tx: Tx, broadcastId: string): Promise<boolean> {
    return fanOutHasBegun(tx, broadcastId, this.config.PREPARE_AHEAD_MINUTES);
  }

  /**
   * One tick: claims waves that will soon be due and queues their fan-outs, releases due waves, ends finished ones. Any
   * number of publishers may tick at once. Called after an approval too, so that corrections and "now" need not wait
   * for the next tick.
   * @throws when the queue is away; the tables have changed nevertheless, and the fan-outs are queued again later
   */
  override async release(): Promise<Released> {
    // Fan-outs that nobody can queue are left: once claimed, they would wait until they are overdue.
    const { reachable } = this.queues;
    const { tick, due, overdue } = await this.database.transaction(async (tx) => {
      // Before the release: a wave that falls due between the two would be in neither, and wait for the next tick.
      const untilMs = await untilDue(tx);
      const asked = performance.now();
      const missed = await expireMissed(tx);
      const channels = await releaseDue(tx);
      const claimed = reachable ? await claimFanOuts(tx, this.config.PREPARE_AHEAD_MINUTES) : [];
      const late = reachable ? await claimOverdueFanOuts(tx) : [];
      const ended = await endReleased(tx);
      await endBroadcasts(tx);
      return {
        due: claimed,
        overdue: late,
        tick: {
          released: channels.length,
          completed: ended.completed,
          expired: missed + ended.expired,
          channels: [...new Set(channels)],
          nextInMs: untilMs === null ? null : Math.max(0, untilMs - (performance.now() - asked)),
        },
      };
    });
    if (!reachable) await this.queues.ready();
    const fanOuts = [...due, ...(await this.withoutJob(overdue))];
    for (const [channel, jobs] of byChannel(fanOuts)) {
      await this.queues.enqueue(
        channel,
        jobs.map((wave) => queued(jobOf(wave), wave.priority, wave.stamp)),
      );
    }
    return { ...tick, prepared: fanOuts.length };
  }

  /**
   * Pauses a broadcast or a part of it, and records it in the audit trail. After the commit, only copies that workers
   * had claimed go out. A wave that is paused already stays paused, but can be put in doubt; without any change nothing
   * is written.
   * @throws Problem not-found
   */
  override async pause(tx: Tx, broadcastId: string, part: Part, stop: Stop): Promise<Paused> {
    return pause(tx, broadcastId, part, stop);
  }

  /**
   * Resumes paused waves with exactly the remaining copies, and records it in the audit trail. Expired waves stay
   * paused, and the next tick expires them; the next claim checks windows again. A doubt ends with the last wave that
   * was paused for it.
   * @throws Problem not-found, or conflict while KPU's doubt stands on it
   */
  override async resume(
    tx: Tx,
    broadcastId: string,
    part: Part,
    actorId: string,
    which?: Which,
  ): Promise<Resumed> {
    return resume(tx, broadcastId, part, actorId, which);
  }

  /**
   * Lifts the doubt on a broadcast, and records it in the audit trail; paused waves wait for an operator to resume
   * them.
   * @returns whether it was in doubt
   * @throws Problem not-found
   */
  override async liftDoubt(tx: Tx, broadcastId: string, given: DoubtLifted): Promise<boolean> {
    return liftDoubt(tx, broadcastId, given);
  }

  /**
   * Cancels what is left of a broadcast that is withdrawn, for good, and ends its pause and doubt. The caller is
   * responsible for the audit trail and the broadcast's state (a withdrawal is not a cancellation).
   * @throws Problem not-found
   */
  override async withdraw(tx: Tx, broadcastId: string): Promise<Tally> {
    return withdraw(tx, broadcastId);
  }

  /**
   * Cancels one part of a broadcast for good, and records it in the audit trail; the other parts continue.
   * @throws Problem not-found
   */
  async cancelPart(tx: Tx, broadcastId: string, part: Part, stop: Stop): Promise<Tally> {
    return cancelPart(tx, broadcastId, part, stop);
  }

  /**
   * Cancels the rest of a broadcast, and the broadcast, for good; records it in the audit trail.
   * @throws Problem not-found, or conflict when it is not approved, running or paused
   */
  override async cancelBroadcast(tx: Tx, broadcastId: string, stop: Stop): Promise<Tally> {
    return cancelBroadcast(tx, broadcastId, stop);
  }

  /** The claimed fan-outs that have no job in the queue. */
  private async withoutJob(overdue: readonly FanOutDue[]): Promise<FanOutDue[]> {
    const lost: FanOutDue[] = [];
    for (const [channel, waves] of byChannel(overdue)) {
      const live = await this.queues.live(channel, waves.map(jobOf));
      lost.push(...waves.filter((wave) => !live.has(jobName(jobOf(wave)))));
    }
    return lost;
  }
}

const jobOf = ({ waveId }: FanOutDue): Job => ({ name: 'fan-out', waveId });

function byChannel(waves: readonly FanOutDue[]): Map<string, FanOutDue[]> {
  const channels = new Map<string, FanOutDue[]>();
  for (const wave of waves) channels.set(wave.channel, [...(channels.get(wave.channel) ?? []), wave]);
  return channels;
}
