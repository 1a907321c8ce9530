/** The counters of a channel at a moment, as the API gives them: of the broadcast so far. */
export interface Point {
  channel: string;
  /** ISO 8601. */
  at: string;
  handed: number;
}

/** What went out between two moments, in ms since 1970. */
export interface Step {
  from: number;
  to: number;
  handed: number;
  perSecond: number;
}

/** A first point that comes later than this after the first hand-over, in ms, says nothing of the time before. */
const NEAR_MS = 10 * 60_000;

/**
 * What went out from one point to the next.
 * @param begun the first hand-over of the broadcast, ms since 1970; null: none yet
 */
export function stepsOf(points: readonly Point[], channel: string, begun: number | null): Step[] {
  const own = points
    .filter((one) => one.channel === channel)
    .map((one) => ({ ...one, ms: Date.parse(one.at) }));
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
  'pause' | 'brake' | 'resume' | 'correction' | 'stop' | 'lift' | 'channelPause' | 'channelResume' | 'cancel';

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

/** The acts that show in a curve, the oldest first. @param corrected when the correction that holds was approved */
export function marksOf(
  stops: readonly {
    act: string;
    at: string;
    as: string | null;
    channel: string | null;
    regionCode: string | null;
  }[],
  corrected: string | null,
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
  return marks.toSorted((a, b) => a.at - b.at);
}
