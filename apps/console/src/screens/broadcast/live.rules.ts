import { type Counts, sumOf } from '../../parts/account.rules.js';

/** Counts by province: a regency's are its province's. What is abroad keeps its code's beginning, `LN`. */
export function byProvince(regions: Record<string, Counts>): Map<string, Counts> {
  const found = new Map<string, Counts>();
  for (const [code, counts] of Object.entries(regions)) {
    const province = code.split('.')[0] ?? code;
    const before = found.get(province);
    found.set(province, before ? sumOf([before, counts]) : counts);
  }
  return found;
}

/** How many copies had been handed to the provider by channel, at a moment (ms on any steady clock). */
export interface Sample {
  at: number;
  handed: Map<string, number>;
}

interface Handed {
  accepted: number;
  delivered: number;
  failed: number;
  unknown: number;
}

/** A rate is measured over so long, in ms: long enough to even out batches, short enough to see a stop. */
export const WINDOW_MS = 10_000;
/** Less than this is too short to measure by, in ms. */
const SHORTEST_MS = 2_000;

/** What was handed over by now, whatever came of it since. */
export function sampleOf(channels: Record<string, Handed>, at: number): Sample {
  const handed = Object.entries(channels).map(
    ([channel, { accepted, delivered, failed, unknown }]): [string, number] => [
      channel,
      accepted + delivered + failed + unknown,
    ],
  );
  return { at, handed: new Map(handed) };
}

/** When a channel's messages are due, by the server's forecast; instants as ISO texts. */
interface Due {
  finishesAt: string;
  zones: readonly { startsAt: string; messages: number }[];
}

/**
 * When a channel will be done: by the forecast, which counts on what the provider takes at most, or later where less goes
 * out. What is due in zones that have begun goes on at the measured rate.
 * @param rate messages a second; null: not measured yet
 * @param now ms since 1970
 * @returns ms since 1970; null while something is due and nothing goes out
 */
export function finishAt({ finishesAt, zones }: Due, rate: number | null, now: number): number | null {
  const forecast = Date.parse(finishesAt);
  const due = zones
    .filter(({ startsAt }) => Date.parse(startsAt) <= now)
    .reduce((sum, { messages }) => sum + messages, 0);
  if (rate === null || due === 0) return forecast;
  return rate === 0 ? null : Math.max(forecast, now + (due / rate) * 1000);
}

/**
 * Messages a second on a channel over the last {@link WINDOW_MS}; null until there is something to measure from.
 * @param samples the oldest first; counts change only between them
 */
export function rateOf(samples: readonly Sample[], channel: string, now: number): number | null {
  const from = now - WINDOW_MS;
  // The last one at or before the window stands for its beginning.
  const first = samples.findLast(({ at }) => at <= from) ?? samples[0];
  const [was, is] = [first?.handed.get(channel), samples.at(-1)?.handed.get(channel)];
  if (!first || was === undefined || is === undefined) return null;
  const ms = now - Math.max(first.at, from);
  return ms < SHORTEST_MS ? null : (Math.max(0, is - was) / ms) * 1000;
}
