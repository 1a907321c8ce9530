import { type Counts, type Standing, STANDINGS } from '../../parts/sending/account.rules.js';
import { wentWrong } from './numbers/live.rules.js';

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
 * How the wall says that a broadcast has ended: calm only where nobody got nothing, as far as that is known.
 * @param gotNothing people that no copy reached; null: not known
 */
export function endOf(
  total: Counts,
  gotNothing: number | null,
): { tone: Tone | 'calm'; without: readonly ['people' | 'copies', number] | null } {
  if (gotNothing !== null && gotNothing > 0) return { tone: 'notice', without: ['people', gotNothing] };
  // These have a band of their own; whether they arrived, nobody knows.
  if (total.unknown > 0) return { tone: 'notice', without: null };
  const missed = wentWrong(total) + total.neverListed;
  return gotNothing === 0 || missed === 0
    ? { tone: 'calm', without: null }
    : { tone: 'notice', without: ['copies', missed] };
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
 * What the wall says across its whole width: what holds the broadcast up, alarms first, each with its tone, and how many
 * more there are. What ends nothing by its own end is left out where something else is said.
 * @param hindrances merged by their cause, the strongest first
 * @param refusals by channel: an alarm where nothing of the channel goes out
 */
export function bandsOf<One extends Held, Refusal extends Refused = never>(
  hindrances: readonly One[],
  refusals: readonly Refusal[] = [],
): { bands: { of: One | Refusal; tone: Tone }[]; more: number } {
  const loud = hindrances.filter(({ waves, of }) => waves > 0 || of === 0);
  const bands = [
    ...(loud.length > 0 ? loud : hindrances).map((of) => ({ of, tone: toneOf(of) })),
    ...refusals.map((of) => ({ of, tone: of.waiting === null ? ('notice' as const) : ('alarm' as const) })),
  ].toSorted((a, b) => Number(b.tone === 'alarm') - Number(a.tone === 'alarm'));
  return { bands: bands.slice(0, MOST), more: Math.max(0, bands.length - MOST) };
}

const toneOf = ({ kind, cause }: Held): Tone =>
  kind === 'stopped' || kind === 'braked' || BROKEN.includes(cause) ? 'alarm' : 'notice';
