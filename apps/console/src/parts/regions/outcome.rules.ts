import {
  type Counts,
  everyone,
  failingOf,
  percent,
  reached,
  sumOf,
  waiting,
} from '../sending/account.rules.js';

/** How a province stands, the worst that is true of it; `cut`: a part of it ended unsent; `none`: no copies go there. */
export type Outcome = 'none' | 'failing' | 'ended' | 'unknown' | 'held' | 'cut' | 'reached';

/** Failures that are many in a province, however small it is. */
const FEW = 5;
/** Fewer unknown copies than this share leave a province's colour as it is; the numbers beside the map have them all. */
const UNKNOWN_SHARE = 0.02;
/** The same of copies that ended unsent. */
const CUT_SHARE = 0.02;

/**
 * @param held whether something of it is paused or braked
 */
export function outcomeOf(counts: Counts | undefined, held: boolean): Outcome {
  const all = counts ? everyone(counts) : 0;
  if (!counts || all === 0) return held ? 'held' : 'none';
  if (failingOf(counts, FEW)) return 'failing';
  if (counts.unknown > all * UNKNOWN_SHARE) return 'unknown';
  // It has a colour of its own once it is more than was reached.
  const ended = counts.cancelled + counts.expired + counts.neverListed;
  if (ended > 0 && ended >= reached(counts) && waiting(counts) < ended) return 'ended';
  if (held) return 'held';
  return ended > all * CUT_SHARE ? 'cut' : 'reached';
}

/**
 * From how many percent on each shade of what was reached stands. With dead addresses nearly everything ends between 95 and
 * 100: steps of equal size would show a province that lost a sixth like all others.
 */
export const STEPS = [0, 1, 50, 75, 90, 95, 100] as const;

/** How far it is, as an index of {@link STEPS}: 0 nobody, the last one everybody. */
export function levelOf(counts: Counts): number {
  if (reached(counts) === 0) return 0;
  const share = Math.max(1, percent(counts));
  return STEPS.findLastIndex((from) => share >= from);
}

/**
 * The province that was reached least once nothing waits any more; null: it is no more than a shade below the others
 * together, or there is but one.
 */
export function lowestOf(provinces: ReadonlyMap<string, Counts>): { code: string; percent: number } | null {
  const sent = [...provinces].filter(([, of]) => everyone(of) > 0);
  if (sent.length < 2 || sent.some(([, of]) => waiting(of) > 0)) return null;
  const [lowest, ...others] = sent.toSorted(
    ([, a], [, b]) => reached(a) / everyone(a) - reached(b) / everyone(b) || everyone(b) - everyone(a),
  );
  if (!lowest || levelOf(lowest[1]) + 1 >= levelOf(sumOf(others.map(([, of]) => of)))) return null;
  return { code: lowest[0], percent: percent(lowest[1]) };
}

/** The sign beside each colour. */
export const OUTCOME_SIGNS: Readonly<Record<Outcome, string>> = {
  none: '',
  failing: '!',
  ended: '×',
  unknown: '?',
  // Drawn (outcome-sign.tsx): fonts lack it, or draw it as a coloured picture.
  held: '',
  cut: '×',
  reached: '',
};
