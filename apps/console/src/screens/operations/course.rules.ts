import { COURSE_STEP_MINUTES } from '../../../../../libs/contract/lists.js';
import type { CourseHours } from '../../api';
import type { Value } from '../../parts/charts/area-over-time.js';
import type { MarkKind } from '../../parts/charts/rates.rules.js';

/** A point of the last hours, as the API gives it; there is none of a time in which nothing was under way. */
export interface CoursePoint {
  channel: string;
  /** ISO 8601. */
  at: string;
  /** Of the busiest minute. */
  peakPerSecond: number;
  /** The most of a minute. */
  mostWaiting: number;
}

/** With fewer points in which something was under way, a curve is a dot or a spike: the numbers say more. */
const FEWEST = 3;
/** From this many hours on, a spike says what numbers do not: when it was. */
const LONG_HOURS = 24;

/** Whether a channel was under way long enough for a curve over this many hours. */
export const isDrawn = (points: readonly CoursePoint[], channel: string, hours: CourseHours): boolean =>
  points.filter((one) => one.channel === channel && one.peakPerSecond + one.mostWaiting > 0).length >=
  (hours >= LONG_HOURS ? 1 : FEWEST);

/** Time shown before the first point, in ms at least, and as a share of the time since. */
const LEAD_MS = 5 * 60_000;
const LEAD_SHARE = 0.1;
/** A span is cut only where more than this share of it is empty. */
const EMPTY_SHARE = 0.25;

/** The time asked for, without a long empty beginning: in six hours, what began a quarter of an hour ago is a line. */
export function busySpan(
  points: readonly CoursePoint[],
  [from, to]: readonly [number, number],
): readonly [number, number] {
  const first = Math.min(
    to,
    ...points.filter((one) => one.peakPerSecond + one.mostWaiting > 0).map(({ at }) => Date.parse(at)),
  );
  const begin = first - Math.max(LEAD_MS, LEAD_SHARE * (to - first));
  return begin - from > EMPTY_SHARE * (to - from) ? [begin, to] : [from, to];
}

/** Points of a minute that are this many apart have nothing between them: a publisher that restarts misses one. */
const GAP_MINUTES = 2.5;
/** The same of points of several minutes: each has minutes enough that none is missed. */
const GAP_POINTS = 1.5;

/**
 * One figure of a channel over time, as steps: a point holds for its minutes, and where nothing was under way it is 0. So
 * separate bursts stay apart, however short they are.
 * @param hours how many were asked for, by which a point is a minute or several
 */
export function valuesOf(
  points: readonly CoursePoint[],
  channel: string,
  figure: 'peakPerSecond' | 'mostWaiting',
  [from, to]: readonly [number, number],
  hours: CourseHours,
): Value[] {
  const minutes = COURSE_STEP_MINUTES[hours];
  const step = minutes * 60_000;
  const gap = (minutes === 1 ? GAP_MINUTES : GAP_POINTS) * step;
  const own = points
    .filter((one) => one.channel === channel)
    .map((one) => ({ at: Date.parse(one.at), value: one[figure] }))
    .filter(({ at }) => at < to && at + step > from);
  const drawn: Value[] = [{ at: from, value: 0 }];
  let ended = from;
  for (const [n, { at, value }] of own.entries()) {
    const begins = Math.max(at, from);
    // Edges are a millisecond wide: of two points at one instant a chart would show one.
    if (begins > ended) drawn.push({ at: ended + 1, value: 0 }, { at: begins - 1, value: 0 });
    const next = own[n + 1]?.at ?? to;
    ended = next - at <= gap ? next : Math.min(at + step, to);
    drawn.push({ at: begins, value }, { at: ended - 1, value });
  }
  if (ended < to) drawn.push({ at: ended, value: 0 }, { at: to, value: 0 });
  return drawn;
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
/** A point this far before a mark, in points, tells whether a channel was under way then. */
const NEAR_POINTS = 2;

/**
 * The marks that stand on a curve: without one, a number would mean nothing. What was of all channels of a broadcast stands
 * on those that had anything to send then: on the others there was nothing left of it.
 * @param drawn the channels with a curve
 * @param hours how many were asked for, by which a point is a minute or several
 */
export function marksOn(
  marks: readonly Mark[],
  drawn: readonly string[],
  points: readonly CoursePoint[],
  hours: CourseHours,
): Mark[] {
  const step = COURSE_STEP_MINUTES[hours] * 60_000;
  const underWay = (channel: string, at: number): boolean =>
    points.some((one) => {
      const begun = Date.parse(one.at);
      return one.channel === channel && one.mostWaiting > 0 && begun <= at && at - begun < NEAR_POINTS * step;
    });
  return marks.flatMap((mark) => {
    const { kind, at, channels } = mark;
    if (channels.length > 0) return channels.some((one) => drawn.includes(one)) ? [mark] : [];
    if (OF_ALL.has(kind)) return drawn.length > 0 ? [mark] : [];
    const on = drawn.filter((one) => underWay(one, at));
    return on.length > 0 ? [{ ...mark, channels: on.length < drawn.length ? on : [] }] : [];
  });
}
