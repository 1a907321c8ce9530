import type { CourseHours } from '../../api';
import type { Value } from '../../parts/charts/area-over-time.js';
import type { MarkKind } from '../../parts/charts/rates.rules.js';

/** A point of the last hours, as the API gives it; there is none of a time in which nothing was under way. */
export interface CoursePoint {
  channel: string;
  /** ISO 8601. */
  at: string;
  /** When the first of it began, and the last of it was counted, ISO 8601; null: nothing waited or went out any more. */
  since: string | null;
  until: string | null;
  /** Of the busiest minute. */
  peakPerSecond: number;
  /** At its end. */
  waiting: number;
  /** The most at one moment. */
  mostWaiting: number;
}

/** With fewer points in which something was under way, a curve is a dot or a spike: the numbers say more. */
const FEWEST = 3;
/** From this many hours on, a spike says what numbers do not: when it was. */
const LONG_HOURS = 24;

/** The channels with curves over this many hours: where one was under way long enough, all that sent; else none. */
export function drawnOf(
  points: readonly CoursePoint[],
  channels: readonly string[],
  hours: CourseHours,
): string[] {
  const busy = (channel: string): number =>
    points.filter((one) => one.channel === channel && one.peakPerSecond + one.mostWaiting > 0).length;
  const isLong = channels.some((one) => busy(one) >= (hours >= LONG_HOURS ? 1 : FEWEST));
  return isLong ? channels.filter((one) => busy(one) > 0) : [];
}

/** Time shown before the first point, in ms at least, and as a share of the time since. */
const LEAD_MS = 2 * 60_000;
const LEAD_SHARE = 0.1;
/** A span is cut only where more than this share of it is empty. */
const EMPTY_SHARE = 0.25;

/** The time asked for, without a long empty beginning: in six hours, what began a quarter of an hour ago is a line. */
export function busySpan(
  points: readonly CoursePoint[],
  [from, to]: readonly [number, number],
): readonly [number, number] {
  const first = Math.min(to, ...points.map(({ since }) => (since === null ? to : Date.parse(since))));
  const begin = first - Math.max(LEAD_MS, LEAD_SHARE * (to - first));
  return begin - from > EMPTY_SHARE * (to - from) ? [begin, to] : [from, to];
}

/** What still waits is counted every few seconds: until this long after the last count, in ms, it is taken to go on. */
const FRESH_MS = 2 * 60_000;
/** What went out in a moment is drawn as long as this, in ms. */
const SHORTEST_MS = 1_000;

/**
 * One figure of a channel over time, from when a point begins to when it ends; elsewhere it is 0. The pace is a step, and 0
 * while the provider was away: what a minute counted went out before and after that. What waits falls from the most of a
 * point to what is left at its end.
 * @param away when the provider took nothing
 */
export function valuesOf(
  points: readonly CoursePoint[],
  channel: string,
  figure: 'peakPerSecond' | 'mostWaiting',
  [from, to]: readonly [number, number],
  away: readonly (readonly [number, number])[] = [],
): Value[] {
  const own = points.flatMap((one) =>
    one.channel === channel && one.since !== null && one.until !== null
      ? [{ ...one, begins: Date.parse(one.since), ends: Date.parse(one.until) }]
      : [],
  );
  const drawn: Value[] = [{ at: from, value: 0 }];
  let ended = from;
  for (const [n, { begins, ends, waiting, mostWaiting, peakPerSecond }] of own.entries()) {
    const goesOn = n === own.length - 1 && waiting > 0 && to - ends < FRESH_MS;
    const begin = Math.max(begins, ended);
    const end = goesOn ? to : Math.min(to, Math.max(ends, begin + SHORTEST_MS));
    if (end <= begin) continue;
    // Edges are a millisecond wide: of two points at one instant a chart would show one.
    if (begin > ended + 1) drawn.push({ at: ended + 1, value: 0 }, { at: begin - 1, value: 0 });
    const pieces: (readonly [from: number, to: number, first: number, last: number])[] =
      figure === 'mostWaiting'
        ? [[begin, end, mostWaiting, waiting]]
        : outside([begin, end], away).map(([a, b, isAway]) => {
            const value = isAway ? 0 : peakPerSecond;
            return [a, b, value, value];
          });
    for (const [a, b, first, last] of pieces) drawn.push({ at: a, value: first }, { at: b - 1, value: last });
    ended = end;
  }
  if (ended < to) drawn.push({ at: ended, value: 0 }, { at: to, value: 0 });
  return drawn;
}

