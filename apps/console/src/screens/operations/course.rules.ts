import type { CourseHours } from '../../api';
import type { Value } from '../../parts/charts/area-over-time.js';
import {
  cutAt,
  haltsOf,
  type AnnotationKind,
  type Span,
  type Step,
  stepOf,
} from '../../parts/charts/rates.rules.js';

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
  /** Of those that are over; null: none of them is. */
  settledPeakPerSecond: number | null;
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

/** When nothing of a channel could go out, ms since 1970: by acts of people, and while its provider was away. */
export interface Stopped {
  halts: readonly Span[];
  away: readonly Span[];
}

/** A part of a point: with its pace, 0 while nothing could go out, and with what waited at its beginning and end. */
export interface Part extends Omit<Step, 'handed'> {
  /** The point that it is of. */
  at: string;
  waited: number;
  waits: number;
  /** Whether its minutes are over: its pace changes no more. */
  settled: boolean;
}

/**
 * The points of a channel, cut where it was stopped or went on, as the curves of a broadcast are (rates.rules.ts): what a
 * minute counted went out, and what waited became less, in the part of it in which sending was possible.
 * @param minutes of a point; where they are several, its pace is that of the busiest and stays
 */
export function partsOf(
  points: readonly CoursePoint[],
  channel: string,
  minutes: number,
  { halts, away }: Stopped,
): Part[] {
  const own = points.flatMap((one) =>
    one.channel === channel && one.since !== null && one.until !== null
      ? [{ ...one, from: Date.parse(one.since), to: Date.parse(one.until) }]
      : [],
  );
  let ended = -Infinity;
  return own.flatMap((point) => {
    const { at, peakPerSecond, mostWaiting, waiting, settledPeakPerSecond } = point;
    const from = Math.max(point.from, ended);
    const to = Math.max(point.to, from + SHORTEST_MS);
    ended = to;
    // Broadcasts that do not follow each other at once leave pauses in their minute, which its pace has not.
    const thousandths = Math.round(peakPerSecond * (to - from));
    const cut = cutAt([stepOf(from, to, thousandths)], halts, away);
    const all = cut.reduce((ms, { going }) => ms + going, 0);
    let spent = 0;
    const left = (): number => mostWaiting - (all > 0 ? spent / all : 0) * (mostWaiting - waiting);
    return cut.map((one) => {
      const waited = left();
      spent += one.going;
      return {
        at,
        from: one.from,
        to: one.to,
        going: one.going,
        perSecond: one.going === 0 ? 0 : minutes === 1 ? one.perSecond / 1000 : peakPerSecond,
        waited,
        waits: left(),
        settled: settledPeakPerSecond !== null,
      };
    });
  });
}

/** The fastest of some parts; 0: there are none. */
export const fastest = (parts: readonly Part[]): number =>
  Math.max(0, ...parts.map(({ perSecond }) => perSecond));

/**
 * One figure of a channel over time, from when a part begins to when it ends; elsewhere it is 0.
 * @param parts of the channel, the oldest first
 */
export function valuesOf(
  parts: readonly Part[],
  figure: 'pace' | 'waiting',
  [from, to]: readonly [number, number],
): Value[] {
  const drawn: Value[] = [{ at: from, value: 0 }];
  let ended = from;
  for (const [n, part] of parts.entries()) {
    const goesOn = n === parts.length - 1 && part.waits > 0 && to - part.to < FRESH_MS;
    const begin = Math.max(part.from, ended);
    const end = goesOn ? to : Math.min(to, part.to);
    if (end <= begin) continue;
    // Edges are a millisecond wide: of two points at one instant a chart would show one.
    if (begin > ended + 1) drawn.push({ at: ended + 1, value: 0 }, { at: begin - 1, value: 0 });
    const [first, last] = figure === 'pace' ? [part.perSecond, part.perSecond] : [part.waited, part.waits];
    drawn.push({ at: begin, value: first }, { at: end - 1, value: last });
    ended = end;
  }
  if (ended < to) drawn.push({ at: ended, value: 0 }, { at: to, value: 0 });
  return drawn;
}

