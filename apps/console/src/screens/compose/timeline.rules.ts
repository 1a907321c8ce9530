import type { Channel, Forecast, Outlook, ZoneForecast } from '../../api';

/** What of a channel goes out on one clock. */
export interface Run extends ZoneForecast {
  channel: Channel;
}

/** Zones that read the same clock, with what goes out on it. */
export interface ClockRuns {
  /** One of the zones. */
  timeZone: string;
  runs: Run[];
}

/**
 * The forecast by clock, from east to west, each channel once.
 * @param aheadOf how far a zone's clock is ahead; zones equally far ahead are one
 */
export function runsByClock(
  forecast: Outlook['forecast'],
  channels: readonly Channel[],
  aheadOf: (timeZone: string) => number,
): ClockRuns[] {
  const clocks = new Map<number, ClockRuns>();
  for (const channel of channels) {
    for (const zone of forecast[channel]?.zones ?? []) {
      const ahead = aheadOf(zone.timeZone);
      const clock = clocks.get(ahead) ?? { timeZone: zone.timeZone, runs: [] };
      const before = clock.runs.find((run) => run.channel === channel);
      if (before) Object.assign(before, joined(before, zone));
      else clock.runs.push({ ...zone, channel });
      clocks.set(ahead, clock);
    }
  }
  return [...clocks].sort(([a], [b]) => b - a).map(([, clock]) => clock);
}

function joined(a: ZoneForecast, b: ZoneForecast): Omit<ZoneForecast, 'timeZone'> {
  return {
    startsAt: a.startsAt < b.startsAt ? a.startsAt : b.startsAt,
    finishesAt: a.finishesAt > b.finishesAt ? a.finishesAt : b.finishesAt,
    expiresAt: a.expiresAt > b.expiresAt ? a.expiresAt : b.expiresAt,
    messages: a.messages + b.messages,
    lateMessages: a.lateMessages + b.lateMessages,
  };
}

/** Where an instant lies between two others, 0 to 100. */
export function share(at: string, from: number, to: number): number {
  if (to <= from) return 0;
  return Math.min(100, Math.max(0, (100 * (Date.parse(at) - from)) / (to - from)));
}

/** By how much a channel misses its expiry, in ms; 0: not by its end, but some of it does. */
export const overrun = ({ finishesAt, expiresAt }: Forecast): number =>
  Math.max(0, Date.parse(finishesAt) - Date.parse(expiresAt));
