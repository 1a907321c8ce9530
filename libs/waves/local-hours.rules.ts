import type { PlanRegion } from './plan.js';
import { scheduledTimes } from './plan.rules.js';
import type { Schedule } from './schedule.js';
import { isNight, localTime } from './window.rules.js';

/** When a schedule's regions on one clock get it, as they read that clock. */
export interface LocalHours {
  /** One of those that read this clock. */
  timeZone: string;
  /** It has no hour of its own: `local` is what the clock reads now. */
  atOnce: boolean;
  /** `YYYY-MM-DDTHH:MM` */
  local: string;
  night: boolean;
  /** How many of the regions. */
  regions: number;
}

/** A schedule's hours clock by clock, from east to west: the order in which the days begin. */
export function localHours(schedule: Schedule, regions: readonly PlanRegion[], now: Date): LocalHours[] {
  const groups = new Map<string, { ahead: number; hours: LocalHours }>();
  for (const { region, dueAt } of scheduledTimes(schedule, regions, now)) {
    const { timeZone } = region;
    const at = localTime(dueAt.getTime(), timeZone);
    const local = at.toPlainDateTime().toString({ smallestUnit: 'minute' });
    // What is due now is due at once.
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
