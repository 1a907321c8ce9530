import { type Counts, everyone, failingOf, percent, reached, waiting } from '../sending/account.rules.js';

/** How a province stands, the worst that is true of it; `none`: no copies go there. */
export type Outcome = 'none' | 'failing' | 'ended' | 'unknown' | 'held' | 'reached';

/** Failures that are many in a province, however small it is. */
const FEW = 5;
/** Fewer unknown copies than this share leave a province's colour as it is; the numbers beside the map have them all. */
const UNKNOWN_SHARE = 0.02;

/**
 * @param held whether something of it is paused or braked
 */
export function outcomeOf(counts: Counts | undefined, held: boolean): Outcome {
  const all = counts ? everyone(counts) : 0;
  if (!counts || all === 0) return held ? 'held' : 'none';
  if (failingOf(counts, FEW)) return 'failing';
  if (counts.unknown > all * UNKNOWN_SHARE) return 'unknown';
  // What ends unsent may be some of it only: it counts once that is more than was reached.
  const ended = counts.cancelled + counts.expired + counts.neverListed;
  if (ended > 0 && ended >= reached(counts) && waiting(counts) < ended) return 'ended';
  return held ? 'held' : 'reached';
}

/** Shades of what was reached. */
export const LEVELS = 5;

/** How far it is, in steps from 0 (nobody) to {@link LEVELS} (everybody). */
export function levelOf(counts: Counts): number {
  if (reached(counts) === 0) return 0;
  return Math.max(1, Math.floor((percent(counts) / 100) * LEVELS));
}

/** The sign beside each colour. */
export const OUTCOME_SIGNS: Readonly<Record<Outcome, string>> = {
  none: '',
  failing: '!',
  ended: '×',
  unknown: '?',
  // Not the media sign ⏸, which some systems draw as a coloured picture.
  held: '‖',
  reached: '',
};
