import type { PlanRegion } from './plan.js';
import { scheduledTimes } from './plan.rules.js';
import type { Schedule } from '#contract/api/message';
import { isNight, localTime } from './window.rules.js';
import type { LocalHours } from '#contract/api/reviews';

export type { LocalHours } from '#contract/api/reviews';

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