/** A time, cut where the provider went away or came back; one that lies within such a time stays whole, as it was counted. */
function outside(
  [from, to]: readonly [number, number],
  away: readonly (readonly [number, number])[],
): [from: number, to: number, isAway: boolean][] {
  const edges = [from, ...away.flat().filter((at) => at > from && at < to), to].toSorted((a, b) => a - b);
  if (edges.length === 2) return [[from, to, false]];
  return edges.slice(1).map((end, n) => {
    const begin = edges[n] ?? from;
    return [begin, end, away.some(([since, until]) => since <= begin && end <= until)];
  });
}

/** A provider that answers for less than this in between, in ms, was away all the time. */
const CLOSE_MS = 60_000;

/** When an account's provider was away, from the events of the trail, the newest first; one that is away still ends now. */
export function awayIn(
  events: readonly { act: string; at: string; subject: string; detail: Readonly<Record<string, unknown>> }[],
  account: string,
  [from, to]: readonly [number, number],
): (readonly [number, number])[] {
  const own = events.filter(({ subject }) => subject === `provider:${account}`);
  const ended = own
    .filter(({ act }) => act === 'provider.back')
    .map(
      ({ at, detail }) => [Date.parse(at) - Number(detail['seconds'] ?? 0) * 1000, Date.parse(at)] as const,
    );
  const [latest] = own.filter(({ act }) => act === 'provider.away' || act === 'provider.back');
  const still = latest?.act === 'provider.away' ? [[Date.parse(latest.at), to] as const] : [];
  const found: [number, number][] = [];
  for (const [begin, end] of [...ended, ...still].toSorted(([one], [other]) => one - other)) {
    const before = found.at(-1);
    if (end <= from) continue;
    if (before && begin - before[1] < CLOSE_MS) before[1] = Math.max(before[1], end);
    else found.push([Math.max(begin, from), end]);
  }
  return found;
}

/** The members of an event that a mark needs. */
interface Event {
  act: string;
  at: string;
  subject: string;
  broadcast: { id: string; title: string } | null;
  detail: Readonly<Record<string, unknown>>;
}

/** Something that stopped copies or let them go on. */
export interface Mark {
  kind: MarkKind;
  /** ms since 1970. */
  at: number;
  /** None: every channel. */
  channels: string[];
  /** Those that it was about, each once; none: all of them. */
  broadcasts: NonNullable<Event['broadcast']>[];
}

/** Marks shown, at most: more numbers than these cover each other in a small curve. */
const MOST_MARKS = 12;

const MARKED: Readonly<Record<string, MarkKind>> = {
  'broadcast.approve': 'correction',
  'broadcast.pause': 'pause',
  'broadcast.resume': 'resume',
  'broadcast.cancel': 'cancel',
  'channel.pause': 'channelPause',
  'channel.resume': 'channelResume',
  'channel.slow': 'slow',
  'channel.steady': 'back',
  'emergency.fence': 'stop',
  'emergency.stop': 'stop',
  'emergency.lift': 'lift',
};

/**
 * The latest acts within the time shown that stopped copies or let them go on, and the corrections that went out, the
 * oldest first; alike ones of a minute once, with their channels.
 */
