import { type Counts, handed, reached } from '../sending/account.rules.js';

/** The counters of a channel at a moment, as the API gives them: of the broadcast so far. */
export interface Point {
  channel: string;
  /** ISO 8601. */
  at: string;
  handed: number;
  /** Of these, what the provider refused or could not deliver: it took none of that. */
  failed?: number;
}

/**
 * What the provider took between two moments, in ms since 1970. This is the pace of the live page, the wall, the report and
 * Operasi: what was taken, over that part of the time in which sending was possible.
 */
export interface Step {
  from: number;
  to: number;
  /** Taken by the provider. */
  handed: number;
  /** Of the time, in ms, that in which sending was possible. */
  going: number;
  /** Over that; 0 where nothing could be sent. */
  perSecond: number;
}

/** From one moment to another, ms since 1970. */
export type Span = readonly [from: number, to: number];

/** A first point that comes later than this after the first hand-over, in ms, says nothing of the time before. */
const NEAR_MS = 10 * 60_000;

/**
 * What the provider took from one point to the next: a refused attempt is none of it. Together the steps are what it took by
 * the last point: what it gave back later, by a receipt, was not taken either.
 * @param begun the first hand-over of the channel, ms since 1970; null: none yet
 * @param ended when the channel had handed over its last, ms since 1970: time that passes after it slows nothing down
 */
export function stepsOf(
  points: readonly Point[],
  channel: string,
  begun: number | null,
  ended: number | null = null,
): Step[] {
  let least = Infinity;
  const own = points
    .filter((one) => one.channel === channel)
    .map(({ at, handed, failed = 0 }) => ({
      handed: handed - failed,
      ms: Math.min(Date.parse(at), ended ?? Infinity),
    }))
    // Counters are written a while after the hand-over: those read after the end tell of the time before it.
    .filter(({ ms }, n, all) => ms < (all[n + 1]?.ms ?? Infinity))
    .toReversed()
    .map(({ ms, handed }) => ({ ms, handed: (least = Math.min(least, handed)) }))
    .toReversed();
  const [first] = own;
  if (!first) return [];
  const start = begun !== null && begun < first.ms && first.ms - begun <= NEAR_MS ? begun : null;
  const before = start === null ? [] : [{ ms: start, handed: 0 }];
  return [...before, ...own].flatMap((one, at, all) => {
    const last = all[at - 1];
    return last ? [stepOf(last.ms, one.ms, one.handed - last.handed)] : [];
  });
}

/**
 * The counters of a curve up to now: they are noted once a minute, and the curve ends at what stands beside it.
 * @param channels the counts of each
 * @param now of the counts, ms since 1970; null: not known
 */
export function upTo<One extends Point>(
  points: readonly One[],
  channels: Readonly<Record<string, Counts>>,
  now: number | null,
): (One | Point)[] {
  const latest = Object.entries(channels).flatMap(([channel, counts]) => {
    const last = points.findLast((one) => one.channel === channel);
    const all = handed(counts);
    // Counts that are older than the last note tell nothing new.
    if (now === null || all < (last?.handed ?? 1)) return [];
    const at = new Date(Math.max(now, last ? Date.parse(last.at) + 1 : 0)).toISOString();
    return [{ channel, at, handed: reached(counts) }];
  });
  return [...points, ...latest];
}

/** Fewer steps than these show no course. */
const SHORT_STEPS = 4;

/** The one step that a curve would show; null: several, or enough steps without any to show a silence. */
export function onlyStep(steps: readonly Step[]): Step | null {
  const sent = steps.filter(({ handed }) => handed > 0);
  return sent.length > 1 || steps.length >= SHORT_STEPS ? null : (sent[0] ?? steps[0] ?? null);
}

/** The same in fewer steps, for a table. @param most steps of the result, at most */
export function summed(steps: readonly Step[], most: number): Step[] {
  const size = Math.max(1, Math.ceil(steps.length / most));
  const found: Step[] = [];
  for (let at = 0; at < steps.length; at += size) {
    const some = steps.slice(at, at + size);
    const [first] = some;
    const last = some.at(-1);
    if (first && last)
      found.push(
        stepOf(
          first.from,
          last.to,
          some.reduce((sum, { handed }) => sum + handed, 0),
          some.reduce((ms, { going }) => ms + going, 0),
        ),
      );
  }
  return found;
}

