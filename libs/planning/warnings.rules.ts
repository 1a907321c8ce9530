import { Temporal } from 'temporal-polyfill';
import type { Forecast } from './forecast.rules.js';
import type { PlanInput, Timed, Warning } from './plan.js';
import { SEND_HOURS } from '#contract/lists';
import { isNight, localTime, type Window } from './window.rules.js';
import { lengthText, localText, wallClock, zoneName } from './wording.rules.js';

/** Warns of permitted but unusual settings. @param hours the window; null: any hour */
export function habits({ schedule, kind }: PlanInput, hours: Window | null): Warning[] {
  const warnings: Warning[] = [];
  if (kind === 'correction' && (schedule.at !== 'now' || schedule.perRegion)) {
    warnings.push({
      code: 'scheduled-correction',
      path: 'schedule.at',
      message: 'A correction goes out at once as a rule; this one waits for its time.',
    });
  }
  if (hours && (hours.from < SEND_HOURS.from || hours.to > SEND_HOURS.to)) {
    warnings.push({
      code: 'wide-window',
      path: 'schedule.window',
      message: `People may be written to from ${hours.from} to ${hours.to}; the usual hours are ${SEND_HOURS.from} to ${SEND_HOURS.to}.`,
    });
  }
  return warnings;
}

/** Warns of messages at night in the recipients' local time, which are allowed but should be intended. */
export function nightWarning(timed: readonly Timed[]): Warning[] {
  const hours = timed.flatMap(({ region, dueAt }) => {
    const at = localTime(dueAt, region.timeZone).toPlainDateTime().toString({ smallestUnit: 'minute' });
    return isNight(at) ? [`${at.slice(11)} ${zoneName(region.timeZone, dueAt)}`] : [];
  });
  const expected = [...new Set(hours)].slice(0, 4);
  if (expected.length === 0) return [];
  const message = `It goes out at night: ${expected.join(', ')}.`;
  return [{ code: 'night', path: 'schedule.at', message, expected }];
}

/** A message that still arrives a week after its hour is more often a mistyped expiry than a wish. */
const LONG_MS = 7 * 24 * 3_600_000;

/** Warns of an expiry that is far from the latest send time. */
export function longWarning(timed: readonly Timed[]): Warning[] {
  const [first, ...others] = timed;
  if (!first) return [];
  const life = ({ dueAt, expiresAt }: Timed): number => expiresAt - dueAt;
  const shortest = others.reduce((least, one) => (life(one) < life(least) ? one : least), first);
  if (life(shortest) <= LONG_MS) return [];
  const { expiresAt, region } = shortest;
  const message = `It may still be sent until ${localText(expiresAt, region.timeZone)}, ${lengthText(life(shortest))} after its time.`;
  const expected = [wallClock(expiresAt, region.timeZone).slice(0, 10)];
  return [{ code: 'long-validity', path: 'schedule.expires', message, expected }];
}

/** The last day on which anything may go out in a region. @param hours the window; null: any hour */
export function lastDay(
  { region, expiresAt }: Pick<Timed, 'region' | 'expiresAt'>,
  hours: Window | null,
): Temporal.PlainDate {
  const last = localTime(expiresAt, region.timeZone);
  // Nothing goes out on the last day when the expiry is at midnight or before the window opens.
  const over = Temporal.PlainTime.compare(last.toPlainTime(), hours?.from ?? '00:00') <= 0;
  return over ? last.toPlainDate().subtract({ days: 1 }) : last.toPlainDate();
}

/**
 * Warns that a channel cannot finish before expiry, and names a remedy. @param timeZone for the times in the warning
 */
export function lateWarning(
  channel: string,
  found: Forecast,
  rate: number | null,
  timeZone: string,
): Warning {
  const { messages, lateMessages, finishesAt, expiresAt } = found;
  const pace = rate === null ? 'Within its hours' : `At ${rate} messages a second`;
  const over = finishesAt.getTime() - expiresAt.getTime();
  const help = over > 0 ? `at least ${lengthText(over)} ` : '';
  return {
    code: 'late',
    path: 'schedule',
    message: `${pace} ${channel} would finish at ${localText(finishesAt.getTime(), timeZone)}: about ${lateMessages} of ${messages} messages would expire unsent. Start ${help}earlier, let it expire ${help}later, choose fewer regions, or reach people on their preferred channel only.`,
  };
}
