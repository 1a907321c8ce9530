/** The counters of a channel at a moment, as the API gives them: of the broadcast so far. */
export interface Point {
  channel: string;
  /** ISO 8601. */
  at: string;
  handed: number;
  /** Of these, what the provider refused or could not deliver: it took none of that. */
  failed?: number;
}

/** What the provider took between two moments, in ms since 1970. */
export interface Step {
  from: number;
  to: number;
  handed: number;
  perSecond: number;
}

/** A first point that comes later than this after the first hand-over, in ms, says nothing of the time before. */
const NEAR_MS = 10 * 60_000;

/**
 * What the provider took from one point to the next: a refused attempt is none of it.
 * @param begun the first hand-over of the broadcast, ms since 1970; null: none yet
 * @param ended when the channel had handed over its last, ms since 1970: time that passes after it slows nothing down
 */
export function stepsOf(
  points: readonly Point[],
  channel: string,
  begun: number | null,
  ended: number | null = null,
): Step[] {
  const own = points
    .filter((one) => one.channel === channel)
    .map(({ at, handed, failed = 0 }) => ({
      handed: handed - failed,
      ms: Math.min(Date.parse(at), ended ?? Infinity),
    }));
  const [first] = own;
  if (!first) return [];
  const start = begun !== null && begun < first.ms && first.ms - begun <= NEAR_MS ? begun : null;
  const before = start === null ? [] : [{ ms: start, handed: 0 }];
  return [...before, ...own].flatMap((one, at, all) => {
    const last = all[at - 1];
    return last && one.ms > last.ms ? [stepOf(last.ms, one.ms, Math.max(0, one.handed - last.handed))] : [];
  });
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
        ),
      );
  }
  return found;
}

const stepOf = (from: number, to: number, handed: number): Step => ({
  from,
  to,
  handed,
  perSecond: handed / ((to - from) / 1000),
});

/** A limit this many times above the highest value would press the curve to the ground. */
const FAR = 4;

/** Whether a limit is so far above a curve that it is named beside it. @param highest of the curve; 0: it has none */
export const isFarAbove = (limit: number | null, highest: number): boolean =>
  limit !== null && highest > 0 && limit > highest * FAR;

/** What a mark on a curve says. */
export type MarkKind =
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

export interface Mark {
  kind: MarkKind;
  /** ms since 1970. */
  at: number;
  /** Null: every channel. */
  channel: string | null;
  /** The code of the region that it is about; null: all. */
  region: string | null;
}

