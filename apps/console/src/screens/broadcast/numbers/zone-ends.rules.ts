/** The forecast of a channel in one zone; instants in ISO 8601. */
interface ZoneForecast {
  timeZone: string;
  startsAt: string;
  finishesAt: string;
  messages: number;
}

/** A wave, as far as its begin is concerned. */
interface Wave {
  timeZone: string;
  state: string;
  dueAt: string;
  firstHandoverAt: string | null;
  /** Null: it may go out at any hour. */
  windowFrom: string | null;
}

/** Waves that were never begun, and never will be. */
const NEVER: readonly string[] = ['cancelled', 'expired'];

/**
 * When each time zone began: at the first hand-over there, or when it was due though nothing went out. It never moves on,
 * unlike the forecast, which is of what is left.
 * @returns ms since 1970, by time zone; none of those that have not begun
 */
export function begunIn(waves: readonly Wave[], now: number): Map<string, number> {
  const found = new Map<string, number>();
  for (const { timeZone, state, dueAt, firstHandoverAt, windowFrom } of waves) {
    const due = windowFrom === null && !NEVER.includes(state) && Date.parse(dueAt) <= now ? dueAt : null;
    const at = firstHandoverAt ?? due;
    if (at) found.set(timeZone, Math.min(found.get(timeZone) ?? Infinity, Date.parse(at)));
  }
  return found;
}

/** What a channel still has before it. */
export interface ZoneChannel<Channel extends string> {
  channel: Channel;
  /** Its forecast at the provider's full rate; paused waves are not in it. */
  zones: readonly ZoneForecast[];
  /** Messages a second, as measured; null: not measured yet. */
  rate: number | null;
  /** Time zones in which copies of it wait that nothing sends now: all of it is paused, braked or without an answer. */
  still: readonly string[];
  /** Time zones in which copies of it are left, whatever holds them: such a zone keeps its line. */
  left?: readonly string[];
}

/** The clocks of the country. */
const WEST_TO_EAST: readonly string[] = ['WIB', 'WITA', 'WIT'];
const minuteOf = (ms: number): number => Math.floor(ms / 60_000);

export interface ZoneEnd<Channel extends string> {
  /** Its clock: WIB. */
  zone: string;
  timeZone: string;
  /** Null: nothing of it is in the forecast. */
  begins: string | null;
  /** Null: nobody can tell. */
  ends: string | null;
  /** The channels that have copies there and send none. */
  still: Channel[];
  /** Whether copies are left there that no forecast has. */
  working: boolean;
}

/**
 * Over all channels: when the first message of what is left is due in each zone, and when the last one goes out. The
 * messages of a channel that are due share its measured rate: no zone ends before them, and the last zone ends with the
 * last channel. Zones on one clock are one. In the order of their end, those without one last; what ends together, from
 * west to east.
 * @param nameOf the clock of a time zone
 * @param now ms since 1970
 * @param begun when time zones began, which stands before any forecast
 */
export function zoneEnds<Channel extends string>(
  channels: readonly ZoneChannel<Channel>[],
  nameOf: (timeZone: string) => string,
  now: number,
  begun: ReadonlyMap<string, number> = new Map(),
): ZoneEnd<Channel>[] {
  const found = new Map<
    string,
    { timeZone: string; begins: number; ends: number; still: Channel[]; working: boolean }
  >();
  const at = (timeZone: string) => {
    const zone = nameOf(timeZone);
    const one = found.get(zone) ?? { timeZone, begins: Infinity, ends: 0, still: [], working: false };
    found.set(zone, one);
    return one;
  };
  for (const { channel, zones, rate, still } of channels) {
    const left = zones.filter(({ messages }) => messages > 0);
    const due = left
      .filter(({ startsAt }) => Date.parse(startsAt) <= now)
      .reduce((sum, { messages }) => sum + messages, 0);
    const dueEnd = due === 0 ? 0 : rate ? now + (due / rate) * 1000 : Infinity;
    for (const { timeZone, startsAt, finishesAt } of left) {
      const one = at(timeZone);
      one.begins = Math.min(one.begins, Date.parse(startsAt));
      one.ends = Math.max(one.ends, Date.parse(finishesAt), dueEnd);
      // A rate that is not measured yet says nothing of the channel.
      if (dueEnd === Infinity && rate === 0 && !one.still.includes(channel)) one.still.push(channel);
    }
    for (const timeZone of still) {
      const one = at(timeZone);
      one.ends = Infinity;
      if (!one.still.includes(channel)) one.still.push(channel);
    }
  }
  for (const { left = [] } of channels)
    for (const timeZone of left) {
      if (found.has(nameOf(timeZone))) continue;
      // In no forecast: what is left is with the workers, or about to be told of.
      Object.assign(at(timeZone), { ends: Infinity, working: true });
    }
  for (const [timeZone, ms] of begun) {
    const one = found.get(nameOf(timeZone));
    if (one) one.begins = Math.min(one.begins, ms);
  }
  const instant = (ms: number): string | null => (Number.isFinite(ms) ? new Date(ms).toISOString() : null);
  return [...found]
    .toSorted(
      ([one, a], [other, b]) =>
        (a.ends === b.ends || minuteOf(a.ends) === minuteOf(b.ends) ? 0 : a.ends - b.ends) ||
        WEST_TO_EAST.indexOf(one) - WEST_TO_EAST.indexOf(other),
    )
    .map(([zone, { timeZone, begins, ends, still, working }]) => ({
      zone,
      timeZone,
      begins: instant(begins),
      ends: instant(ends),
      still,
      working,
    }));
}
