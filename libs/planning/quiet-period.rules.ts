import type { QuietPeriod, Timed, Warning } from './plan.js';
import { lastDay } from './warnings.rules.js';
import { localTime, type Window } from './window.rules.js';
import { regionNames } from './wording.rules.js';

/**
 * Warns when copies may go out in the quiet period (_masa tenang_). It prevents nothing. The period is data of an
 * election: libs/audience/data/elections.json, and the elections screen. @returns null when they may not
 */
export function quietWarning(
  timed: readonly Timed[],
  hours: Window | null,
  quiet: QuietPeriod,
): Warning | null {
  const touched = timed.filter((time) => {
    const firstDay = localTime(time.dueAt, time.region.timeZone).toPlainDate();
    return firstDay.toString() <= quiet.to && lastDay(time, hours).toString() >= quiet.from;
  });
  if (touched.length === 0) return null;
  return {
    code: 'quiet-period',
    path: 'neutral',
    message: `It may go out in ${regionNames(touched.map(({ region }) => region))} during the quiet period from ${quiet.from} to ${quiet.to}, before polling on ${quiet.pollingDate}. Confirm that the text is neutral.`,
  };
}
