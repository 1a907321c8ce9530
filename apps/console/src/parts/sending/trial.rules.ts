import type { Act } from './pauses.rules';

/** A wave, as far as a trial needs it. */
interface Wave {
  channel: string;
  regionCode: string;
  state: string;
  pausedBy: string | null;
  pending: number;
  claimed: number;
  unlisted: number;
  accepted: number;
  delivered: number;
  failed: number;
}

/** An act on the broadcast, as far as a trial needs it. */
interface Tried extends Omit<Act, 'by'> {
  /** Of a resumption: what its part had come to at that moment; null: not noted. */
  before?: { sent: number; failed: number } | null;
}

/** One region of a braked channel that was let go on, while the brake holds the others: how it goes tells about the cause. */
export interface Trial {
  channel: string;
  /** The code of the region. */
  region: string;
  /** When it was let go on, ISO 8601. */
  at: string;
  /**
   * `later`: what is left of it was refused for now and waits for another try; `refused`: the brake stopped it again, or most
   * of it failed: with both the cause is still there; `few`: too few were answered to tell; `passed`: the rest can follow.
   */
  state: 'running' | 'later' | 'few' | 'passed' | 'refused';
  /** Copies since then. */
  accepted: number;
  refused: number;
  waiting: number;
  /** Of `later`: when they are tried again, ISO 8601. */
  againAt: string | null;
}

/** A trial with a larger share of refused copies than this has not passed. */
const REFUSED_SHARE = 0.25;

/** A trial with fewer answers tells nothing of the rest. */
export const ENOUGH = 20;

/** Copies of a wave that nobody answered yet. */
const waitingOf = ({ pending, claimed, unlisted }: Pick<Wave, 'pending' | 'claimed' | 'unlisted'>): number =>
  pending + claimed + unlisted;

const isBraked = ({ state, pausedBy }: Pick<Wave, 'state' | 'pausedBy'>): boolean =>
  state === 'paused' && pausedBy === 'brake';

/**
 * The regions in which the brake of a channel holds copies that can be let go on: of one alone there is no trial, since
 * nothing would wait for how it goes.
 */
export const heldRegions = (
  channel: string,
  waves: readonly (Pick<
    Wave,
    'channel' | 'regionCode' | 'state' | 'pausedBy' | 'pending' | 'claimed' | 'unlisted'
  > & {
    doubted: boolean;
  })[],
): string[] => [
  ...new Set(
    waves.flatMap((one) =>
      one.channel === channel && isBraked(one) && !one.doubted && waitingOf(one) > 0 ? [one.regionCode] : [],
    ),
  ),
];

const within = (code: string, region: string): boolean => code === region || code.startsWith(`${region}.`);

/**
 * The trial of a braked channel: the latest resumption of it was of one region, and the brake still holds others.
 * @param waves all of the broadcast
 * @param stops its acts, the oldest first
 * @param retryAt before which nothing of the channel can be sent that is not held, ISO 8601, as its forecast has it
 * @param now ms since 1970
 * @returns null: there is none, or it ended with the release of the rest
 */
export function trialOf(
  channel: string,
  waves: readonly Wave[],
  stops: readonly Tried[],
  retryAt: string | null = null,
  now: number = Date.now(),
): Trial | null {
  const own = stops.filter((one) => one.channel === null || one.channel === channel);
  const act = own.findLast((one) => one.act === 'resume');
  const region = act?.regionCode ?? null;
  if (!act?.before || region === null) return null;
  const isBrake = (one: Tried): boolean => one.act === 'pause' && one.as === 'brake';
  if (!own.slice(0, own.indexOf(act)).some(isBrake)) return null;
  const here = waves.filter((one) => one.channel === channel);
  const tried = here.filter(({ regionCode }) => within(regionCode, region));
  const isLeft = (one: Wave): boolean => isBraked(one) && waitingOf(one) > 0 && !tried.includes(one);
  if (tried.length === 0 || !here.some(isLeft)) return null;
  const sum = (count: (wave: Wave) => number): number => tried.reduce((all, one) => all + count(one), 0);
  const accepted = Math.max(0, sum((one) => one.accepted + one.delivered) - act.before.sent);
  const refused = Math.max(0, sum((one) => one.failed) - act.before.failed);
  const waiting = sum(waitingOf);
  const handed = accepted + refused;
  const said = { channel, region, at: act.at, accepted, refused, waiting, againAt: null };
  if (tried.some(isBraked)) return { ...said, state: 'refused' };
  // Somebody else stopped it: it tells nothing.
  if (tried.some(({ state }) => state === 'paused')) return null;
  // Of what is not held, only what is tried is left: nothing of it goes out before.
  if (waiting > 0 && retryAt !== null && Date.parse(retryAt) > now)
    return { ...said, state: 'later', againAt: retryAt };
  if (waiting > 0) return { ...said, state: 'running' };
  if (handed === 0) return null;
  if (refused > REFUSED_SHARE * handed) return { ...said, state: 'refused' };
  return { ...said, state: handed < ENOUGH ? 'few' : 'passed' };
}

/** The region that was tried last on a channel, whatever came of it; null: none was. */
export const lastTried = (channel: string, stops: readonly Tried[]): string | null =>
  stops.findLast((one) => one.act === 'resume' && (one.channel === null || one.channel === channel))
    ?.regionCode ?? null;

/** A way out of a brake: its dialog, and its words. */
export interface Way {
  act: 'try' | 'rest';
  words: 'tryRegion' | 'tryOther' | 'release' | 'releaseRest';
}

/**
 * The ways out of a brake, the first one that stands out: a trial first, and all of it once that has passed. While one runs,
 * none stands out.
 * @param several whether the brake holds copies in more than one region
 */
export function waysOut(
  trial: Pick<Trial, 'state'> | null,
  several: boolean,
): { primary: Way | null; other: Way | null } {
  const rest: Way = { act: 'rest', words: 'release' };
  if (trial?.state === 'passed') return { primary: { act: 'rest', words: 'releaseRest' }, other: null };
  if (trial?.state === 'running') return { primary: null, other: rest };
  if (!several) return trial ? { primary: null, other: rest } : { primary: rest, other: null };
  return { primary: { act: 'try', words: trial ? 'tryOther' : 'tryRegion' }, other: rest };
}
