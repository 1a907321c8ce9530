/** Numbers of one region by name: every state's, and `targeted`. */
type Numbers = Record<string, number>;

/** Counts by province: a regency's are its province's. What is abroad keeps its code's beginning, `LN`. */
export function byProvince<Counts extends Numbers>(regions: Record<string, Counts>): Map<string, Counts> {
  const found = new Map<string, Counts>();
  for (const [code, counts] of Object.entries(regions)) {
    const province = code.split('.')[0] ?? code;
    const sum = found.get(province);
    const added = Object.entries(counts).map(([name, value]) => [name, value + (sum?.[name] ?? 0)]);
    found.set(province, Object.fromEntries(added) as Counts);
  }
  return found;
}

interface Standing {
  targeted: number;
  pending: number;
  claimed: number;
}

/** How many copies nothing more is done about. */
export const settled = ({ targeted, pending, claimed }: Standing): number => targeted - pending - claimed;

/** The share that is settled, in whole percent, rounded down: 100 means all. */
export const percent = (counts: Standing): number =>
  counts.targeted === 0 ? 0 : Math.floor((settled(counts) / counts.targeted) * 100);

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
