import type { Broadcast } from '../../../api';

interface Part {
  channel: string | null;
  regionCode: string | null;
}

/**
 * The acts with the part that they changed: whoever resumes everything where only one channel, or one region, is paused
 * resumes that alone.
 * @param stops the oldest first
 */
export function narrowed<Act extends Part & { act: string; keptInDoubt: boolean }>(
  stops: readonly Act[],
): Act[] {
  let open: Part[] = [];
  return stops.map((one) => {
    if (one.act === 'pause') open.push(one);
    if (one.act !== 'resume' && one.act !== 'release') return one;
    const within = open.filter(
      ({ channel, regionCode }) =>
        (one.channel === null || one.channel === channel) && covers(one.regionCode, regionCode),
    );
    // One region of a pause of all of them: the pause stands in the others.
    const around = open.filter(
      ({ channel, regionCode }) =>
        (one.channel === null || channel === null || one.channel === channel) &&
        covers(regionCode, one.regionCode),
    );
    if (one.act === 'resume' && !one.keptInDoubt) open = open.filter((part) => !within.includes(part));
    return {
      ...one,
      channel: one.channel ?? only((within.length > 0 ? within : around).map(({ channel }) => channel)),
      regionCode: one.regionCode ?? only(within.map(({ regionCode }) => regionCode)),
    };
  });
}

/** Whether a region, or all of them (null), has another in it. */
const covers = (one: string | null, other: string | null): boolean =>
  one === null || one === other || (other !== null && other.startsWith(`${one}.`));

/** What all are; null: they differ, or there is none. */
const only = (of: readonly (string | null)[]): string | null =>
  new Set(of).size === 1 ? (of[0] ?? null) : null;

/**
 * The channel that an act braked, or on which it let a part of a brake go on, or all of it; null: it is no step of a brake.
 * @param stops all acts, narrowed, the oldest first
 */
export function brakeStepOn<Act extends Part & { act: string; as: string | null; at: string }>(
  { act, as, at, channel, regionCode }: Act,
  stops: readonly Act[],
): string | null {
  if (channel === null) return null;
  if (act === 'pause') return as === 'brake' ? channel : null;
  const before = stops.filter((one) => one.channel === channel && one.at < at && one.act !== 'give-back');
  const last = before.findLast((one) => one.act !== 'resume' || one.regionCode === null);
  return last?.act === 'pause' && last.as === 'brake' && (act === 'resume' || regionCode === null)
    ? channel
    : null;
}

type StopAct = Pick<Broadcast['stops'][number], 'act' | 'as' | 'doubt' | 'doubtCleared' | 'keptInDoubt'>;

/** The words for an act that held a broadcast back or let it go on, with what it did to a doubt. */
export function stopWords({ act, as, doubt, doubtCleared, keptInDoubt }: StopAct) {
  if (act === 'pause' && as === 'brake') return 'braked';
  if (act === 'pause' && doubt) return 'pauseInDoubt';
  if (act === 'resume' && doubtCleared) return 'resumeCleared';
  return act === 'resume' && keptInDoubt ? 'resumeKept' : act;
}

/** Acts on all that is left: they name the channels on which something was. */
const ON_WHAT_IS_LEFT: readonly string[] = ['pause', 'resume', 'release'];

/** Whether an act names no channel, and is told by those on which something was left. */
export const isOnWhatIsLeft = ({ act, channel }: { act: string; channel: string | null }): boolean =>
  channel === null && ON_WHAT_IS_LEFT.includes(act);

/**
 * The channels on which something was left when an act concerned all of it, as the page named them then; none where that was
 * each channel, or is not known.
 * @param waves all of the broadcast
 */
export function leftThen<Channel extends string>(
  { act, channel, at }: { act: string; channel: string | null; at: string },
  waves: readonly { channel: Channel; endedAt: string | null }[],
): Channel[] {
  if (!isOnWhatIsLeft({ act, channel })) return [];
  const open = new Set(
    waves
      .filter(({ endedAt }) => endedAt === null || Date.parse(endedAt) > Date.parse(at))
      .map((wave) => wave.channel),
  );
  return open.size < new Set(waves.map((wave) => wave.channel)).size ? [...open] : [];
}