const KIND_OF: Readonly<Record<string, MarkKind>> = {
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
export function marksOf(
  stops: readonly {
    act: string;
    at: string;
    as: string | null;
    channel: string | null;
    regionCode: string | null;
  }[],
  corrected: string | null,
  outages: readonly { kind: 'away' | 'slow'; channel: string; from: string; to: string | null }[],
): Mark[] {
  const marks = stops.flatMap(({ act, at, as, channel, regionCode: region }): Mark[] => {
    const kind = KIND_OF[act];
    if (!kind) return [];
    const shown =
      kind !== 'pause' ? kind : as === 'brake' ? 'brake' : as === 'correction' ? 'correction' : kind;
    return [{ kind: shown, at: Date.parse(at), channel, region }];
  });
  if (corrected !== null)
    marks.push({ kind: 'correction', at: Date.parse(corrected), channel: null, region: null });
  for (const { kind, channel, from, to } of outages) {
    marks.push({ kind, at: Date.parse(from), channel, region: null });
    if (to !== null)
      marks.push({ kind: kind === 'away' ? 'back' : 'steady', at: Date.parse(to), channel, region: null });
  }
  return marks.toSorted((a, b) => a.at - b.at);
}

/** The hold that an act of the whole channel begins or ends; a cancellation never ends. */
const BEGINS: Partial<Record<MarkKind, string>> = {
  pause: 'pause',
  brake: 'pause',
  correction: 'pause',
  stop: 'stop',
  channelPause: 'channel',
  cancel: 'end',
};
const ENDS: Partial<Record<MarkKind, string>> = { resume: 'pause', lift: 'stop', channelResume: 'channel' };

const concerns = ({ channel: of }: Mark, channel: string): boolean => of === null || of === channel;

/** When the marks say that nothing of a channel went out, but for a part of it that was tried; ms since 1970. */
export function haltsOf(marks: readonly Mark[], channel: string): (readonly [from: number, to: number])[] {
  const holds = new Set<string>();
  const found: (readonly [number, number])[] = [];
  let since = 0;
  for (const mark of marks.filter((one) => concerns(one, channel))) {
    const held = holds.size > 0;
    const begins = mark.region === null ? BEGINS[mark.kind] : undefined;
    // One region that is tried ends no pause of the rest: what it sent is counted in its minutes all the same.
    const ends = mark.region === null ? ENDS[mark.kind] : undefined;
    if (begins) holds.add(begins);
    if (ends) holds.delete(ends);
    if (!held && holds.size > 0) since = mark.at;
    if (held && holds.size === 0) found.push([since, mark.at]);
  }
  return holds.size > 0 ? [...found, [since, Infinity]] : found;
}

/** When a channel's provider took nothing, ms since 1970: not where only one account was away, or it came and went. */
export const absencesOf = (
  outages: readonly {
    kind: 'away' | 'slow';
    channel: string;
    account: string | null;
    times: number;
    from: string;
    to: string | null;
  }[],
  channel: string,
): (readonly [from: number, to: number])[] =>
  outages
    .filter(
      (one) => one.kind === 'away' && one.channel === channel && one.account === null && one.times === 1,
    )
    .map(({ from, to }) => [Date.parse(from), to === null ? Infinity : Date.parse(to)]);

/**
 * The same steps, cut where a halt begins or ends: the counters are noted once a minute, and a step would run on over the
 * halt until its minute ends. What a step counted went out before and after the halts in it; one that lies within a halt
 * stays as it was counted.
 */
export const cutAt = (steps: readonly Step[], halts: readonly (readonly [number, number])[]): Step[] =>
  steps.flatMap((step) => {
    const { from, to, handed } = step;
    const cuts = halts.flat().filter((at) => at > from && at < to);
    if (cuts.length === 0) return [step];
    const edges = [from, ...cuts.toSorted((a, b) => a - b), to];
    const parts = edges.slice(1).map((end, n): [from: number, to: number] => [edges[n] ?? from, end]);
    const isHalted = ([start, end]: [number, number]): boolean =>
      halts.some(([since, until]) => since <= start && end <= until);
    const going = parts.reduce((ms, part) => ms + (isHalted(part) ? 0 : part[1] - part[0]), 0);
    if (going === 0) return [step];
    let spent = 0;
    return parts.map((part) => {
      const before = Math.round((handed * spent) / going);
      if (!isHalted(part)) spent += part[1] - part[0];
      return stepOf(...part, Math.round((handed * spent) / going) - before);
    });
  });

/** A hold of the whole broadcast: a shade on every curve instead of a number on each. */
export interface Hold {
  kind: MarkKind;
  /** ms since 1970. */
  from: number;
  /** Null: it lasts, or the broadcast ended with it. */
  to: number | null;
}

const isWhole = ({ channel, region, kind }: Mark): boolean =>
  channel === null && region === null && (BEGINS[kind] !== undefined || ENDS[kind] !== undefined);

/** The holds of all channels together, and the marks that are left: those of a part. */
export function holdsIn(marks: readonly Mark[]): { holds: Hold[]; rest: Mark[] } {
  const holds: Hold[] = [];
  const open = new Map<string, Hold>();
  const rest: Mark[] = [];
  for (const mark of marks) {
    const ends = ENDS[mark.kind];
    const hold = ends === undefined ? undefined : open.get(ends);
    const begins = BEGINS[mark.kind];
    if (!isWhole(mark) || (ends !== undefined && !hold)) rest.push(mark);
    else if (hold && ends !== undefined) {
      hold.to = mark.at;
      open.delete(ends);
    } else if (begins !== undefined && !open.has(begins)) {
      const one: Hold = { kind: mark.kind, from: mark.at, to: null };
      open.set(begins, one);
      holds.push(one);
    }
  }
  return { holds, rest };
}

/** The marks that stand on the curve of one of these channels, which `span` shows. */
export const shownMarks = (
  marks: readonly Mark[],
  channels: readonly string[],
  span: readonly [from: number, to: number],
): Mark[] =>
  marks.filter(
    (mark) => mark.at >= span[0] && mark.at <= span[1] && channels.some((one) => concerns(mark, one)),
  );