export function marksOf(events: readonly Event[], [from, to]: readonly [number, number]): Mark[] {
  const found = new Map<string, Mark>();
  const marks = events
    .flatMap(({ act, at, subject, broadcast, detail }): Mark[] => {
      const kind = MARKED[act];
      const when = Date.parse(at);
      if (!kind || when < from || when > to) return [];
      const by = detail['by'];
      // What a correction cancels ends with it: one mark says both.
      if (kind === 'cancel' && by === 'correction') return [];
      // The pause for a correction is its submission; the correction itself has a mark of its own.
      const shown = kind === 'pause' && by === 'brake' ? by : kind;
      const of = act.startsWith('channel.') ? subject.split(':')[1] : detail['channel'];
      return [
        {
          kind: shown,
          at: when,
          channels: typeof of === 'string' ? [of] : [],
          broadcasts: broadcast ? [broadcast] : [],
        },
      ];
    })
    .toSorted((a, b) => a.at - b.at);
  for (const one of marks) {
    // What is of all channels stays apart from what is of some.
    const key = JSON.stringify([one.kind, one.channels.length === 0, Math.floor(one.at / 60_000)]);
    const same = found.get(key);
    if (!same) {
      found.set(key, one);
      continue;
    }
    same.channels.push(...one.channels.filter((channel) => !same.channels.includes(channel)));
    same.broadcasts.push(
      ...one.broadcasts.filter(({ id }) => same.broadcasts.every((other) => other.id !== id)),
    );
  }
  return [...found.values()].slice(-MOST_MARKS);
}

/** Marks that are closer than this, as a share of the time shown, would cover each other's numbers. */
const LABEL_SHARE = 0.05;

/** The numbers above a curve: close ones share one, `3–5`, at the first of them. */
export function labelled(
  marks: readonly { at: number; no: number }[],
  [from, to]: readonly [number, number],
): { at: number; name: string }[] {
  const groups: { at: number; no: number }[][] = [];
  for (const mark of marks) {
    const first = groups.at(-1)?.[0];
    if (first && mark.at - first.at < LABEL_SHARE * (to - from)) groups.at(-1)?.push(mark);
    else groups.push([mark]);
  }
  return groups.flatMap((group) => {
    const numbers = group.map(({ no }) => no);
    const [first = 0] = numbers;
    const last = numbers.at(-1) ?? first;
    const name =
      last === first
        ? `${first}`
        : last - first === numbers.length - 1
          ? `${first}–${last}`
          : numbers.join(',');
    return group.map(({ at }, n) => ({ at, name: n === 0 ? name : '' }));
  });
}

/** What stops or lifts everything: it stands on every curve. */
const OF_ALL: ReadonlySet<MarkKind> = new Set(['stop', 'lift']);
/** A point that ended this long before a mark, in ms, tells that a channel was under way then. */
const NEAR_MS = 2 * 60_000;

/**
 * The marks that stand on a curve: without one, a number would mean nothing. What was of all channels of a broadcast stands
 * on those that had anything to send then: on the others there was nothing left of it.
 * @param drawn the channels with a curve
 */
export function marksOn(
  marks: readonly Mark[],
  drawn: readonly string[],
  points: readonly CoursePoint[],
): Mark[] {
  const underWay = (channel: string, at: number): boolean =>
    points.some(
      (one) =>
        one.channel === channel &&
        one.mostWaiting > 0 &&
        one.since !== null &&
        one.until !== null &&
        Date.parse(one.since) <= at &&
        at - Date.parse(one.until) < NEAR_MS,
    );
  return marks.flatMap((mark) => {
    const { kind, at, channels } = mark;
    if (channels.length > 0) return channels.some((one) => drawn.includes(one)) ? [mark] : [];
    if (OF_ALL.has(kind)) return drawn.length > 0 ? [mark] : [];
    const on = drawn.filter((one) => underWay(one, at));
    return on.length > 0 ? [{ ...mark, channels: on.length < drawn.length ? on : [] }] : [];
  });
}
