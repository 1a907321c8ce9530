import { Injectable } from '@nestjs/common';
import { type ChannelName, CHANNELS } from '#channels';
import { accountsOf, channelRate } from '#channels/accounts';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { Database, now, row, rows } from '#platform/database';
import { forecast, type Lot } from '#planning';
import { MAY_GO_OUT } from '../control/stalled.js';
import { accountsOut } from './accounts-out.rules.js';
import type { AccountOut, ChannelForecast } from '#contract/api/deliveries';

export type { ChannelForecast } from '#contract/api/deliveries';

/** Copies looked at for the reason of a retry: enough to name it, at the same cost however many wait. */
const LOOKED_AT = 1_000;

// The conditions match partial indexes, and each EXISTS ends at the first batch that can be sent now.
const RETRIES = `
SELECT c.channel, (
    SELECT min(b.not_before) FROM waves w JOIN batches b ON b.wave_id = w.id AND b.state = 'waiting'
    WHERE w.broadcast_id = $1 AND w.channel = c.channel AND w.state = 'released') AS at, (
    SELECT mode() WITHIN GROUP (ORDER BY d.reason) FROM (
      SELECT d.reason FROM waves w JOIN batches b ON b.wave_id = w.id AND b.state = 'waiting'
        JOIN deliveries d ON d.broadcast_id = $1 AND d.wave_id = b.wave_id AND d.batch_no = b.no
      WHERE w.broadcast_id = $1 AND w.channel = c.channel AND w.state = 'released' AND d.state = 'pending' AND d.reason IS NOT NULL
      LIMIT ${LOOKED_AT}) d) AS reason
FROM (SELECT DISTINCT channel FROM waves WHERE broadcast_id = $1 AND state = 'released' AND pending > 0) c
WHERE NOT EXISTS (
  SELECT FROM waves w
  WHERE w.broadcast_id = $1 AND w.channel = c.channel AND w.state IN ('planned', 'prepared', 'released')
    AND (w.claimed + w.unlisted > 0 OR EXISTS (SELECT FROM batches b WHERE b.wave_id = w.id AND b.state = 'queued')
      OR EXISTS (SELECT FROM batches b WHERE b.wave_id = w.id AND b.state = 'waiting'
        AND (b.not_before IS NULL OR b.not_before <= siar_now()))))`;

// What other broadcasts send first on its channels, in the order of flow-control/queue-feeder.ts.
const AHEAD = `
SELECT w.channel, sum(w.pending + w.unlisted)::int AS messages
FROM (
  SELECT DISTINCT ON (channel) channel, priority, expires_at, due_at FROM waves
  WHERE broadcast_id = $1 AND state IN ('planned', 'prepared', 'released') AND due_at <= siar_now() AND pending + unlisted > 0
  ORDER BY channel, priority, expires_at, due_at) own
JOIN waves w ON w.channel = own.channel AND w.broadcast_id <> $1
  AND (w.priority, w.expires_at, w.due_at) < (own.priority, own.expires_at, own.due_at)
JOIN broadcasts b ON b.id = w.broadcast_id
WHERE ${MAY_GO_OUT} GROUP BY w.channel`;

const HELD = `
SELECT account AS name, CASE WHEN rested_at IS NULL THEN 'away' ELSE 'rests' END AS why,
  CASE WHEN rested_at IS NULL THEN probe_at END AS "probeAt"
FROM accounts_held WHERE rested_at IS NOT NULL OR away_since IS NOT NULL ORDER BY 1`;

interface OpenWave {
  channel: ChannelName;
  regionCode: string;
  timeZone: string;
  dueAt: Date;
  expiresAt: Date;
  windowFrom: string | null;
  windowTo: string | null;
  messages: number;
}

/** Forecasts when a running broadcast will be done. */
@Injectable()
export class CompletionForecast {
  constructor(
    private readonly database: Database,
    @InjectConfig() private readonly config: Config,
  ) {}

  /**
   * When each channel will have sent its remaining messages, at the rates of the accounts that take some. Paused waves have no forecast. Recipients of a wave that are
   * not listed yet are estimated.
   */
  async of(broadcastId: string): Promise<Partial<Record<ChannelName, ChannelForecast>>> {
    const { manager } = this.database;
    const waves = await rows<OpenWave>(
      manager,
      `SELECT channel, region_code AS "regionCode", time_zone AS "timeZone", due_at AS "dueAt", expires_at AS "expiresAt",
         to_char(window_from, 'HH24:MI') AS "windowFrom", to_char(window_to, 'HH24:MI') AS "windowTo",
         pending + claimed + unlisted AS messages
       FROM waves WHERE broadcast_id = $1 AND state IN ('planned', 'prepared', 'released') ORDER BY due_at, id`,
      [broadcastId],
    );
    if (waves.length === 0) return {};
    const segments = await this.segments(broadcastId);
    const at = (await now(manager)).getTime();
    const found = await rows<{ channel: ChannelName; at: Date | null; reason: string | null }>(
      manager,
      RETRIES,
      [broadcastId],
    );
    const ahead = new Map(
      (await rows<{ channel: ChannelName; messages: number }>(manager, AHEAD, [broadcastId])).map((one) => [
        one.channel,
        one.messages,
      ]),
    );
    const held = await rows<AccountOut & { probeAt: Date | null }>(manager, HELD);
    const retries = new Map(found.map((one) => [one.channel, one]));
    return Object.fromEntries(
      CHANNELS.flatMap((channel): [ChannelName, ChannelForecast][] => {
        const retryAt = retries.get(channel)?.at ?? null;
        const retryReason = retryAt && (retries.get(channel)?.reason ?? null);
        const lots = waves
          .filter((wave) => wave.channel === channel)
          .map((wave): Lot => ({
            timeZone: wave.timeZone,
            dueAt: Math.max(at, wave.dueAt.getTime(), retryAt?.getTime() ?? 0),
            expiresAt: wave.expiresAt.getTime(),
            window: wave.windowFrom && wave.windowTo ? { from: wave.windowFrom, to: wave.windowTo } : null,
            messages: wave.messages,
          }));
        const names = accountsOf(this.config)[channel].map(({ name }) => name);
        const out = accountsOut(
          names,
          held.map(({ name, why }) => ({ name, why })),
        );
        const [probeAt = null] = held
          .flatMap((one) => (names.includes(one.name) ? (one.probeAt ?? []) : []))
          .toSorted((a, b) => a.getTime() - b.getTime());
        const rate = channelRate(
          channel,
          this.config,
          segments,
          out.map(({ name }) => name),
        );
        const whole = forecast(lots, rate);
        return whole && whole.messages > 0
          ? [
              [
                channel,
                {
                  ...whole,
                  rate,
                  accountsOut: out,
                  ahead: ahead.get(channel) ?? 0,
                  retryAt,
                  probeAt,
                  retryReason,
                },
              ],
            ]
          : [];
      }),
    );
  }

  /** The segments that an SMS of the broadcast may have. */
  private async segments(broadcastId: string): Promise<number> {
    const found = await row<{ segments: number }>(
      this.database.manager,
      `SELECT (v.document::jsonb #>> '{smsOverride,segments}')::int AS segments
       FROM broadcasts b JOIN submissions v ON v.broadcast_id = b.id AND v.no = b.submission_no WHERE b.id = $1`,
      [broadcastId],
    );
    return found?.segments ?? 1;
  }
}