/** When an account's provider was away, from the events of the trail, the newest first; one that is away still has no end. */
export function awayIn(
  events: readonly { act: string; at: string; subject: string; detail: Readonly<Record<string, unknown>> }[],
  account: string,
  [from]: readonly [number, number],
): Span[] {
  const own = events.filter(({ subject }) => subject === `provider:${account}`);
  const ended = own
    .filter(({ act }) => act === 'provider.back')
    .map(({ at, detail }): Span => [Date.parse(at) - Number(detail['seconds'] ?? 0) * 1000, Date.parse(at)]);
  const [latest] = own.filter(({ act }) => act === 'provider.away' || act === 'provider.back');
  const still = latest?.act === 'provider.away' ? [[Date.parse(latest.at), Infinity] as const] : [];
  return [...ended, ...still]
    .toSorted(([one], [other]) => one - other)
    .flatMap(([begin, end]): Span[] => (end > from ? [[Math.max(begin, from), end]] : []));
}

/** When people had stopped a channel, or everything, by the events of the trail. */
export const haltsIn = (
  events: readonly { act: string; at: string; subject: string }[],
  channel: string,
): Span[] =>
  haltsOf(
    events
      .flatMap(({ act, at, subject }) => {
        const kind = ANNOTATED[act];
        if (!kind || !OF_CHANNEL.has(kind)) return [];
        const of = act.startsWith('channel.') ? (subject.split(':')[1] ?? null) : null;
        return [{ kind, at: Date.parse(at), channel: of, region: null }];
      })
      .toSorted((a, b) => a.at - b.at),
    channel,
  );

/** The members of an event that an annotation needs. */
interface Event {
  act: string;
  at: string;
  subject: string;
  broadcast: { id: string; title: string } | null;
  detail: Readonly<Record<string, unknown>>;
}

/** Something that stopped copies or let them go on. */
export interface Annotation {
  kind: AnnotationKind;
  /** ms since 1970. */
  at: number;
  /** None: every channel. */
  channels: string[];
  /** Those that it was about, each once; none: all of them. */
  broadcasts: NonNullable<Event['broadcast']>[];
}

/** Annotations shown, at most: more numbers than these cover each other in a small curve. */
const MOST_MARKS = 12;

const ANNOTATED: Readonly<Record<string, AnnotationKind>> = {
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
export function annotationsOf(events: readonly Event[], [from, to]: readonly [number, number]): Annotation[] {
  const found = new Map<string, Annotation>();
  const annotations = events
    .flatMap(({ act, at, subject, broadcast, detail }): Annotation[] => {
      const kind = ANNOTATED[act];
      const when = Date.parse(at);
      if (!kind || when < from || when > to) return [];
      const by = detail['by'];
      // What a correction cancels ends with it: one annotation says both.
      if (kind === 'cancel' && by === 'correction') return [];
      // The pause for a correction is its submission; the correction itself has an annotation of its own.
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
  for (const one of annotations) {
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

/** What stops all of a channel, and lets it go on. */
const OF_CHANNEL: ReadonlySet<AnnotationKind> = new Set(['channelPause', 'channelResume', 'stop', 'lift']);

/** What stops or lifts everything: it stands on every curve. */
const OF_ALL: ReadonlySet<AnnotationKind> = new Set(['stop', 'lift']);
/** A point that ended this long before an annotation, in ms, tells that a channel was under way then. */
const NEAR_MS = 2 * 60_000;

/**
 * The annotations that stand on a curve: without one, a number would mean nothing. What was of all channels of a broadcast stands
 * on those that had anything to send then: on the others there was nothing left of it.
 * @param drawn the channels with a curve
 */
export function annotationsOn(
  annotations: readonly Annotation[],
  drawn: readonly string[],
  points: readonly CoursePoint[],
): Annotation[] {
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
  return annotations.flatMap((annotation) => {
    const { kind, at, channels } = annotation;
    if (channels.length > 0) return channels.some((one) => drawn.includes(one)) ? [annotation] : [];
    if (OF_ALL.has(kind)) return drawn.length > 0 ? [annotation] : [];
    const on = drawn.filter((one) => underWay(one, at));
    return on.length > 0 ? [{ ...annotation, channels: on.length < drawn.length ? on : [] }] : [];
  });
}
