import { type Counts, type Standing, STANDINGS } from '../../../parts/sending/account.rules.js';
import { lastFinish } from '../numbers/live.rules.js';

/** Shown at zero too: nobody has to wonder whether they are left out. */
const ALWAYS: readonly Standing[] = ['failed', 'unknown'];
/** These come and go while it runs: at zero they keep their place until it ends. */
const WHILE_IT_RUNS: readonly Standing[] = ['pending', 'claimed'];

/**
 * The standings of the copies that were not reached: every one that occurs, so that the wall adds up to all copies.
 * @param over whether the broadcast has ended
 */
export const leftOver = (total: Counts, over: boolean): Standing[] =>
  STANDINGS.filter(
    (one) =>
      one !== 'accepted' &&
      one !== 'delivered' &&
      (total[one] > 0 || ALWAYS.includes(one) || (!over && WHILE_IT_RUNS.includes(one))),
  );

/**
 * How the wall says that a broadcast has ended. Addresses that are dead are ordinary: amber is left to what somebody may still
 * do, which is to decide on uncertain copies, or to write again to those it came too late for.
 */
export function endOf(state: string, total: Counts): 'calm' | 'over' | 'notice' {
  if (total.unknown > 0) return 'notice';
  if (state === 'completed') return total.expired + total.neverListed > 0 ? 'notice' : 'calm';
  return state === 'expired' ? 'notice' : 'over';
}

/** A channel that has copies left, as far as the end of it goes. */
interface Left {
  /** Nothing of it goes out, or nobody can tell when it is done. */
  endless: boolean;
  /** A part of it is held. */
  held: boolean;
  /** When what goes on is done, ms since 1970; null: not measured yet. */
  finish: number | null;
}

/**
 * When what nothing holds will have gone out; null: nothing goes on, or its pace is not measured yet.
 * @returns `whole`: whether that is the end of all of it
 */
export function goneOutAt(channels: readonly Left[]): { at: number; whole: boolean } | null {
  const going = channels.filter(({ endless }) => !endless);
  const at = lastFinish(going.map(({ finish }) => finish));
  return at === null
    ? null
    : { at, whole: going.length === channels.length && going.every(({ held }) => !held) };
}

/** How loudly a band across the wall speaks. */
export type Tone = 'alarm' | 'notice';

/** What holds a broadcast up, as far as the bands need it. */
interface Held {
  kind: 'stopped' | 'braked' | 'paused' | 'slowed';
  cause: string;
  waves: number;
  of: number;
}

/** Carriers that refuse it on one channel. */
interface Refused {
  carriers: readonly string[];
  /** Null: some of the channel still goes out. */
  waiting: number | null;
}

/** Nothing of a channel goes out, though nobody decided on it. */
const BROKEN: readonly string[] = ['away', 'unserved', 'stall'];

/** Bands shown, at most: more of them would leave the figures no room. */
const MOST = 2;

/**
 * What the wall says across its whole width of what holds the broadcast up, each with its tone. What ends nothing by its own
 * end is left out where something else is said, unless it is broken: a pause must not hide an outage.
 * @param hindrances merged by their cause, the strongest first
 * @param refusals by channel: an alarm where nothing of the channel goes out
 */
export function bandsOf<One extends Held, Refusal extends Refused = never>(
  hindrances: readonly One[],
  refusals: readonly Refusal[] = [],
): { of: One | Refusal; tone: Tone }[] {
  const loud = hindrances.filter(({ waves, of, cause }) => waves > 0 || of === 0 || BROKEN.includes(cause));
  return [
    ...(loud.length > 0 ? loud : hindrances).map((of) => ({ of, tone: toneOf(of) })),
    ...refusals.map((of) => ({ of, tone: of.waiting === null ? ('notice' as const) : ('alarm' as const) })),
  ];
}

/** The bands that there is room for, alarms first, and how many more there are. */
export function foremost<Band extends { tone: Tone }>(
  bands: readonly Band[],
): { shown: Band[]; more: number } {
  const all = bands.toSorted((a, b) => Number(b.tone === 'alarm') - Number(a.tone === 'alarm'));
  return { shown: all.slice(0, MOST), more: Math.max(0, all.length - MOST) };
}

/** What goes on once somebody does something, or by itself: a key of `wall.todo`; null: nothing to be said. */
export function todoOf({ cause, by }: { cause: string; by: string | null }, why: string | null) {
  if (cause === 'away') return why === 'account' ? 'account' : 'away';
  if (cause === 'brake') return 'brake';
  if (cause === 'broadcast') return by === 'kpu' ? 'kpu' : by === 'correction' ? null : 'resume';
  if (cause === 'channel') return 'resume';
  if (cause === 'unserved' || cause === 'stall' || cause === 'queue') return 'servers';
  return cause === 'emergency' ? 'lift' : null;
}

/**
 * Whether the alert of a broadcast is about what a band tells of.
 * @param kind of the alert
 */
export const isAbout = (kind: string, { kind: held, cause }: Pick<Held, 'kind' | 'cause'>): boolean =>
  kind === 'brake' ? held === 'braked' : kind === 'stalled' && BROKEN.includes(cause);

const toneOf = ({ kind, cause }: Held): Tone =>
  kind === 'stopped' || kind === 'braked' || BROKEN.includes(cause) ? 'alarm' : 'notice';
