import { type Counts, reached, waiting } from '../../../parts/sending/account.rules.js';
import { isSlow } from '../../operations/pace.rules.js';
import { OVER, waitingOn } from './live.rules.js';

/** What of a broadcast's progress tells whether it goes on undisturbed. */
interface Going<Hindrance, Waits> {
  state: string;
  total: Counts;
  channels: Readonly<Record<string, Counts>>;
  hindrances: readonly Hindrance[];
  away: readonly Waits[];
  stalled: readonly Waits[];
}

/** All that stands in the way of a broadcast, or waits for somebody's decision. */
interface Troubles<Hindrance, Waits, Hold> {
  hindrances: readonly Hindrance[];
  away: readonly Waits[];
  stalled: readonly Waits[];
  /** Carriers that refuse it, as far as something waits on their channel. */
  holds: readonly Hold[];
  /** Copies of which nobody knows: somebody decides whether they are sent again, also after the end. */
  uncertain: number;
}

/** Whether anything may still go out on a channel. */
const waitsOn = (channels: Readonly<Record<string, Counts>>, channel: string): boolean => {
  const counts = channels[channel];
  return !counts || waiting(counts) > 0;
};

/**
 * Those that hold something: what stands in the way of a channel with nothing left to send holds nothing. All of them where
 * nothing is left at all, since a broadcast that is paused still waits for somebody.
 */
export function holding<One extends { channel: string }>(
  of: readonly One[],
  channels: Readonly<Record<string, Counts>>,
): readonly One[] {
  return Object.values(channels).some((counts) => waiting(counts) > 0)
    ? of.filter(({ channel }) => waitsOn(channels, channel))
    : of;
}

/** The one rule of what a broadcast suffers from: its page and its wall must never differ in it. */
export function troublesOf<
  Hindrance extends { channel: string; cause: string },
  Waits extends { channel: string },
  Hold extends { channel: string },
>(
  { state, total, channels, hindrances, away, stalled }: Going<Hindrance, Waits>,
  holds: readonly Hold[],
): Troubles<Hindrance, Waits, Hold> {
  const over = OVER.includes(state);
  return {
    hindrances: over ? [] : holding(hindrances, channels),
    ...waitingOn({
      state,
      away: holding(away, channels),
      stalled: holding(stalled, channels),
      hindrances,
    }),
    holds: over ? [] : holds.filter(({ channel }) => waitsOn(channels, channel)),
    uncertain: total.unknown,
  };
}

/** Whether nothing holds it up, whatever waits for a decision. */
export const isUnheld = ({
  hindrances,
  away,
  stalled,
  holds,
}: Troubles<unknown, unknown, unknown>): boolean =>
  hindrances.length + away.length + stalled.length + holds.length === 0;

/** Whether nothing holds it up and nothing waits for anybody: the one case in which a screen may say so. */
export const isClear = (of: Troubles<unknown, unknown, unknown>): boolean =>
  isUnheld(of) && of.uncertain === 0;

interface Hindering<Channel> {
  channel: Channel;
  kind: 'stopped' | 'braked' | 'paused' | 'slowed';
  cause: string;
  waves: number;
  of: number;
  /** Of the channel, those that have ended too. */
  all?: number;
  /** The codes of the regions that it holds; null: all. */
  regions?: readonly string[] | null;
}

/** A provider that is away, or a stalled channel, that no hindrance tells of yet. */
export const untold = <Waits extends { channel: string }>({
  hindrances,
  away,
  stalled,
}: Pick<Troubles<{ channel: string; cause: string }, Waits, unknown>, 'hindrances' | 'away' | 'stalled'>): {
  of: Waits;
  cause: 'away' | 'stall';
}[] =>
  [
    ...away.map((of) => ({ of, cause: 'away' as const })),
    ...stalled.map((of) => ({ of, cause: 'stall' as const })),
  ].filter(({ of, cause }) => !hindrances.some((one) => one.channel === of.channel && one.cause === cause));

/** What stands in a channel's way, as {@link obstaclesOf} has it. */
export type Obstacles = readonly Hindering<string>[];

