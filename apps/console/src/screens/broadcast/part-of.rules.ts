/** A part of a broadcast: one channel, one region, or both; an empty object means the whole. */
interface Part {
  channel?: string;
  region?: string;
}

/** The members of a wave that these rules need. */
interface Wave {
  channel: string;
  regionCode: string;
  state: string;
  expiresAt: string;
  pending: number;
  unlisted: number;
  claimed: number;
  accepted: number;
  delivered: number;
  unknown: number;
}

/** The waves of a part: a region includes the regions below it. */
export function wavesOf<Any extends Wave>(waves: readonly Any[], { channel, region }: Part): Any[] {
  return waves.filter(
    (wave) =>
      (channel === undefined || wave.channel === channel) &&
      (region === undefined || wave.regionCode === region || wave.regionCode.startsWith(`${region}.`)),
  );
}

/** Whether cancelling a part leaves nothing of a broadcast but what is cancelled: then all of it is. */
export const endsCancelled = <Any extends Pick<Wave, 'state'>>(
  waves: readonly Any[],
  part: readonly Any[],
): boolean =>
  waves.every(
    (wave) =>
      wave.state === 'cancelled' || (part.includes(wave) && !['completed', 'expired'].includes(wave.state)),
  );

/** Whether resuming these paused waves lets any go on, or releases a brake, apart from what is in doubt. */
export const goesOn = (paused: readonly { doubted: boolean; pausedBy: string | null }[]): boolean =>
  paused.some(({ doubted, pausedBy }) => !doubted || pausedBy === 'brake');

/**
 * Of the paused waves of a part, or of the whole, those that stay paused when it is resumed, because their content is in
 * doubt: those that are not all there is to resume.
 */
export function keptInDoubt<Any extends { doubted: boolean; pausedBy: string | null }>(
  paused: readonly Any[],
): Any[] {
  return goesOn(paused) ? paused.filter(({ doubted }) => doubted) : [];
}

/** Of waves to resume, those on channels that are paused for every broadcast, and their copies that wait. */
export function onPausedChannels<Channel extends string>(
  paused: readonly Channel[],
  waves: readonly { channel: string; pending: number; unlisted: number }[],
): { channel: Channel; waves: number; messages: number }[] {
  return paused.flatMap((channel) => {
    const on = waves.filter((wave) => wave.channel === channel);
    if (on.length === 0) return [];
    return [
      {
        channel,
        waves: on.length,
        messages: on.reduce((sum, { pending, unlisted }) => sum + pending + unlisted, 0),
      },
    ];
  });
}

/**
 * Splits the waiting copies of a part that is paused: those that this pause holds, which `expiring` counts, and those of
 * waves that were paused before.
 */
export function heldApart<
  Any extends { stopped: number; unlisted: number; expiring: readonly { messages: number }[] },
>(tally: Any): Any & { paused: number } {
  const held = tally.expiring.reduce((sum, { messages }) => sum + messages, 0);
  const unlisted = Math.min(tally.unlisted, held);
  return { ...tally, unlisted, stopped: held - unlisted, paused: tally.stopped + tally.unlisted - held };
}

/** Computes what the API would return for a part stopped now: the same sums, over waves in these states. */
export function tallyOf(waves: readonly Wave[], open: readonly string[]) {
  const sum = (count: (wave: Wave) => number): number =>
    waves.reduce((total, wave) => total + count(wave), 0);
  const live = waves.filter(({ state }) => open.includes(state));
  const expiries = [...new Set(live.map(({ expiresAt }) => expiresAt))].toSorted();
  return {
    waves: live.length,
    sent: sum(({ accepted, delivered }) => accepted + delivered),
    stopped: sum(({ pending }) => pending),
    unlisted: sum(({ unlisted }) => unlisted),
    inHand: sum(({ claimed }) => claimed),
    unknown: sum(({ unknown }) => unknown),
    expiring: expiries.map((expiresAt) => {
      const group = live.filter((wave) => wave.expiresAt === expiresAt);
      return {
        expiresAt,
        waves: group.length,
        messages: group.reduce((total, { pending, unlisted }) => total + pending + unlisted, 0),
      };
    }),
  };
}
