import type { Value } from '../../parts/charts/area-over-time.js';
import type { MarkKind } from '../../parts/charts/rates.rules.js';

/** A point of the last hours, as the API gives it; there is none of a time in which nothing was under way. */
export interface CoursePoint {
  channel: string;
  /** ISO 8601. */
  at: string;
  perSecond: number;
  waiting: number;
}

/** Two points further apart than this, in ms, have nothing between them. */
const GAP_MS = 10 * 60_000;

/** One figure of a channel over time; where nothing was under way it is 0. */
export function valuesOf(
  points: readonly CoursePoint[],
  channel: string,
  figure: 'perSecond' | 'waiting',
  [from, to]: readonly [number, number],
): Value[] {
  const own = points
    .filter((one) => one.channel === channel)
    .map((one) => ({ at: Date.parse(one.at), value: one[figure] }));
  const edges = [{ at: from, value: 0 }, ...own, { at: to, value: 0 }];
  return edges.flatMap((one, n) => {
    const last = edges[n - 1];
    if (!last || one.at - last.at <= GAP_MS) return [one];
    return [{ at: last.at + 1, value: 0 }, { at: one.at - 1, value: 0 }, one];
  });
}

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
  return [...ended, ...still]
    .filter(([, end]) => end > from)
    .map(([begin, end]) => [Math.max(begin, from), end] as const);
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
  /** Null: every channel. */
  channel: string | null;
  /** Null: it is about no single one. */
  broadcast: Event['broadcast'];
}

/** Marks shown, at most: more numbers than these cover each other in a small curve. */
const MOST_MARKS = 12;

const MARKED: Readonly<Record<string, MarkKind>> = {
  'broadcast.pause': 'pause',
  'broadcast.resume': 'resume',
  'broadcast.cancel': 'cancel',
  'channel.pause': 'channelPause',
  'channel.resume': 'channelResume',
  'emergency.fence': 'stop',
  'emergency.stop': 'stop',
  'emergency.lift': 'lift',
};

/** The latest acts within the time shown that stopped copies or let them go on, the oldest first. */
export function marksOf(events: readonly Event[], [from, to]: readonly [number, number]): Mark[] {
  return events
    .flatMap(({ act, at, subject, broadcast, detail }): Mark[] => {
      const kind = MARKED[act];
      const when = Date.parse(at);
      if (!kind || when < from || when > to) return [];
      const by = detail['by'];
      const shown = kind === 'pause' && (by === 'brake' || by === 'correction') ? by : kind;
      const of = act.startsWith('channel.') ? subject.split(':')[1] : detail['channel'];
      return [{ kind: shown, at: when, channel: typeof of === 'string' ? of : null, broadcast }];
    })
    .toSorted((a, b) => a.at - b.at)
    .slice(-MOST_MARKS);
}
