import type { CalendarEntry } from '../../api';

type Due = CalendarEntry['due'][number];

/** A time in one local time zone. */
export interface Place {
  timeZone: string;
  /** An instant, in ms since 1970. */
  at: number;
  regions: readonly string[];
}

/** A broadcast at one local time: on the calendar once for all zones that have it. */
export interface Occurrence {
  key: string;
  entry: CalendarEntry;
  /** On the wall clock, in ms as if it were UTC. */
  wall: number;
  /** Later times that the same card shows, too. */
  later?: readonly number[];
  places: readonly Place[];
}

/** Waves that are due within this time of each other, in ms, are sent at one instant: an hour has no seconds. */
const AT_ONCE_MS = 60_000;

/**
 * The times of a broadcast on the wall clock. What goes out everywhere at one instant, as a correction does, stands once,
 * by the first of these clocks.
 * @param offset a zone's offset from UTC at an instant, in minutes
 * @param zones the country's clocks from the west to the east; any other comes after them
 */
export function occurrences(
  entry: CalendarEntry,
  offset: (timeZone: string, at: number) => number,
  zones: readonly string[],
): Occurrence[] {
  const placed = entry.due.map((due) => ({ ...placeOf(due), wall: 0 }));
  for (const one of placed) one.wall = one.at + offset(one.timeZone, one.at) * 60_000;
  const rank = (timeZone: string): number => {
    const found = zones.indexOf(timeZone);
    return found === -1 ? zones.length : found;
  };
  placed.sort((a, b) => rank(a.timeZone) - rank(b.timeZone) || a.at - b.at);
  const [first] = placed;
  if (!first) return [];
  const atOnce = isOneInstant(placed);
  const groups = new Map<number, Place[]>();
  for (const { wall, ...place } of placed) {
    const key = atOnce ? first.wall : wall;
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  return [...groups].map(([wall, places]) => ({ key: `${entry.id} ${wall}`, entry, wall, places }));
}

const placeOf = ({ dueAt, timeZone, regions }: Due): Place => ({
  at: Date.parse(dueAt),
  timeZone,
  regions,
});

/** Whether these are one instant on every clock. */
const isOneInstant = (of: readonly Pick<Place, 'at'>[]): boolean => {
  const times = of.map(({ at }) => at);
  return Math.max(...times) - Math.min(...times) < AT_ONCE_MS;
};

/** Whether it goes out everywhere at one instant: its hour is then that of the first of its clocks alone. */
export const isAtOnce = ({ places }: Pick<Occurrence, 'places'>): boolean => isOneInstant(places);

/** When the first of it goes out, in ms since 1970. */
const firstOf = ({ places }: Pick<Occurrence, 'places'>): number => Math.min(...places.map(({ at }) => at));

/** Those of a day in the order in which the first of each goes out. */
export const inOrder = (of: readonly Occurrence[]): Occurrence[] =>
  of.toSorted((a, b) => firstOf(a) - firstOf(b) || Number(a.entry.id) - Number(b.entry.id));

/** Each broadcast once, by the first of its times, with the others: a day or an hour has one card for it. */
export function oncePerBroadcast(of: readonly Occurrence[]): Occurrence[] {
  const found = new Map<string, Occurrence>();
  for (const one of of) {
    const first = found.get(one.entry.id);
    found.set(
      one.entry.id,
      first
        ? { ...first, later: [...(first.later ?? []), one.wall], places: [...first.places, ...one.places] }
        : one,
    );
  }
  return [...found.values()];
}

/** How many broadcasts these are: one that stands at several hours is one. */
export const broadcastsIn = (of: readonly Pick<Occurrence, 'entry'>[]): number =>
  new Set(of.map(({ entry }) => entry.id)).size;

/** States of broadcasts that have ended: they meet nothing any more. */
const ENDED: readonly CalendarEntry['state'][] = ['completed', 'expired', 'cancelled', 'withdrawn'];
/** Two messages within this time come at once for who gets both. */
const HOUR_MS = 3_600_000;

/** What broadcasts meet, by their times of one clock. */
export type Conflicts = ReadonlyMap<string, ReadonlyMap<string, CalendarEntry>>;
type Timed = Pick<Occurrence, 'entry' | 'places'>;

const placeKey = ({ id }: CalendarEntry, { timeZone, at }: Place): string => `${id} ${timeZone} ${at}`;

/**
 * The broadcasts that may reach the same people within an hour, for each time of each broadcast: they share a region and
 * a channel, and no topics keep them apart. Who really gets both, only their lists of recipients would tell.
 */
export function conflicts(all: readonly Timed[]): Conflicts {
  const found = new Map<string, Map<string, CalendarEntry>>();
  const open = all
    .filter(({ entry }) => !ENDED.includes(entry.state) && entry.part === null)
    .flatMap(({ entry, places }) => places.map((place) => ({ entry, place })))
    .sort((a, b) => a.place.at - b.place.at);
  for (const [n, one] of open.entries()) {
    for (let m = n + 1; m < open.length; m++) {
      const other = open[m];
      if (!other || other.place.at - one.place.at > HOUR_MS) break;
      if (one.entry.id === other.entry.id || !share(one.entry, other.entry)) continue;
      if (!overlap(one.place.regions, other.place.regions)) continue;
      add(found, placeKey(one.entry, one.place), other.entry);
      add(found, placeKey(other.entry, other.place), one.entry);
    }
  }
  return found;
}

/** What a broadcast meets at these of its times, by id: in another zone or on another day it may meet something else. */
export const metBy = (found: Conflicts, { entry, places }: Timed): Map<string, CalendarEntry> =>
  new Map(places.flatMap((place) => [...(found.get(placeKey(entry, place)) ?? [])]));

/** What a broadcast meets, of the entries of its days, each with its time where both have regions. */
export function meetingsOf(
  entries: readonly CalendarEntry[],
  id: string,
): ({ entry: CalendarEntry } & Place)[] {
  const all = entries.map((entry) => ({ entry, places: entry.due.map(placeOf) }));
  const own = all.find(({ entry }) => entry.id === id);
  if (!own) return [];
  const zones = own.places.map(({ timeZone }) => timeZone);
  return [...metBy(conflicts(all), own).values()].flatMap((entry) => {
    const places = entry.due.map(placeOf);
    const place = places.find(({ timeZone }) => zones.includes(timeZone)) ?? places[0];
    return place ? [{ entry, ...place }] : [];
  });
}

/** The days that a calendar shows at once. */
const MOST_DAYS = 60;

/** The days on which a schedule has a time, from the first to the last; null: it has none, or goes out at once. */
export function dayRange({
  at,
  perRegion = {},
}: {
  at?: string | undefined;
  perRegion?: Record<string, string> | undefined;
}): { first: string; count: number } | null {
  const days = [at ?? '', ...Object.values(perRegion)].flatMap((one) => /^\d{4}-\d{2}-\d{2}/.exec(one) ?? []);
  const [first, last] = [days.toSorted()[0], days.toSorted().at(-1)];
  if (first === undefined || last === undefined) return null;
  const count = (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1;
  return { first, count: Math.min(count, MOST_DAYS) };
}

/** The titles of what a broadcast would meet at another time. @param wall on the wall clock, in ms as if it were UTC */
export function meetsAt(all: readonly Occurrence[], of: Occurrence, wall: number): string[] {
  const by = wall - of.wall;
  const there = {
    ...of,
    places: of.entry.due.map((due) => ({ ...placeOf(due), at: Date.parse(due.dueAt) + by })),
  };
  const others = all.filter(({ entry }) => entry.id !== of.entry.id);
  return [...metBy(conflicts([...others, there]), there).values()].map(({ title }) => title);
}

function add(found: Map<string, Map<string, CalendarEntry>>, key: string, other: CalendarEntry): void {
  const those = found.get(key) ?? new Map<string, CalendarEntry>();
  those.set(other.id, other);
  found.set(key, those);
}

/** Whether two broadcasts have a channel in common, and topics do not keep them apart. */
const share = (a: CalendarEntry, b: CalendarEntry): boolean =>
  a.channels.some((channel) => b.channels.includes(channel)) &&
  (a.topics.length === 0 || b.topics.length === 0 || a.topics.some((topic) => b.topics.includes(topic)));

/** Where a broadcast goes: all of it, or at some of its times. */
type Reach = Pick<CalendarEntry, 'channels' | 'topics'> & { due: readonly Pick<Place, 'regions'>[] };

/**
 * What two broadcasts that meet have in common: of whole regions and parts of them the smaller, of topics those of the
 * first, or of the other where the first goes to everybody. Whoever gets both is among these.
 */
export function commonOf(
  one: Reach,
  other: Reach,
): { regions: string[]; channels: CalendarEntry['channels']; topics: string[] } {
  const regionsOf = ({ due }: Reach): string[] => [...new Set(due.flatMap(({ regions }) => regions))];
  const within = (codes: readonly string[], those: readonly string[]): string[] => {
    const whole = new Set(those);
    return codes.filter((code) => whole.has(code) || whole.has(provinceOf(code)));
  };
  const [a, b] = [regionsOf(one), regionsOf(other)];
  return {
    regions: [...new Set([...within(a, b), ...within(b, a)])].toSorted(),
    channels: one.channels.filter((channel) => other.channels.includes(channel)),
    topics: one.topics.length > 0 ? one.topics : other.topics,
  };
}

const provinceOf = (code: string): string => code.split('.', 1)[0] ?? code;

/** Whether a region of one list is, or lies in, one of the other, whichever it is. */
function overlap(a: readonly string[], b: readonly string[]): boolean {
  const whole = new Set(b);
  const touched = new Set(b.map(provinceOf));
  return a.some(
    (code) => whole.has(code) || whole.has(provinceOf(code)) || (!code.includes('.') && touched.has(code)),
  );
}

/** A title with the number of a copy first, `(2) Reminder`: a card that cuts its end off would hide which one it is. */
export const numberFirst = (title: string): string => title.replace(/^(.+) (\(\d+\))$/, '$2 $1');
