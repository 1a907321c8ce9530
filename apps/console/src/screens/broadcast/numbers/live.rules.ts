import { type Counts, everyone, sumOf, waiting } from '../../../parts/sending/account.rules.js';

/** Counts by province: a regency counts towards its province. Polling areas abroad count towards `LN`. */
export function byProvince(regions: Record<string, Counts>): Map<string, Counts> {
  const found = new Map<string, Counts>();
  for (const [code, counts] of Object.entries(regions)) {
    const province = code.split('.')[0] ?? code;
    const before = found.get(province);
    found.set(province, before ? sumOf([before, counts]) : counts);
  }
  return found;
}

/** Whether a broadcast has ended while the ledger still closes its remaining copies, which takes seconds. */
export const isSettling = (ended: boolean, total: Counts): boolean => ended && waiting(total) > 0;

/** Copies that went wrong, except those of which nobody knows. */
export const wentWrong = ({ failed, suppressed, expired, cancelled }: Counts): number =>
  failed + suppressed + expired + cancelled;

/** Whether the reasons were read at another moment than the totals beside them. @param of every reason's copies */
export const lagsBehind = (of: readonly { state: string; copies: number }[], total: Counts): boolean =>
  wentWrong(total) !== of.reduce((sum, { state, copies }) => sum + (state === 'unknown' ? 0 : copies), 0);

/** Copies that went wrong since the reasons were read: with them the table of reasons adds up to the totals beside it. */
export const uncounted = (of: readonly { state: string; copies: number }[], total: Counts): number =>
  Math.max(
    0,
    wentWrong(total) - of.reduce((sum, { state, copies }) => sum + (state === 'unknown' ? 0 : copies), 0),
  );

/** How many people a correction did not reach, as far as it is known: the page does not pass them over while it counts. */
interface Unreached {
  /** People; null: it is no correction. */
  people: number | null;
  /** Whether the ledger is being read, or has moved on since. */
  counting: boolean;
}

/** @param found the reasons as they were last read; undefined: not yet */
export function unreachedOf(
  originalId: string | null,
  found: { failures: readonly { state: string; copies: number }[]; unreached: number | null } | undefined,
  total: Counts,
): Unreached {
  if (originalId === null) return { people: null, counting: false };
  const counting = wentWrong(total) > 0 && (!found || lagsBehind(found.failures, total));
  // Without a row in the ledger there is nothing to read: copies ended before their recipients were listed.
  return { people: found?.unreached ?? 0, counting };
}

/** Copies handed to the provider so far, by channel, at a moment (ms on any monotonic clock). */
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

/** A rate is measured over this time, in ms: long enough to even out batches, short enough to show a stop. */
export const WINDOW_MS = 10_000;
/** Less than this is too short to measure a rate, in ms. */
const SHORTEST_MS = 2_000;

/** The copies handed over by now, whatever their outcome. */
export function sampleOf(channels: Record<string, Handed>, at: number): Sample {
  const handed = Object.entries(channels).map(
    ([channel, { accepted, delivered, failed, unknown }]): [string, number] => [
      channel,
      accepted + delivered + failed + unknown,
    ],
  );
  return { at, handed: new Map(handed) };
}

/** What holds waves of a channel, the number of them that its end lets go on, and of all that have not ended. */
interface Held {
  channel: string;
  kind: 'stopped' | 'braked' | 'paused' | 'slowed';
  waves: number;
  of: number;
}

/** Whether stops and pauses together hold every wave of the channel that has not ended. */
export function isHeld(hindrances: readonly Held[], channel: string): boolean {
  const holding = hindrances.filter((one) => one.channel === channel && one.kind !== 'slowed');
  return holding.length > 0 && wavesOf(holding) >= (holding[0]?.of ?? 0);
}

/** Causes for which nothing goes out until somebody acts or the provider is back. */
const HALTING: readonly string[] = ['away', 'unserved', 'stall'];
/** With carriers that refuse it (troubles.rules.ts), though others may take theirs: nobody can tell when it ends. */
const ENDLESS: readonly string[] = [...HALTING, 'refused'];

/** Whether nothing of a channel goes out, though nobody paused it; a measured rate is of the seconds before. */
export const isHalted = (
  hindrances: readonly { channel: string; cause: string }[],
  channel: string,
): boolean => hindrances.some((one) => one.channel === channel && HALTING.includes(one.cause));

