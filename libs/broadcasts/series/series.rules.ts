// Reminders before a polling day: their days, their titles, and what an approval of a series is bound to.
import { sha256 } from '#platform/crypto';
import type { BroadcastState } from '#contract';
import type { LocalDateTime, Schedule } from '#contract/api/message';
import { meets, type PollingDates, pollingDateAt } from '../checks/polling.rules.js';

/** States of a member that a series' submission or approval still concerns. */
const OPEN: readonly BroadcastState[] = ['draft', 'in_review', 'rejected'];

export const isOpen = (state: BroadcastState): boolean => OPEN.includes(state);

/** The digest of a series: SHA-256 over its members' digests (hexadecimal), sorted and joined by line feeds. */
export const seriesDigest = (digests: readonly string[]): string => sha256(digests.toSorted().join('\n'));

/**
 * The schedule of a reminder: for each region the same number of days before its own polling day.
 * @param hourOf region code → local time `HH:MM`, or with seconds; '' for the hour of the whole
 * @param regions codes of its audience
 * @param window kept from the draft
 * @returns with an expiry at the end of the day where all regions share it: later, "besok" would be wrong
 */
export function reminderSchedule(
  daysBefore: number,
  hourOf: (code: string) => string,
  {
    dates,
    regions,
    window,
  }: { dates: PollingDates; regions: readonly string[]; window?: Schedule['window'] },
): Schedule {
  const on = (date: string, code: string): LocalDateTime =>
    `${daysEarlier(date, daysBefore)}T${hourOf(code)}`;
  const at = on(dates.pollingDate, '');
  const own = regions
    .map((code) => [code, on(pollingDateAt(dates, code), code)] as const)
    .filter(([, time]) => time !== at);
  const days = new Set([at, ...own.map(([, time]) => time)].map((time) => time.slice(0, 10)));
  return {
    at,
    ...(own.length > 0 && { perRegion: Object.fromEntries(own) }),
    ...(days.size === 1 && { expires: `${at.slice(0, 10)}T23:59` }),
    ...(window && { window }),
  };
}

/**
 * The schedule that a reminder needs by the election's data, at its own hours.
 * @returns null when it goes out on the right day in every region
 */
export function movedSchedule(
  daysBefore: number,
  schedule: Schedule | undefined,
  of: { dates: PollingDates; regions: readonly string[] },
): Schedule | null {
  const { at = 'now', window } = schedule ?? {};
  const timeAt = (code: string): string =>
    schedule?.perRegion?.[code] ?? schedule?.perRegion?.[code.split('.')[0] ?? code] ?? at;
  const right = of.regions.every((code) =>
    timeAt(code).startsWith(daysEarlier(pollingDateAt(of.dates, code), daysBefore)),
  );
  if (right) return null;
  const hourOf = (code: string): string => timeAt(code).slice(11) || USUAL_HOUR;
  return reminderSchedule(daysBefore, hourOf, { ...of, ...(window && { window }) });
}

/** The hour of a reminder whose draft goes out at its approval. */
const USUAL_HOUR = '09:00';

/**
 * Regions with a polling day of their own inside a region of the audience: their people get the reminder with that
 * region, and so on the wrong day.
 */
export function carriedAlong({ byRegion, pollingDate }: PollingDates, regions: readonly string[]): string[] {
  return Object.keys(byRegion)
    .filter((code) => !regions.includes(code))
    .filter((code) =>
      regions.some((one) => {
        if (!meets(one, code) || one.length > code.length) return false;
        return pollingDateAt({ byRegion, pollingDate }, one) !== byRegion[code];
      }),
    )
    .sort();
}

/** Maximum length of a broadcast's title. */
const MOST = 150;
const MARK = / \((?:H-\d+|Hari H)\)$/;

/** A title without the mark of a reminder. */
export const baseTitle = (title: string): string => title.replace(MARK, '');

/** The title of a reminder, such as `Cek TPS Anda (H-7)`; `(Hari H)` on the polling day. */
export function reminderTitle(title: string, daysBefore: number): string {
  const mark = daysBefore === 0 ? ' (Hari H)' : ` (H-${daysBefore})`;
  return `${baseTitle(title)
    .slice(0, MOST - mark.length)
    .trimEnd()}${mark}`;
}

function daysEarlier(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - days);
  return date.toISOString().slice(0, 10);
}
