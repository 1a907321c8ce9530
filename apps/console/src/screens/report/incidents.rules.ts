/** An act on a broadcast, as far as these rules read it. */
interface Act {
  act: string;
  at: string;
  by: { name: string } | null;
  channel: string | null;
  regionCode: string | null;
  before?: { sent: number; failed: number } | null;
}

/** The counters of a channel at a moment, as they were noted. */
interface Point {
  channel: string;
  at: string;
  handed: number;
  failed: number;
}

/** What held it back, from its beginning to its end. */
interface Held {
  kind: string;
  from: string | null;
  to: string | null;
  act?: { channel: string | null };
}

/** One region that was let go on first. */
interface Tried {
  region: string;
  at: string;
  by: string | null;
  /** Copies that the provider took until the next act; null: nobody noted it. */
  accepted: number | null;
}

/**
 * The trials within a brake: one region was let go on while the rest was held, and what the provider took of it.
 * @param stops the oldest first
 */
export function trialsIn(
  { kind, from, to, act }: Held,
  stops: readonly Act[],
  points: readonly Point[],
): Tried[] {
  const channel = act?.channel ?? null;
  if (kind !== 'brake' || from === null || channel === null) return [];
  const own = stops.filter(
    (one) => one.act === 'resume' && one.at > from && (one.channel === null || one.channel === channel),
  );
  const noted = points.filter((one) => one.channel === channel);
  const taken = ({ handed, failed }: Point): number => handed - failed;
  return own.flatMap((one, n): Tried[] => {
    if (one.regionCode === null || (to !== null && one.at >= to)) return [];
    const next = own[n + 1];
    const first = noted.findLast(({ at }) => at <= one.at);
    const last = noted.findLast(({ at }) => at > one.at && (next === undefined || at <= next.at));
    // All of the channel is counted as the rest is let go on.
    const until = next?.regionCode === null ? (next.before?.sent ?? null) : null;
    const end = until ?? (last ? taken(last) : null);
    return [
      {
        region: one.regionCode,
        at: one.at,
        by: one.by?.name ?? null,
        accepted: end === null ? null : Math.max(0, end - (first ? taken(first) : 0)),
      },
    ];
  });
}

/** A stop on a strip of time, as parts of its length. */
interface Piece {
  kind: string;
  left: number;
  width: number;
}

/**
 * What stopped a channel, on a strip from the first copy to the end.
 * @param channel the stops of all channels are on each
 * @param span ms since 1970
 * @param sentBy when the channel had sent all of its own, ISO 8601: what began later stopped nothing there; undefined: it had not
 */
export function piecesOf(
  all: readonly (Held & { outage?: { channel: string } })[],
  channel: string,
  [begin, end]: readonly [begin: number, end: number],
  sentBy?: string,
): Piece[] {
  const length = end - begin;
  if (length <= 0) return [];
  return all.flatMap(({ kind, from, to, act, outage }): Piece[] => {
    const of = outage ? outage.channel : act?.channel;
    if (from === null || of === undefined || (of !== null && of !== channel) || kind === 'cancel') return [];
    if (sentBy !== undefined && Date.parse(from) >= Date.parse(sentBy)) return [];
    const left = Math.min(1, Math.max(0, (Date.parse(from) - begin) / length));
    const right = Math.min(1, Math.max(0, ((to === null ? end : Date.parse(to)) - begin) / length));
    return right > left ? [{ kind, left, width: right - left }] : [];
  });
}

/**
 * How far a channel went on that strip: to its last copy, or to the end while it has any left.
 * @param last when its last copy was handed over, ISO 8601
 */
export function goingUntil(
  last: string | undefined,
  [begin, end]: readonly [begin: number, end: number],
): number {
  if (last === undefined || end <= begin) return 1;
  return Math.min(1, Math.max(0, (Date.parse(last) - begin) / (end - begin)));
}
