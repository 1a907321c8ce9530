import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { raiseBrakeAlert } from '#broadcasts';
import type { ChannelName } from '#channels';
import { InjectLogger, type Logger } from '#platform';
import { Waves } from '#waves';

/** Stops a broadcast on a channel whose provider refuses the sender or the content: an operator must decide. */
@Injectable()
export class Brake {
  constructor(
    private readonly database: DataSource,
    private readonly waves: Waves,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /**
   * Pauses the channel's waves and says why, in the trail and to people; pulling it again changes nothing.
   * @param reason the provider's code, such as `smtp 5.7.1`
   */
  async pull(broadcastId: string, channel: ChannelName, reason: string): Promise<void> {
    const { waves } = await this.database.transaction(async (tx) => {
      const stop = { by: 'brake', reason: `${channel}: ${reason}` } as const;
      const paused = await this.waves.pause(tx, broadcastId, { channel }, stop);
      if (paused.waves > 0) await raiseBrakeAlert(tx, broadcastId, channel);
      return paused;
    });
    if (waves === 0) return;
    this.logger.error(
      { broadcastId, channel, reason },
      'the provider refuses the sender or the content: the channel is paused',
    );
  }
}
