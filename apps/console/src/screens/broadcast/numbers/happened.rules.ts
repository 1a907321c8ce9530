import { feltIn } from '../../../parts/charts/rates.rules.js';

/** An act that held copies back or ended them, or let them go on, as far as these rules read it. */
interface StopAct {
  act: string;
  at: string;
  by: { name: string } | null;
  as: string | null;
  channel: string | null;
  regionCode: string | null;
  doubt: boolean;
  keptInDoubt: boolean;
  copies: number | null;
}

interface Outage {
  kind: 'away' | 'slow';
  channel: string;
  from: string;
  to: string | null;
}

interface Lost {
  copies: number;
  from: string | null;
  to: string | null;
}

/**
 * How it ended; null: it goes on. `unresumed`: the broadcast ended while it lasted; `backHeld`, `backStopped`: the provider
 * was back, and a pause, or an emergency stop, still held the channel.
 */
type End = 'resumed' | 'lifted' | 'cancelled' | 'back' | 'backHeld' | 'backStopped' | 'unresumed' | null;

/**
 * The most copies of a channel that waited while its provider was away, as they were noted then; null: nobody noted it, or
 * some of them still went out.
 */
export function waitedIn(
  { kind, channel, from, to }: Outage,
  points: readonly { channel: string; at: string; waiting: number }[],
): number | null {
  if (kind === 'slow') return null;
  const noted = points.filter(
    (one) => one.channel === channel && one.at >= from && (to === null || one.at <= to),
  );
  return noted.length === 0 ? null : Math.max(...noted.map(({ waiting }) => waiting));
}

/** One moment in the course of a broadcast. `begins`, `ends`: of an outage. */
export type Moment<Act extends StopAct, Out extends Outage, None extends Lost> = { at: string } & (
  | { kind: 'approved' | 'sent' | 'over' }
  | { kind: 'channel'; channel: string }
  | { kind: 'act'; act: Act }
  | { kind: 'begins' | 'ends'; outage: Out }
  | { kind: 'lost'; lost: None }
);