/** Whether nobody can tell when a channel is done: nothing of it goes out, or carriers refuse it. */
export const isEndless = (obstacles: readonly (Held & { cause: string })[], channel: string): boolean =>
  isHeld(obstacles, channel) ||
  obstacles.some((one) => one.channel === channel && ENDLESS.includes(one.cause));

/**
 * Whether stops and pauses hold all that is still to be listed on the channel, so that none of it is being listed.
 * @param unlisted the channel's copies that are not listed yet
 */
export const isListingHeld = (
  hindrances: readonly (Held & { unlisted: number })[],
  channel: string,
  unlisted: number,
): boolean =>
  isHeld(hindrances, channel) ||
  hindrances
    .filter((one) => one.channel === channel && one.kind !== 'slowed')
    .reduce((sum, one) => sum + one.unlisted, 0) >= unlisted;

/**
 * The kind of the channel's strongest hindrances, and whether some waves continue even so; null: none. What lets nothing out
 * is stronger than what only slows it.
 * @param hindrances strongest first
 */
export function strongestOn(
  hindrances: readonly (Held & { cause: string; all?: number; regions?: readonly string[] | null })[],
  channel: string,
): { kind: Held['kind']; cause: string; inPart: boolean; regions: number | null } | null {
  const own = hindrances.filter((one) => one.channel === channel);
  const [head] = own;
  if (!head) return null;
  const halting = own.find(({ kind, cause }) => kind === head.kind && HALTING.includes(cause));
  const { kind, cause, of } = halting ?? head;
  const same = own.filter((one) => one.kind === kind);
  const waves = wavesOf(same);
  // What is left may all be held, and still be a part of the channel: the others were sent, or let go to try it.
  const places = waves < Math.max(of, head.all ?? of) ? same.map(({ regions }) => regions ?? null) : [];
  return {
    kind,
    cause,
    // An emergency stop is counted by the waves that its end lets go on; it stops the others too.
    inPart: kind !== 'stopped' && waves < of,
    regions:
      places.length === 0 || places.includes(null)
        ? null
        : new Set(places.flatMap((codes) => codes ?? [])).size,
  };
}

/** Whether a stop, a pause or the brake holds anything of the channel: what an estimate says of the rest is not its end. */
export const isHeldAnywhere = (hindrances: readonly Held[], channel: string): boolean =>
  hindrances.some((one) => one.channel === channel && one.kind !== 'slowed' && one.waves > 0);

const wavesOf = (some: readonly Held[]): number => some.reduce((sum, { waves }) => sum + waves, 0);

/** The channels on which something of each province is paused or braked; a regency counts towards its province. */
export function pausedIn<Channel extends string>(
  hindrances: readonly { channel: Channel; kind: Held['kind']; regions: readonly string[] | null }[],
): Map<string, Record<'paused' | 'braked', Channel[]>> {
  const found = new Map<string, Record<'paused' | 'braked', Channel[]>>();
  for (const { channel, kind, regions } of hindrances) {
    if (kind !== 'paused' && kind !== 'braked') continue;
    for (const province of new Set(regions?.map((code) => code.split('.')[0] ?? code))) {
      const before = found.get(province) ?? { paused: [], braked: [] };
      if (!before[kind].includes(channel)) before[kind].push(channel);
      found.set(province, before);
    }
  }
  return found;
}

/** Provinces of which something is held, for each of which nothing is: with fewer, the latter are no exceptions. */
const FOR_EACH_EXCEPTION = 8;

/**
 * The channels to name where something is paused or braked in each of several provinces, or in all but a few: 38 signs on a
 * map say no more than one, and hide the exceptions. Null: too many provinces have nothing paused.
 * @param provinces the codes of those with copies
 */
export function heldEverywhere<Channel extends string>(
  paused: ReadonlyMap<string, Record<'paused' | 'braked', Channel[]>>,
  provinces: readonly string[],
): { channels: Channel[]; except: string[] } | null {
  const except = provinces.filter((code) => !paused.has(code));
  const held = provinces.flatMap((code) => paused.get(code) ?? []);
  return held.length < 2 || except.length * FOR_EACH_EXCEPTION > held.length
    ? null
    : { channels: [...new Set(held.flatMap((one) => [...one.braked, ...one.paused]))], except };
}

