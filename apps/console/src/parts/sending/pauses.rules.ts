/** A hindrance of a broadcast on one channel, as far as these rules need it. */
interface Hindrance {
  channel: string;
  kind: string;
  cause: string;
  since: string | null;
  by: string | null;
  reason: string | null;
  brake: unknown;
  waves: number;
  of: number;
  all: number;
  /** Copies of it that are left; undefined: not counted. */
  waiting?: number;
  regions: readonly string[] | null;
  doubted?: boolean;
}

/** More regions than this are counted, not named. */
export const NAMED = 10;

/** What one act holds; `regions` is null where none is named: it holds all, or all that has not ended and too many. */
export type Together<One extends Hindrance> = Omit<One, 'channel'> & { channels: One['channel'][] };

/** The minute of an instant: what has one cause within it reads as one, however many parts it stopped one by one. */
export const minute = (since: string | null): string | null => since?.slice(0, 16) ?? null;

/** What the brake found, without the counts: they differ from part to part. */
const findingOf = (brake: unknown): unknown =>
  typeof brake === 'object' && brake !== null ? { ...brake, copies: null, of: null } : brake;

/** One pause of a part of a broadcast. */
interface Pause {
  since: string | null;
  reason: string | null;
  brake: unknown;
  regions: readonly string[];
  doubted: boolean;
}

/** Merges the pauses of one broadcast and origin that have one cause and began within a minute: one line for all regions. */
export function ofOneCause<One extends Pause>(pauses: readonly One[]): One[] {
  const found = new Map<string, One>();
  for (const one of pauses) {
    const key = JSON.stringify([minute(one.since), one.reason, findingOf(one.brake), one.doubted]);
    const same = found.get(key);
    found.set(key, same ? { ...same, regions: union(same.regions, one.regions) } : one);
  }
  return [...found.values()];
}

const union = (some: readonly string[], others: readonly string[]): string[] =>
  [...new Set([...some, ...others])].toSorted();

/** Merges what has one cause on one channel and began within a minute, in whatever regions. */
function onOneChannel<One extends Hindrance>(hindrances: readonly One[]): One[] {
  const found = new Map<string, One>();
  for (const one of hindrances) {
    const { channel, kind, cause, since, by, reason, brake, doubted } = one;
    const key = JSON.stringify([channel, kind, cause, minute(since), by, reason, findingOf(brake), doubted]);
    const same = found.get(key);
    found.set(
      key,
      same
        ? {
            ...same,
            waves: same.waves + one.waves,
            regions: same.regions && one.regions && union(same.regions, one.regions),
            ...(same.waiting !== undefined && { waiting: same.waiting + (one.waiting ?? 0) }),
          }
        : one,
    );
  }
  return [...found.values()];
}

/**
 * Merges the hindrances that one cause brought about within a minute, on one channel or several; never different causes,
 * or different regions of different channels.
 */
export function together<One extends Hindrance>(hindrances: readonly One[]): Together<One>[] {
  const found = new Map<string, Together<One>>();
  for (const { channel, ...hindrance } of onOneChannel(hindrances)) {
    const { waves, of, all } = hindrance;
    // The brake is of one channel, and tried by region: what it still holds is a part, however much has ended beside it.
    const named = waves < of || hindrance.cause === 'brake' || (hindrance.regions?.length ?? 0) <= NAMED;
    const regions = waves < all && named ? hindrance.regions : null;
    const { kind, cause, since, by, reason, brake, doubted } = hindrance;
    const key = JSON.stringify([
      kind,
      // What has words of its own.
      cause === 'unserved' || cause === 'channel' ? cause : null,
      minute(since),
      by,
      reason,
      findingOf(brake),
      regions,
      doubted,
    ]);
    const group = found.get(key);
    if (!group) {
      found.set(key, { ...hindrance, regions, channels: [channel] });
      continue;
    }
    group.channels.push(channel);
    group.waves += hindrance.waves;
    group.of += hindrance.of;
    group.all += hindrance.all;
    if (group.waiting !== undefined) group.waiting += hindrance.waiting ?? 0;
  }
  return [...found.values()];
}

/**
 * Whether the end of a hindrance lets no wave go on, because something else holds each of them too.
 */
export const endsNothing = ({ waves, of }: Pick<Hindrance, 'waves' | 'of'>): boolean => waves === 0 && of > 0;

/** Whether all that an operator can let go on was stopped by the brake: that is released, not resumed. */
export const endsBrakes = (hindrances: readonly Pick<Hindrance, 'cause'>[]): boolean => {
  const own = hindrances.filter(({ cause }) => cause === 'brake' || cause === 'broadcast');
  return own.length > 0 && own.every(({ cause }) => cause === 'brake');
};

interface Wave<Channel> {
  channel: Channel;
  regionCode: string;
  state: string;
  pausedBy: string | null;
  pausedAt: string | null;
  pauseReason: string | null;
  brake: unknown;
}

const ENDED: readonly string[] = ['completed', 'cancelled', 'expired'];