/** A step, in all of which sending was possible unless told. */
export const stepOf = (from: number, to: number, handed: number, going = to - from): Step => ({
  from,
  to,
  handed,
  going,
  perSecond: going > 0 ? handed / (going / 1000) : 0,
});

/** A limit this many times above the highest value would press the curve to the ground. */
const FAR = 4;

/**
 * Whether a pace is above a limit by more than what rounding shows. The limit is kept even so (budget.ts): counters are
 * written in groups, and what went out before a time may be counted in it.
 */
export const isPassed = (perSecond: number, limit: number | null): boolean =>
  limit !== null && Math.round(perSecond) > limit;

/**
 * What is said of a limit beside a curve: one that is so far above it that it is not drawn, or that was passed. Null: there
 * is no limit.
 * @param highest of the curve; 0: it has none
 */
export function limitNote(
  limit: number | null,
  highest: number,
): 'limit' | 'limitAbove' | 'limitPassed' | null {
  if (limit === null) return null;
  if (highest > 0 && limit > highest * FAR) return 'limitAbove';
  return isPassed(highest, limit) ? 'limitPassed' : 'limit';
}

/** What an annotation on a curve says. */
export type AnnotationKind =
  | 'pause'
  | 'brake'
  | 'resume'
  | 'correction'
  | 'stop'
  | 'lift'
  | 'channelPause'
  | 'channelResume'
  | 'cancel'
  | 'away'
  | 'slow'
  | 'back'
  | 'steady';

export interface Annotation {
  kind: AnnotationKind;
  /** ms since 1970. */
  at: number;
  /** Null: every channel. */
  channel: string | null;
  /** The code of the region that it is about; null: all. */
  region: string | null;
}

const KIND_OF: Readonly<Record<string, AnnotationKind>> = {
  pause: 'pause',
  resume: 'resume',
  release: 'resume',
  cancel: 'cancel',
  'stop-all': 'stop',
  'lift-stop': 'lift',
  'pause-channel': 'channelPause',
  'resume-channel': 'channelResume',
};

/**
 * The acts that show in a curve, and what the providers did, the oldest first.
 * @param corrected when the correction that holds was approved
 */
export function annotationsOf(
  stops: readonly {
    act: string;
    at: string;
    as: string | null;
    channel: string | null;
    regionCode: string | null;
  }[],
  corrected: string | null,
  outages: readonly Trouble[],
): Annotation[] {
  const annotations = stops.flatMap(({ act, at, as, channel, regionCode: region }): Annotation[] => {
    const kind = KIND_OF[act];
    if (!kind) return [];
    const shown =
      kind !== 'pause' ? kind : as === 'brake' ? 'brake' : as === 'correction' ? 'correction' : kind;
    return [{ kind: shown, at: Date.parse(at), channel, region }];
  });
  if (corrected !== null)
    annotations.push({ kind: 'correction', at: Date.parse(corrected), channel: null, region: null });
  for (const { kind, channel, from, to } of feltIn(stops, outages)) {
    annotations.push({ kind, at: Date.parse(from), channel, region: null });
    if (to !== null)
      annotations.push({
        kind: kind === 'away' ? 'back' : 'steady',
        at: Date.parse(to),
        channel,
        region: null,
      });
  }
  return annotations.toSorted((a, b) => a.at - b.at);
}

/** What a provider did to a channel, for a while. */
interface Trouble {
  kind: 'away' | 'slow';
  channel: string;
  from: string;
  to: string | null;
}

/**
 * The outages that a broadcast felt: a provider asked another one to go slower where all of its own was held.
 * @param stops its acts, the oldest first
 */
