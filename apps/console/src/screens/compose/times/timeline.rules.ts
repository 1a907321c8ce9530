import type { Channel, Forecast, Outlook, ZoneForecast } from '../../../api';

/** The share of a channel that goes out on one clock. */
export interface Run extends ZoneForecast {
  channel: Channel;
}

/** Zones on the same clock, with what goes out there. */
export interface ClockRuns {
  /** One of the zones. */
  timeZone: string;
  runs: Run[];
}

/**
 * The forecast by clock, from east to west, each channel once.
 * @param aheadOf a zone's offset from UTC; zones with equal offsets form one clock
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

/** What goes out on one clock, over all channels: from the first start to the last finish. */
export const wholeOf = ({ runs }: ClockRuns): ZoneForecast =>
  runs.map((run): ZoneForecast => run).reduce((all, one) => ({ ...all, ...joined(all, one) }));

/** The position of an instant between two others, 0 to 100. */
export function share(at: string, from: number, to: number): number {
  if (to <= from) return 0;
  return Math.min(100, Math.max(0, (100 * (Date.parse(at) - from)) / (to - from)));
}

/** How long after its expiry a channel finishes, in ms; 0: the end is in time, but some copies before it are late. */
export const overrun = ({ finishesAt, expiresAt }: Forecast): number =>
  Math.max(0, Date.parse(finishesAt) - Date.parse(expiresAt));