/** The pauses of these waves. @param all every wave of the broadcast: a part of a channel is told by its regions */
export function pausesOf<Channel extends string, One extends Wave<Channel>>(
  waves: readonly One[],
  all: readonly One[],
) {
  const count = (channel: Channel, open: boolean): number =>
    all.filter((one) => one.channel === channel && !(open && ENDED.includes(one.state))).length;
  const each = waves
    .filter(({ state }) => state === 'paused')
    .map(({ channel, regionCode, pausedBy, pausedAt, pauseReason, brake }) => ({
      channel,
      kind: pausedBy === 'brake' ? ('braked' as const) : ('paused' as const),
      cause: 'broadcast',
      since: pausedAt,
      by: pausedBy,
      reason: pauseReason,
      brake: brake as One['brake'],
      regions: [regionCode],
      waves: 1,
      of: count(channel, true),
      all: count(channel, false),
    }));
  const found = new Map<string, (typeof each)[number]>();
  for (const one of each) {
    const key = JSON.stringify([one.channel, one.since, one.by, one.reason, one.brake]);
    const group = found.get(key);
    if (group) {
      group.regions.push(...one.regions);
      group.waves += 1;
    } else found.set(key, one);
  }
  for (const { regions } of found.values()) regions.sort();
  return together([...found.values()]);
}

/**
 * The channels and regions of which the content is in doubt: channels with the same regions together.
 * @param all every wave of the broadcast
 * @param leftInDoubt whether a wave that has ended was put in doubt: those who got its copies still ask about them
 * @returns none where all that has not ended is in doubt
 */
export function doubtedPlaces<Channel extends string, One extends Wave<Channel> & { doubted: boolean }>(
  all: readonly One[],
  leftInDoubt: (wave: One) => boolean = () => false,
): { channels: Channel[]; regions: readonly string[] | null }[] {
  const paused = all.filter(({ state, doubted: is }) => is && state === 'paused');
  if (all.every((one) => ENDED.includes(one.state) || paused.includes(one))) return [];
  const doubted = all.filter(
    (one) => paused.includes(one) || (ENDED.includes(one.state) && leftInDoubt(one)),
  );
  const one = { pausedBy: null, pausedAt: null, pauseReason: null, brake: null };
  return pausesOf<Channel, Wave<Channel>>(
    doubted.map(({ channel, regionCode }) => ({ ...one, channel, regionCode, state: 'paused' })),
    all,
  );
}

/** An act that held a broadcast back, from the audit trail. */
export interface Act {
  act: string;
  at: string;
  as: string | null;
  channel: string | null;
  regionCode: string | null;
  by: { name: string } | null;
}

/** The trail's entry is written this long after the pause itself at most, in ms: in the same transaction. */
const ENTRY_MS = 10_000;

/** Channels of a pause with the same regions together; null regions: all of the channel. */
export function placesOf<Channel extends string>(
  held: readonly { channel: Channel; regions: readonly string[] | null }[],
): { channels: Channel[]; regions: readonly string[] | null }[] {
  const found = new Map<string, { channels: Channel[]; regions: readonly string[] | null }>();
  for (const { channel, regions } of held) {
    const key = JSON.stringify(regions);
    const place = found.get(key);
    if (place) place.channels.push(channel);
    else found.set(key, { channels: [channel], regions });
  }
  return [...found.values()];
}

/** The act that paused this; undefined: none is known, or it was paused before for another reason. */
function actOf<One extends Act>(
  stops: readonly One[],
  { since, by, channels, regions }: Pick<Together<Hindrance>, 'since' | 'by' | 'channels' | 'regions'>,
): One | undefined {
  if (since === null) return undefined;
  const from = Date.parse(since);
  return stops.find(
    (one) =>
      one.act === 'pause' &&
      one.as === by &&
      Date.parse(one.at) >= from &&
      Date.parse(one.at) - from < ENTRY_MS &&
      concerns(one, { channels, regions }),
  );
}

/** Whether an act concerns one of these channels, and all of these regions. */
function concerns(
  { channel, regionCode }: Act,
  { channels, regions }: Pick<Together<Hindrance>, 'channels' | 'regions'>,
): boolean {
  const within = (code: string, part: string): boolean => code === part || code.startsWith(`${part}.`);
  return (
    (channel === null || channels.includes(channel)) &&
    (regionCode === null || regions === null || regions.every((code) => within(code, regionCode)))
  );
}

/** The name of the person who paused it; null: a program, or not known yet. */
export const pauserOf = (
  stops: readonly Act[],
  pause: Pick<Together<Hindrance>, 'since' | 'by' | 'channels' | 'regions'>,
): string | null => actOf(stops, pause)?.by?.name ?? null;

/**
 * Gives what was paused before for another reason, such as the brake, and stays paused for a doubt alone the time of the
 * pause that cast this doubt elsewhere too: then `together` shows one doubt once.
 */
export function sinceDoubt<One extends Hindrance>(
  hindrances: readonly One[],
  stops: readonly (Act & { doubt: boolean })[],
): One[] {
  const placed = ({ channel, ...one }: Hindrance) => ({ ...one, channels: [channel] });
  return hindrances.map((one) => {
    if (!one.doubted || actOf(stops, placed(one))) return one;
    const cast = hindrances.find((other) => {
      if (!other.doubted || other.by !== one.by || other.reason !== one.reason) return false;
      const act = actOf(stops, placed(other));
      return act?.doubt === true && concerns(act, placed(one));
    });
    return cast ? { ...one, since: cast.since } : one;
  });
}