export function feltIn<One extends Trouble>(
  stops: Parameters<typeof annotationsOf>[0],
  outages: readonly One[],
): One[] {
  if (!outages.some(({ kind }) => kind === 'slow')) return [...outages];
  const acts = annotationsOf(stops, null, []);
  return outages.filter(
    ({ kind, channel, from, to }) =>
      kind === 'away' ||
      !haltsOf(acts, channel).some(
        ([begin, end]) =>
          begin <= Date.parse(from) && (to === null ? end === Infinity : Date.parse(to) <= end),
      ),
  );
}

/** The hold that an act of the whole channel begins or ends; a cancellation never ends. */
const BEGINS: Partial<Record<AnnotationKind, string>> = {
  pause: 'pause',
  brake: 'pause',
  correction: 'pause',
  stop: 'stop',
  channelPause: 'channel',
  cancel: 'end',
};
const ENDS: Partial<Record<AnnotationKind, string>> = {
  resume: 'pause',
  lift: 'stop',
  channelResume: 'channel',
};

const concerns = ({ channel: of }: Annotation, channel: string): boolean => of === null || of === channel;

/**
 * When the annotations say that nothing of a channel could go out, ms since 1970. A region that is let go on ends a pause: from then
 * on something is sent.
 */
export function haltsOf(annotations: readonly Annotation[], channel: string): Span[] {
  const holds = new Set<string>();
  /** Regions that were let go on within a pause of all. */
  const tried = new Set<string>();
  const found: Span[] = [];
  let since: number | null = null;
  for (const annotation of annotations.filter((one) => concerns(one, channel))) {
    const [begins, ends] = [BEGINS[annotation.kind], ENDS[annotation.kind]];
    if (annotation.region === null) {
      if (begins) holds.add(begins);
      if (ends) holds.delete(ends);
      if (begins === 'pause' || ends === 'pause') tried.clear();
    } else {
      if (begins) tried.delete(annotation.region);
      if (ends === 'pause') tried.add(annotation.region);
    }
    const halted = holds.size > (holds.has('pause') && tried.size > 0 ? 1 : 0);
    if (halted) since ??= annotation.at;
    else if (since !== null) {
      found.push([since, annotation.at]);
      since = null;
    }
  }
  return since === null ? found : [...found, [since, Infinity]];
}

/** A provider that answers for less than this in between, in ms, was away all the time. */
const CLOSE_MS = 60_000;

/** Times that lie close together as one; the oldest first. */
export function closed(spans: readonly Span[]): Span[] {
  const found: [number, number][] = [];
  for (const [from, to] of spans.toSorted(([one], [other]) => one - other)) {
    const before = found.at(-1);
    if (before && from - before[1] < CLOSE_MS) before[1] = Math.max(before[1], to);
    else found.push([from, to]);
  }
  return found;
}

/** Each time in which a channel's provider took nothing, ms since 1970: not where only one account of several was away. */
export const absencesOf = (
  outages: readonly {
    kind: 'away' | 'slow';
    channel: string;
    account: string | null;
    spans: readonly { from: string; to: string | null }[];
  }[],
  channel: string,
): Span[] =>
  outages
    .filter((one) => one.kind === 'away' && one.channel === channel && one.account === null)
    .flatMap(({ spans }) =>
      spans.map(({ from, to }): Span => [Date.parse(from), to === null ? Infinity : Date.parse(to)]),
    );

/** Less than this is too short to tell a pace of, in ms: counters are written in groups. */
const SHORTEST_MS = 5_000;

/**
 * The same steps, cut where a halt begins or ends: the counters are noted once a minute, and what a step counted went out
 * in that part of it in which sending was possible. Within a halt there is nothing: what was counted then had gone out just
 * before it, or went out after it.
 * @param halts of the channel: acts of people, the brake
 * @param away when its provider was: closely after each other it was away in between, too, unless something was taken
 */
export function cutAt(steps: readonly Step[], halts: readonly Span[], away: readonly Span[] = []): Step[] {
  const parts = steps.flatMap((step) => {
    const strict = partsOf(step, [...halts, ...closed(away)]);
    return strict.some(({ going }) => going > 0) || step.handed === 0
      ? strict
      : partsOf(step, [...halts, ...away]);
  });
  return evened(settled(parts));
}