/** Whether something of a province is paused or braked on a channel. */
export const isPausedOn = <Channel extends string>(
  paused: ReadonlyMap<string, Record<'paused' | 'braked', Channel[]>>,
  province: string,
  channel: Channel,
): boolean => {
  const held = paused.get(province);
  return held !== undefined && (held.paused.includes(channel) || held.braked.includes(channel));
};

/** The one channel of which the brake holds something, where somebody paused nothing besides: what is let go on is that. */
export function brakedAlone<Channel extends string>(
  hindrances: readonly { channel: Channel; cause: string }[],
): Channel | null {
  const own = hindrances.filter(({ cause }) => cause === 'brake' || cause === 'broadcast');
  const [first] = own;
  return first && own.every(({ cause, channel }) => cause === 'brake' && channel === first.channel)
    ? first.channel
    : null;
}

/** Less than this before the first message, in ms, a broadcast counts as begun: clocks differ. */
const BEGINS_MS = 60_000;

/** When the first message is due, if that is still ahead. @returns ms since 1970; null: begun, or nothing is due */
export function beginsAt(
  forecasts: readonly { zones: readonly { startsAt: string }[] }[],
  now: number,
): number | null {
  const first = Math.min(
    ...forecasts.flatMap(({ zones }) => zones.map(({ startsAt }) => Date.parse(startsAt))),
  );
  return Number.isFinite(first) && first - now > BEGINS_MS ? first : null;
}

/** The server's forecast of a channel's messages; instants in ISO 8601. */
interface Due {
  finishesAt: string;
  zones: readonly { startsAt: string; messages: number }[];
}

/**
 * Returns when a channel finishes: by the forecast, which assumes the provider's full rate, or later where the measured
 * rate is lower. The messages due in zones that have begun go out at the measured rate.
 * @param rate messages a second; null: not measured yet
 * @param now ms since 1970
 * @returns ms since 1970; null while messages are due and none go out, or their rate is not measured yet
 */
export function finishAt({ finishesAt, zones }: Due, rate: number | null, now: number): number | null {
  const forecast = Date.parse(finishesAt);
  const due = zones
    .filter(({ startsAt }) => Date.parse(startsAt) <= now)
    .reduce((sum, { messages }) => sum + messages, 0);
  if (due === 0) return forecast;
  return rate === null || rate === 0 ? null : Math.max(forecast, now + (due / rate) * 1000);
}

/**
 * Returns when a channel finishes what is left of it; null: nobody can tell, or nothing is left.
 * @param obstacles what stands in its way: while a channel is held, away or refused, it has no end
 * @param due its forecast; undefined: it has none
 * @param rate messages a second; null: not measured yet
 * @param now ms since 1970
 */
export const finishOn = (
  channel: string,
  counts: Counts,
  obstacles: readonly (Held & { cause: string })[],
  due: Due | undefined,
  rate: number | null,
  now: number,
): number | null => {
  if (!due || waiting(counts) === 0 || isEndless(obstacles, channel)) return null;
  const free = due.zones.reduce((sum, { messages }) => sum + messages, 0);
  // All that waits is held, or was let go to try it and is refused: there is nothing to estimate from.
  if (isHeldAnywhere(obstacles, channel) && free === 0 && (rate ?? 0) === 0) return null;
  return finishAt(due, rate, now);
};

/** When the last of several channels finishes; null: one of them has no end, or there are none. */
export const lastFinish = (finishes: readonly (number | null)[]): number | null =>
  finishes.length === 0 || finishes.includes(null) ? null : Math.max(...finishes.map((one) => one ?? 0));

/** Copies that nobody will send any more and that were not reached, or of which nobody knows; not those that left. */
export const missedOf = ({ failed, unknown, expired, cancelled, neverListed }: Counts): number =>
  failed + unknown + expired + cancelled + neverListed;

/** Copies that nobody got once nothing waits, or of which nobody knows: those that were not sent to who had left, or is dead, too. */
export const withoutIn = (counts: Counts): number => missedOf(counts) + counts.suppressed;

/**
 * The codes of those regions in which copies reached nobody, the greatest share first, of equal shares the most copies. Of
 * a few copies a share says little: regions with so few come last, the most that were missed first.
 * @param regions the counts by region
 */
