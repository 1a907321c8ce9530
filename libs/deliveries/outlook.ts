import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Audience } from '#audience';
import { Broadcasts, spread } from '#broadcasts';
import { type ChannelName, CHANNELS } from '#channels';
import { type Config, InjectConfig, now, rows } from '#platform';
import { type Forecast, forecast, type Lot } from '#waves';
import { rateOf } from './pace.rules.js';

/** What a channel still has before it, were this broadcast alone on it. */
export interface ChannelOutlook extends Forecast {
  /** What the provider takes, in messages a second; null: no limit. */
  rate: number | null;
}

interface OpenWave {
  channel: ChannelName;
  regionCode: string;
  timeZone: string;
  dueAt: Date;
  expiresAt: Date;
  windowFrom: string | null;
  windowTo: string | null;
  written: boolean;
  waiting: number;
}

/** Tells when a broadcast that runs will be done. */
@Injectable()
export class Outlook {
  constructor(
    private readonly database: DataSource,
    private readonly audience: Audience,
    private readonly broadcasts: Broadcasts,
    @InjectConfig() private readonly config: Config,
  ) {}

  /**
   * When each channel will be done with what is still to go out; what is paused has no forecast. Where a region's copies
   * are not written yet they are estimated.
   */
  async of(broadcastId: string): Promise<Partial<Record<ChannelName, ChannelOutlook>>> {
    const { manager } = this.database;
    const waves = await rows<OpenWave>(
      manager,
      `SELECT channel, region_code AS "regionCode", time_zone AS "timeZone", due_at AS "dueAt", expires_at AS "expiresAt",
         to_char(window_from, 'HH24:MI') AS "windowFrom", to_char(window_to, 'HH24:MI') AS "windowTo",
         fanned_out_at IS NOT NULL AS written, pending + claimed AS waiting
       FROM waves WHERE broadcast_id = $1 AND state IN ('planned', 'prepared', 'released') ORDER BY due_at, id`,
      [broadcastId],
    );
    if (waves.length === 0) return {};
    const at = (await now(manager)).getTime();
    const guessed = await this.guess(broadcastId, waves);
    return Object.fromEntries(
      CHANNELS.flatMap((channel): [ChannelName, ChannelOutlook][] => {
        const lots = waves
          .filter((wave) => wave.channel === channel)
          .map((wave): Lot => ({
            timeZone: wave.timeZone,
            dueAt: Math.max(at, wave.dueAt.getTime()),
            expiresAt: wave.expiresAt.getTime(),
            window: wave.windowFrom && wave.windowTo ? { from: wave.windowFrom, to: wave.windowTo } : null,
            messages: wave.written ? wave.waiting : (guessed[channel]?.[wave.regionCode] ?? 0),
          }));
        const rate = rateOf(channel, this.config);
        const found = forecast(lots, rate);
        return found && found.messages > 0 ? [[channel, { ...found, rate }]] : [];
      }),
    );
  }

  /** Channel → region → messages, of the regions whose copies are not written yet. */
  private async guess(
    broadcastId: string,
    waves: readonly OpenWave[],
  ): Promise<Record<string, Record<string, number>>> {
    const codes = [...new Set(waves.filter(({ written }) => !written).map(({ regionCode }) => regionCode))];
    if (codes.length === 0) return {};
    const { document } = await this.broadcasts.frozen(broadcastId);
    const known = await this.audience.regions();
    const query = { ...document.audience, regions: codes };
    const estimate = await this.audience.estimate(query, document.channels, document.reach);
    return spread(
      estimate,
      codes.flatMap((code) => known.get(code) ?? []),
    );
  }
}