/** A step by its halts. Without a time in which sending was possible, its count stands in the first of its parts. */
function partsOf({ from, to, handed }: Step, halts: readonly Span[]): Step[] {
  const cuts = halts.flat().filter((at) => at > from && at < to);
  const edges = [...new Set([from, ...cuts.toSorted((a, b) => a - b), to])];
  const parts = edges.slice(1).map((end, n) => {
    const begin = edges[n] ?? from;
    return { begin, end, going: halts.some(([a, b]) => a <= begin && end <= b) ? 0 : end - begin };
  });
  const all = parts.reduce((ms, { going }) => ms + going, 0);
  let [spent, given] = [0, 0];
  return parts.map(({ begin, end, going }, n) => {
    spent += going;
    const upTo = all > 0 ? Math.round((handed * spent) / all) : handed;
    const own = all > 0 || n === 0 ? upTo - given : 0;
    given = upTo;
    return stepOf(begin, end, own, going);
  });
}

/** What was counted within a halt goes to the time before it, else to the one after it; without either it stays. */
function settled(parts: readonly Step[]): Step[] {
  const found = [...parts];
  const add = (at: number, more: number): void => {
    const one = found[at];
    if (one) found[at] = stepOf(one.from, one.to, one.handed + more, one.going);
  };
  for (const [n, { handed, going }] of parts.entries()) {
    if (going > 0 || handed === 0) continue;
    const before = found.slice(0, n).findLastIndex((one) => one.going > 0);
    const at = before >= 0 ? before : found.findIndex((one, m) => m > n && one.going > 0);
    if (at < 0) continue;
    add(n, -handed);
    add(at, handed);
  }
  return found;
}

/** Parts that are too short for a pace belong to the one beside them in which sending was possible. */
function evened(parts: readonly Step[]): Step[] {
  const found: Step[] = [];
  for (const one of parts) {
    const last = found.at(-1);
    const short = last && last.going > 0 && one.going > 0 && Math.min(last.going, one.going) < SHORTEST_MS;
    if (last && short && last.to === one.from)
      found[found.length - 1] = stepOf(last.from, one.to, last.handed + one.handed, last.going + one.going);
    else found.push(one);
  }
  return found;
}

/** A hold of the whole broadcast: a shade on every curve instead of a number on each. */
export interface Hold {
  kind: AnnotationKind;
  /** ms since 1970. */
  from: number;
  /** Null: it lasts, or the broadcast ended with it. */
  to: number | null;
}

const isWhole = ({ channel, region, kind }: Annotation): boolean =>
  channel === null && region === null && (BEGINS[kind] !== undefined || ENDS[kind] !== undefined);

/** The holds of all channels together, and the annotations that are left: those of a part. */
export function holdsIn(annotations: readonly Annotation[]): { holds: Hold[]; rest: Annotation[] } {
  const holds: Hold[] = [];
  const open = new Map<string, Hold>();
  const rest: Annotation[] = [];
  for (const annotation of annotations) {
    const ends = ENDS[annotation.kind];
    const hold = ends === undefined ? undefined : open.get(ends);
    const begins = BEGINS[annotation.kind];
    if (!isWhole(annotation) || (ends !== undefined && !hold)) rest.push(annotation);
    else if (hold && ends !== undefined) {
      hold.to = annotation.at;
      open.delete(ends);
    } else if (begins !== undefined && !open.has(begins)) {
      const one: Hold = { kind: annotation.kind, from: annotation.at, to: null };
      open.set(begins, one);
      holds.push(one);
    }
  }
  return { holds, rest };
}

/** The annotations that stand on the curve of one of these channels, which `span` shows. */
export const shownAnnotations = (
  annotations: readonly Annotation[],
  channels: readonly string[],
  span: readonly [from: number, to: number],
): Annotation[] =>
  annotations.filter(
    (annotation) =>
      annotation.at >= span[0] &&
      annotation.at <= span[1] &&
      channels.some((one) => concerns(annotation, one)),
  );