/** All that is known of the course of a broadcast, in order of time. @param ends of the channels that have nothing left to send */
export function momentsOf<Act extends StopAct, Out extends Outage, None extends Lost>({
  approvedAt,
  sentAt,
  endedAt,
  ends,
  stops,
  outages,
  lost,
}: {
  approvedAt: string | null;
  sentAt: string | null;
  endedAt: string | null;
  ends: Readonly<Partial<Record<string, string>>>;
  stops: readonly Act[];
  outages: readonly Out[];
  lost: readonly None[];
}): Moment<Act, Out, None>[] {
  const one = (kind: 'approved' | 'sent' | 'over', at: string | null) => (at === null ? [] : [{ kind, at }]);
  const moments: Moment<Act, Out, None>[] = [
    ...one('approved', approvedAt),
    ...one('sent', sentAt),
    ...stops.map((act) => ({ kind: 'act' as const, at: act.at, act })),
    ...feltIn(stops, outages).flatMap((outage) => [
      { kind: 'begins' as const, at: outage.from, outage },
      ...(outage.to === null ? [] : [{ kind: 'ends' as const, at: outage.to, outage }]),
    ]),
    ...lost.flatMap((none) =>
      none.from === null ? [] : [{ kind: 'lost' as const, at: none.from, lost: none }],
    ),
    ...Object.entries(ends).flatMap(([channel, at]) =>
      at === undefined ? [] : [{ kind: 'channel' as const, at, channel }],
    ),
    ...one('over', endedAt),
  ];
  // Of the same instant in the order above.
  return moments.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** Something that went wrong with a broadcast or held it back, from its beginning to its end. */
export type Happening<Act extends StopAct, Out extends Outage, None extends Lost> = {
  /** ISO 8601; null: nobody noted it. */
  from: string | null;
  /** Null: it is of one moment, or no end is known. */
  to: string | null;
  ended: End;
  endedBy: string | null;
} & (
  | { kind: 'stop' | 'brake' | 'pause' | 'cancel'; act: Act }
  | { kind: 'away' | 'slow'; outage: Out }
  | { kind: 'lost'; lost: None }
);

/** What stopped something for a while, of one kind: the longest. */
interface Longest {
  kind: 'stop' | 'brake' | 'away';
  /** Null: every channel. */
  channel: string | null;
  seconds: number;
}

/** Of what stopped it without anybody's wish the longest of each kind, the gravest first: the end must pass none over. */
export function longestOf(
  all: readonly {
    kind: string;
    from: string | null;
    to: string | null;
    act?: { channel: string | null };
    outage?: { channel: string; seconds: number };
  }[],
): Longest[] {
  return (['stop', 'brake', 'away'] as const).flatMap((kind) => {
    const [longest] = all
      .flatMap((one): Longest[] => {
        if (one.kind !== kind) return [];
        if (one.outage) return [{ kind, channel: one.outage.channel, seconds: one.outage.seconds }];
        if (one.from === null || one.to === null) return [];
        const seconds = Math.round((Date.parse(one.to) - Date.parse(one.from)) / 1000);
        return [{ kind, channel: one.act?.channel ?? null, seconds }];
      })
      .toSorted((a, b) => b.seconds - a.seconds);
    return longest ? [longest] : [];
  });
}

/** The kinds, the gravest first. */
const RANK = ['stop', 'brake', 'away', 'cancel', 'lost', 'pause', 'slow'] as const;

const HOLDS: Readonly<Record<string, { lift: string; ended: 'resumed' | 'lifted' }>> = {
  pause: { lift: 'resume', ended: 'resumed' },
  'pause-channel': { lift: 'resume-channel', ended: 'resumed' },
  'stop-all': { lift: 'lift-stop', ended: 'lifted' },
};

const covers = (one: string | null, other: string | null): boolean => one === null || one === other;

/** In order of time: what no moment is known of last. */
export const inTime = <One extends { from: string | null }>(all: readonly One[]): One[] =>
  all.toSorted(
    (a, b) =>
      Number(a.from === null) - Number(b.from === null) ||
      Date.parse(a.from ?? '') - Date.parse(b.from ?? '') ||
      0,
  );

/**
 * All that held a broadcast back or that it lost copies by, in order of weight: what goes on first, then the gravest kind,
 * then the longest. A pause ends when the last of its channels goes on.
 * @param channels those that it uses
 * @param over whether it has ended: until then what goes on has notes of its own, and lost answers may still grow
 */
export function happeningsOf<Act extends StopAct, Out extends Outage, None extends Lost>(
  {
    stops,
    outages,
    lost,
    channels,
  }: { stops: readonly Act[]; outages: readonly Out[]; lost: readonly None[]; channels: readonly string[] },
  over: boolean,
): Happening<Act, Out, None>[] {
  const acts = stops.flatMap((act, at): Happening<Act, Out, None>[] => {
    if (act.act === 'cancel')
      return [{ kind: 'cancel', act, from: act.at, to: null, ended: 'cancelled', endedBy: null }];
    const hold = HOLDS[act.act];
    if (!hold) return [];
    const kind = act.act === 'stop-all' ? 'stop' : act.as === 'brake' ? 'brake' : 'pause';
    const held = new Set(act.channel === null ? channels : [act.channel]);
    for (const next of stops.slice(at + 1)) {
      const cancels = next.act === 'cancel' || next.act === 'withdraw';
      const lifts = next.act === hold.lift && !(act.doubt && next.keptInDoubt);
      if ((!lifts && !cancels) || !covers(next.regionCode, act.regionCode)) continue;
      for (const channel of next.channel === null ? [...held] : [next.channel]) held.delete(channel);
      if (held.size === 0)
        return [
          {
            kind,
            act,
            from: act.at,
            to: next.at,
            ended: cancels ? 'cancelled' : hold.ended,
            endedBy: next.by?.name ?? null,
          },
        ];
    }
    return [{ kind, act, from: act.at, to: null, ended: over ? 'unresumed' : null, endedBy: null }];
  });
  // Nothing went out again with the end of an outage within a hold of the whole channel.
  const endAt = (channel: string, at: string): 'back' | 'backHeld' | 'backStopped' => {
    const held = acts.filter(
      (one) =>
        one.kind !== 'cancel' &&
        'act' in one &&
        one.act.regionCode === null &&
        covers(one.act.channel, channel) &&
        one.from !== null &&
        one.from <= at &&
        (one.to === null || at < one.to),
    );
    if (held.length === 0) return 'back';
    return held.some(({ kind }) => kind !== 'stop') ? 'backHeld' : 'backStopped';
  };
  const found: Happening<Act, Out, None>[] = [
    ...acts,
    ...feltIn(stops, outages).map((outage) => ({
      kind: outage.kind,
      outage,
      from: outage.from,
      to: outage.to,
      ended: outage.to === null ? null : endAt(outage.channel, outage.to),
      endedBy: null,
    })),
    ...lost.map((one) => ({
      kind: 'lost' as const,
      lost: one,
      from: one.from,
      to: one.to,
      ended: 'back' as const,
      endedBy: null,
    })),
  ];
  const length = ({ from, to }: { from: string | null; to: string | null }): number =>
    from === null || to === null ? 0 : Date.parse(to) - Date.parse(from);
  return found
    .filter(({ ended, kind }) => over || (ended !== null && kind !== 'lost'))
    .toSorted(
      (a, b) =>
        Number(b.ended === null) - Number(a.ended === null) ||
        RANK.indexOf(a.kind) - RANK.indexOf(b.kind) ||
        length(b) - length(a),
    );
}
