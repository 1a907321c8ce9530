import { Injectable } from '@nestjs/common';
import { record } from '#audit';
import type { ChannelName } from '#channels';
import { Database, row, rows, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { endHolds } from './carrier-holds.js';
import type { ChannelPause } from '#contract/api/operations';

export type { ChannelPause } from '#contract/api/operations';

/**
 * The operators' pause of one channel: while it stands, workers claim nothing for the channel's provider, notices
 * included. It changes no wave, so that resuming continues exactly the waves that are not paused themselves. Expiry is
 * a hard stop during the pause too.
 */
@Injectable()
export class ChannelPauses {
  constructor(private readonly database: Database) {}

  /** The pauses that stand. */
  async standing(): Promise<ChannelPause[]> {
    return rows(
      this.database.manager,
      `SELECT c.channel, c.paused_at AS since, c.reason, p.name AS by
       FROM channel_pauses c JOIN people p ON p.id = c.paused_by WHERE c.resumed_at IS NULL ORDER BY c.channel`,
    );
  }

  /**
   * Pauses a channel: from then on only messages that workers had claimed go out. @throws Problem conflict when it is
   * paused already
   */
  async pause(channel: ChannelName, reason: string, actorId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const made = await row(
        tx,
        `INSERT INTO channel_pauses (channel, reason, paused_by) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING id`,
        [channel, reason, actorId],
      );
      if (!made) throw new Problem('channel-paused');
      await note(tx, 'channel.pause', channel, actorId, { reason });
    });
  }

  /** Resumes a channel, for held carriers too. @throws Problem conflict when it is not paused */
  async resume(channel: ChannelName, actorId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const resumed = await row<{ seconds: number }>(
        tx,
        `UPDATE channel_pauses SET resumed_at = siar_now(), resumed_by = $2 WHERE channel = $1 AND resumed_at IS NULL
         RETURNING extract(epoch FROM resumed_at - paused_at)::int AS seconds`,
        [channel, actorId],
      );
      if (!resumed) throw new Problem('channel-not-paused');
      await endHolds(tx, { channel }, actorId);
      await note(tx, 'channel.resume', channel, actorId, { seconds: resumed.seconds });
    });
  }
}

async function note(
  tx: Tx,
  act: string,
  channel: ChannelName,
  actorId: string,
  detail: Record<string, unknown>,
): Promise<void> {
  await record(tx, { actorId, act, subject: `channel:${channel}`, detail });
}
