import type { LocalDateTime, Schedule } from '../../../api';

export interface ScheduledRegion {
  code: string;
  name: string;
  timeZone: string;
}

/** Regions on the same clock that go out at the same time on it. */
export interface TimeGroup {
  timeZone: string;
  at: LocalDateTime;
  regions: ScheduledRegion[];
}

/** The time of a region: its own, its province's, or the general one. Mirrors libs/planning/plan.ts. */
export function timeOf({ at, perRegion = {} }: Schedule, code: string): LocalDateTime {
  return perRegion[code] ?? perRegion[code.split('.')[0] ?? code] ?? at;
}

/**
 * Regions by clock and wall-clock time, from east to west: the order in which the days begin.
 * @param zoneOrder a zone's offset from UTC; zones with equal offsets form one group
 */
export function timeGroups(
  schedule: Schedule,
  regions: readonly ScheduledRegion[],
  zoneOrder: (timeZone: string) => number,
): TimeGroup[] {
  const groups = new Map<string, TimeGroup>();
  for (const region of regions) {
    const at = timeOf(schedule, region.code);
    const key = `${zoneOrder(region.timeZone)} ${at}`;
    const group = groups.get(key) ?? { timeZone: region.timeZone, at, regions: [] };
    group.regions.push(region);
    groups.set(key, group);
  }
  return [...groups.values()].sort(
    (a, b) => zoneOrder(b.timeZone) - zoneOrder(a.timeZone) || a.at.localeCompare(b.at),
  );
}