/** What prevents an estimate, or marks a channel: hindrances, and what none of them tells of. The strongest first. */
export function obstaclesOf<Channel extends string>(
  of: Troubles<Hindering<Channel>, { channel: Channel }, { channel: Channel }>,
): Hindering<Channel>[] {
  const slowed = (channel: Channel, cause: string): Hindering<Channel> => ({
    channel,
    kind: 'slowed',
    cause,
    waves: 0,
    of: 1,
  });
  return [
    ...of.hindrances,
    ...untold(of).map(({ of: { channel }, cause }) => slowed(channel, cause)),
    ...[...new Set(of.holds.map(({ channel }) => channel))].map((channel) => slowed(channel, 'refused')),
  ];
}

/** Carriers that refuse a broadcast on one channel. */
export interface Refusal<Channel> {
  channel: Channel;
  carriers: string[];
  /** The first of them. */
  since: string;
  /** When the next of them is tried, or its try is judged. */
  nextAt: string;
  trying: boolean;
  /** Copies that wait; null: other carriers take some, and nobody counts those of these apart. */
  waiting: number | null;
}

/**
 * The refusals of each channel: those of one channel are one.
 * @param stands whether nothing of the channel goes out, so that all that waits there is held
 */
export function refusalsOf<Channel extends string>(
  holds: readonly { channel: Channel; carrier: string; since: string; nextAt: string; trying: boolean }[],
  channels: Readonly<Partial<Record<Channel, Counts>>>,
  stands: (channel: Channel) => boolean,
): Refusal<Channel>[] {
  const found = new Map<Channel, Refusal<Channel>>();
  for (const { channel, carrier, since, nextAt, trying } of holds) {
    const one = found.get(channel);
    const counts = channels[channel];
    if (!one) {
      const held = counts && stands(channel) ? waiting(counts) : null;
      found.set(channel, { channel, carriers: [carrier], since, nextAt, trying, waiting: held });
      continue;
    }
    one.carriers.push(carrier);
    if (since < one.since) one.since = since;
    if (nextAt < one.nextAt) Object.assign(one, { nextAt, trying });
  }
  return [...found.values()];
}

/** What a channel still has before it: what is paused is not among it. */
interface Ahead {
  zones: readonly { startsAt: string; messages: number }[];
  /** When what waits for another try alone is tried. */
  retryAt: string | null;
  /** Copies of other broadcasts that go out before. */
  ahead: number;
}

/** A channel on which a broadcast goes far below what the provider takes. */
export interface Slow<Channel> {
  channel: Channel;
  /** Messages a second. */
  pace: number;
  rate: number;
  /** Copies that are due. */
  messages: number;
  /** Copies of other broadcasts that go out before them, which is why; 0: nothing tells why. */
  ahead: number;
}

/** Fewer due copies than these may stand still for moments: they are being tried. */
const FEW = 50;

/**
 * The channels on which a broadcast goes far below the limit, by the rule of Operasi, or of which nothing goes out now though
 * much is due, or none ever did, and of which nothing else says why.
 * @param rates messages a second, as measured
 * @param now ms since 1970
 */
export function slowIn<Channel extends string>(
  {
    channels,
    limits,
  }: {
    channels: Readonly<Partial<Record<Channel, Counts>>>;
    limits: Readonly<Partial<Record<Channel, number | null>>>;
  },
  forecast: Readonly<Partial<Record<Channel, Ahead>>>,
  rates: ReadonlyMap<Channel, number | null>,
  obstacles: Obstacles,
  now: number,
): Slow<Channel>[] {
  return [...rates].flatMap(([channel, pace]): Slow<Channel>[] => {
    const [counts, ahead, rate] = [channels[channel], forecast[channel], limits[channel] ?? null];
    if (!counts || !ahead || pace === null || rate === null || ahead.retryAt !== null) return [];
    if (obstacles.some((one) => one.channel === channel)) return [];
    const messages = ahead.zones
      .filter(({ startsAt }) => Date.parse(startsAt) <= now)
      .reduce((sum, one) => sum + one.messages, 0);
    const figures = { waiting: messages, scheduled: 0, paused: 0, unlisted: counts.unlisted, pace, rate };
    const listed = messages - counts.unlisted;
    const stands =
      pace === 0 && (ahead.ahead > 0 ? messages > 0 : listed > (reached(counts) === 0 ? 0 : FEW));
    return stands || isSlow(figures) ? [{ channel, pace, rate, messages, ahead: ahead.ahead }] : [];
  });
}
