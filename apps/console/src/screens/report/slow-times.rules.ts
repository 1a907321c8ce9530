import type { Step } from '../../parts/charts/rates.rules.js';
import { isSlow } from '../operations/pace.rules.js';

/** Copies of a channel that were due together. */
interface Due {
  dueAt: string;
  copies: number;
}

/** When a channel went far below its limit. */
export interface SlowTime {
  /** ms since 1970. */
  from: number;
  to: number;
  /** Messages a second that the provider took. */
  perSecond: number;
}

/** Shorter than this, in ms, it is told of no report. */
const SHORTEST_MS = 60_000;

/**
 * The times at which a channel went far below its limit though enough was due, by the rule of Operasi, the oldest first.
 * @param steps the oldest first
 * @param handed the counter of the channel as it was noted, the oldest first
 * @param held when something of it was held: what goes out then is a trial
 */
export function slowTimes(
  steps: readonly Step[],
  due: readonly Due[],
  handed: readonly { at: string; handed: number }[],
  held: readonly (readonly [from: number, to: number])[],
  limit: number | null,
): SlowTime[] {
  const found: { from: number; to: number; taken: number; going: number }[] = [];
  for (const { from, to, handed: taken, going, perSecond } of steps) {
    const waiting =
      due.reduce((sum, one) => sum + (Date.parse(one.dueAt) <= from ? one.copies : 0), 0) -
      (handed.findLast(({ at }) => Date.parse(at) <= to)?.handed ?? 0);
    const slow =
      !held.some(([begin, end]) => begin < to && from < end) &&
      isSlow({ waiting, scheduled: 0, paused: 0, unlisted: 0, pace: perSecond, rate: limit });
    if (!slow) continue;
    const last = found.at(-1);
    if (last?.to === from) Object.assign(last, { to, taken: last.taken + taken, going: last.going + going });
    else found.push({ from, to, taken, going });
  }
  return found
    .filter(({ from, to }) => to - from >= SHORTEST_MS)
    .map(({ from, to, taken, going }) => ({ from, to, perSecond: taken / (going / 1000) }));
}
