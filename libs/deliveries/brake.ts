import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { raiseBrakeAlert } from '#broadcasts';
import type { ChannelName } from '#channels';
import { type Config, InjectConfig, InjectLogger, type Logger, row, rows, type Tx } from '#platform';
import { Waves } from '#waves';
import { type Cause, type DeadSeen, tooManyDead, whyBraked } from './brake.rules.js';

/** Part of a broadcast, as the brake looks at it. */
export interface BrakePart {
  broadcastId: string;
  channel: ChannelName;
}

/**
 * Stops a broadcast on a channel where the sender is at fault: its provider refuses sender or content, or so many
 * addresses are dead that the list must be wrong. An operator must decide.
 *
 * Dead addresses are counted without a row that all workers write: a group of answers that holds some writes one line of
 * its own, with how many answers there had been by then. Pulling the brake takes the lines away, and none is written
 * while a wave is paused: after a resume it is counted anew.
 */
@Injectable()
export class Brake {
  constructor(
    private readonly database: DataSource,
    private readonly waves: Waves,
    @InjectConfig()
    private readonly config: Pick<Config, 'BRAKE_DEAD_MIN' | 'BRAKE_DEAD_SHARE' | 'BRAKE_DEAD_WINDOW'>,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /** Pauses the channel's waves and says why, in the trail and to people; pulling it again changes nothing. */
  async pull({ broadcastId, channel }: BrakePart, cause: Cause): Promise<void> {
    const { waves } = await this.database.transaction(async (tx) => {
      const stop = { by: 'brake' as const, reason: whyBraked(channel, cause) };
      const paused = await this.waves.pause(tx, broadcastId, { channel }, stop);
      if (paused.waves > 0) await raiseBrakeAlert(tx, broadcastId, channel);
      await tx.query('DELETE FROM dead_seen WHERE broadcast_id = $1 AND channel = $2', [
        broadcastId,
        channel,
      ]);
      return paused;
    });
    if (waves === 0) return;
    this.logger.error({ broadcastId, channel, ...cause }, 'the brake is pulled: the channel is paused');
  }

  /** Pulls it where too many addresses were dead; to be called after a group that held some was committed. */
  async judge(part: BrakePart): Promise<void> {
    const { BRAKE_DEAD_MIN: min, BRAKE_DEAD_SHARE: share, BRAKE_DEAD_WINDOW: window } = this.config;
    for (const late of [false, true]) {
      const answers = await answersOf(this.database.manager, part, late);
      const within = late && !CONFIRMS[part.channel] ? answers : window;
      const seen = await rows<DeadSeen>(
        this.database.manager,
        `SELECT answers, dead FROM dead_seen WHERE broadcast_id = $1 AND channel = $2 AND late = $3 AND answers > $4`,
        [part.broadcastId, part.channel, late, answers - within],
      );
      const dead = tooManyDead({ min, share, window: within }, answers, seen);
      if (dead) return this.pull(part, dead);
    }
  }
}

/**
 * Whether a channel's provider reports each arrival too. Where it does, the last reports are judged by; a bounce alone
 * belongs to a message sent long ago, so that those are judged by all that were sent.
 */
const CONFIRMS: Record<ChannelName, boolean> = { email: false, telegram: false, sms: true };

/**
 * Writes down that a group of answers held dead addresses, in its transaction, after the counters were moved. Nothing of
 * a part that is paused.
 * @param late whether a receipt said so, and not the hand-over itself
 */
export async function noteDead(tx: Tx, part: BrakePart, dead: number, late: boolean): Promise<void> {
  const answers = await answersOf(tx, part, late);
  await tx.query(
    `INSERT INTO dead_seen (broadcast_id, channel, late, answers, dead)
     SELECT $1, $2, $3, $4, $5
     WHERE EXISTS (SELECT FROM waves WHERE broadcast_id = $1 AND channel = $2 AND state = 'released')`,
    [part.broadcastId, part.channel, late, answers, dead],
  );
}

/** Answers for good on the channel of a broadcast so far: of hand-overs, or of the reports that come later. */
async function answersOf(tx: Tx, { broadcastId, channel }: BrakePart, late: boolean): Promise<number> {
  const counted =
    late && CONFIRMS[channel] ? 'delivered + failed' : 'accepted + delivered + failed + unknown';
  const found = await row<{ n: number }>(
    tx,
    `SELECT coalesce(sum(${counted}), 0)::int AS n FROM waves WHERE broadcast_id = $1 AND channel = $2`,
    [broadcastId, channel],
  );
  return found?.n ?? 0;
}