export const worstFirst = (regions: Iterable<readonly [code: string, counts: Counts]>): string[] =>
  [...regions]
    .map(([code, counts]) => ({ code, missed: withoutIn(counts), all: everyone(counts) }))
    .filter(({ missed }) => missed > 0)
    .toSorted(
      (a, b) =>
        Number(a.all < SHARE_SAYS) - Number(b.all < SHARE_SAYS) ||
        (a.all < SHARE_SAYS ? 0 : b.missed / b.all - a.missed / a.all) ||
        b.missed - a.missed,
    )
    .map(({ code }) => code);

/** Copies from which on a share says something of a region. */
const SHARE_SAYS = 30;

/**
 * Messages a second on a channel over the last {@link WINDOW_MS}; null until there is enough to measure.
 * @param samples the oldest first; counts change only between them
 * @param limit which no hand-over passes (budget.ts), though counts that are written in groups seem to; null: none
 */
export function rateOf(
  samples: readonly Sample[],
  channel: string,
  now: number,
  limit: number | null = null,
): number | null {
  const from = now - WINDOW_MS;
  // The last sample at or before the start of the window serves as its start.
  const first = samples.findLast(({ at }) => at <= from) ?? samples[0];
  const [was, is] = [first?.handed.get(channel), samples.at(-1)?.handed.get(channel)];
  if (!first || was === undefined || is === undefined) return null;
  const ms = now - Math.max(first.at, from);
  return ms < SHORTEST_MS ? null : Math.min((Math.max(0, is - was) / ms) * 1000, limit ?? Infinity);
}

/**
 * When what a screen shows last changed; null: not since it was opened, so that nobody knows.
 * @param before what it showed until now; null: nothing
 */
export const changedAt = <At>(before: object | null, next: object, last: At | null, now: At): At | null =>
  before === null || JSON.stringify(before) === JSON.stringify(next) ? last : now;

/** The states in which nothing of a broadcast is left to send. */
export const OVER: readonly string[] = ['completed', 'cancelled', 'expired', 'withdrawn'];

/**
 * A broadcast as far as its progress tells that it has ended: nothing of it is paused or can be paused any more. Its page
 * shows this until the rest of it is fetched again.
 */
export function endedWith<One extends { state: string; hindrance: object | null; reads: string | null }>(
  broadcast: One,
  { state }: Pick<One, 'state'>,
): One {
  if (!OVER.includes(state) || broadcast.state === state) return broadcast;
  // A text that is taken back reads otherwise from now on; one that was sent out reads as before.
  const { reads } = broadcast;
  return {
    ...broadcast,
    state,
    hindrance: null,
    reads: state === 'completed' || state === 'expired' ? reads : null,
  };
}

/**
 * The channels on which what is left waits for a provider or a stalled program. Of a broadcast that is over nothing waits,
 * though workers may still have copies. A channel without a worker has a hindrance that explains it already.
 */
export function waitingOn<Away extends { channel: string }, Stalled extends { channel: string }>({
  state,
  away,
  stalled,
  hindrances,
}: {
  state: string;
  away: readonly Away[];
  stalled: readonly Stalled[];
  hindrances: readonly { channel: string; cause: string }[];
}): { away: readonly Away[]; stalled: readonly Stalled[] } {
  if (OVER.includes(state)) return { away: [], stalled: [] };
  const unserved = ({ channel }: Stalled): boolean =>
    hindrances.some((one) => one.channel === channel && one.cause === 'unserved');
  return { away, stalled: stalled.filter((one) => !unserved(one)) };
}

/** What waits for another try alone, ISO 8601; null: something is being sent, or nothing waits. @param now ms since 1970 */
export function retriesIn(
  forecasts: readonly ({ messages: number; retryAt: string | null } | undefined)[],
  now: number,
): { messages: number; at: string } | null {
  const open = forecasts.flatMap((one) => (one && one.messages > 0 ? [one] : []));
  const later = open.flatMap(({ retryAt: at, messages }) =>
    at !== null && Date.parse(at) > now ? [{ messages, at }] : [],
  );
  const [first] = later.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return first ? { at: first.at, messages: later.reduce((sum, { messages }) => sum + messages, 0) } : null;
}

/**
 * When Siar next tries by itself what a provider does not take, ISO 8601; null: not known, or due by now.
 * @param now ms since 1970
 */
export const nextTryOn = (
  of: { probeAt: string | null; retryAt: string | null } | null | undefined,
  now: number,
): string | null =>
  [of?.probeAt ?? null, of?.retryAt ?? null].find((at) => at !== null && Date.parse(at) > now) ?? null;
