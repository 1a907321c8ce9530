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

const GOING: readonly string[] = ['planned', 'prepared', 'released'];

/** Whether all that is left of a broadcast is paused: then a pause can only cast doubt. @param waves all of them */
export const isAllPaused = (waves: readonly Pick<Wave, 'state'>[]): boolean =>
  waves.some(({ state }) => state === 'paused') && !waves.some(({ state }) => GOING.includes(state));

/** Whether there is anything left to doubt of what is paused. @param overrules whether this person's doubt outweighs it */
export const isDoubtable = (
  waves: readonly (Pick<Wave, 'state'> & { doubted: boolean })[],
  doubt: object | null,
  overrules: boolean,
): boolean =>
  doubt === null || overrules || waves.some(({ state, doubted }) => state === 'paused' && !doubted);

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

/** Copies that wait. */
interface Waiting {
  stopped: number;
  unlisted: number;
}

/**
 * The numbers of a pause: its own copies, and beside them those of waves that were paused before. A doubt alone pauses
 * nothing: its numbers are those of the paused waves.
 */
export const numbersOf = <Any extends Waiting & { pausedBefore: Waiting }>(
  { pausedBefore, ...tally }: Any,
  onlyDoubt = false,
) =>
  onlyDoubt
    ? { ...tally, ...pausedBefore, paused: 0 }
    : { ...tally, paused: pausedBefore.stopped + pausedBefore.unlisted };

/**
 * Computes what the API would return for a part stopped now: the same sums, over waves in these states. Copies of other
 * waves that are paused are counted apart.
 */
export function tallyOf(waves: readonly Wave[], open: readonly string[]) {
  const sum = (some: readonly Wave[], count: (wave: Wave) => number): number =>
    some.reduce((total, wave) => total + count(wave), 0);
  const waitingIn = (some: readonly Wave[]): Waiting => ({
    stopped: sum(some, ({ pending }) => pending),
    unlisted: sum(some, ({ unlisted }) => unlisted),
  });
  const live = waves.filter(({ state }) => open.includes(state));
  const expiries = [...new Set(live.map(({ expiresAt }) => expiresAt))].toSorted();
  return {
    waves: live.length,
    sent: sum(waves, ({ accepted, delivered }) => accepted + delivered),
    ...waitingIn(live),
    pausedBefore: waitingIn(waves.filter(({ state }) => state === 'paused' && !open.includes(state))),
    inHand: sum(waves, ({ claimed }) => claimed),
    unknown: sum(waves, ({ unknown }) => unknown),
    expiring: expiries.map((expiresAt) => {
      const group = live.filter((wave) => wave.expiresAt === expiresAt);
      return {
        expiresAt,
        waves: group.length,
        messages: sum(group, ({ pending, unlisted }) => pending + unlisted),
      };
    }),
  };
}
