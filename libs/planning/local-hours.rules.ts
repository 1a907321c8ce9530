import type { PlanRegion } from './plan.js';
import { scheduledTimes } from './plan.rules.js';
import type { Schedule } from './schedule.js';
import { isNight, localTime } from './window.rules.js';

/** The local time at which the regions with the same local time get a broadcast. */
export interface LocalHours {
  /** One of the time zones with this local time. */
  timeZone: string;
  /** It has no hour of its own: `local` is the current local time. */
  atOnce: boolean;
  /** `YYYY-MM-DDTHH:MM` */
  local: string;
  night: boolean;
  /** The number of these regions. */
  regions: number;
}

/** The local times of a schedule, from east to west: the order in which the days begin. */
export function localHours(schedule: Schedule, regions: readonly PlanRegion[], now: Date): LocalHours[] {
  const groups = new Map<string, { ahead: number; hours: LocalHours }>();
  for (const { region, dueAt } of scheduledTimes(schedule, regions, now)) {
    const { timeZone } = region;
    const at = localTime(dueAt.getTime(), timeZone);
    const local = at.toPlainDateTime().toString({ smallestUnit: 'minute' });
    // A broadcast due now is due at once.
    const atOnce = dueAt.getTime() === now.getTime();
    const key = `${at.offset} ${atOnce} ${local}`;
    const group = groups.get(key);
    if (group) group.hours.regions++;
    else
      groups.set(key, {
        ahead: at.offsetNanoseconds,
        hours: { timeZone, atOnce, local, night: isNight(local), regions: 1 },
      });
  }
  return [...groups.values()]
    .sort((a, b) => b.ahead - a.ahead || a.hours.local.localeCompare(b.hours.local))
    .map(({ hours }) => hours);
}
