import type { Expiring, Part, Tally, Wave, WaveState } from '../../api';

/** The waves of a part: a region's code speaks for those below it. */
export function wavesOf(waves: readonly Wave[], { channel, region }: Part): Wave[] {
  return waves.filter(
    (wave) =>
      (channel === undefined || wave.channel === channel) &&
      (region === undefined || wave.regionCode === region || wave.regionCode.startsWith(`${region}.`)),
  );
}

/** What the API would say of a part if it were stopped now: the same sums, of waves in these states. */
export function tallyOf(
  waves: readonly Wave[],
  open: readonly WaveState[],
): Tally & { expiring: Expiring[] } {
  const sum = (count: (wave: Wave) => number): number =>
    waves.reduce((total, wave) => total + count(wave), 0);
  const live = waves.filter(({ state }) => open.includes(state));
  const expiries = [...new Set(live.map(({ expiresAt }) => expiresAt))].toSorted();
  return {
    waves: live.length,
    sent: sum(({ accepted, delivered }) => accepted + delivered),
    stopped: sum(({ pending }) => pending),
    inHand: sum(({ claimed }) => claimed),
    unknown: sum(({ unknown }) => unknown),
    expiring: expiries.map((expiresAt) => {
      const group = live.filter((wave) => wave.expiresAt === expiresAt);
      return {
        expiresAt,
        waves: group.length,
        messages: group.reduce((total, { pending }) => total + pending, 0),
      };
    }),
  };
}
