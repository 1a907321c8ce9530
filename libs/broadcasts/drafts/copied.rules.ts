import { type PlanRegion, type Schedule, scheduledTimes } from '#planning';

/** The schedule that a copy takes over: none where one of its times has passed, which nobody would notice. */
export function scheduleAhead(
  schedule: Schedule,
  regions: readonly PlanRegion[],
  now: Date,
): Schedule | undefined {
  const passed = scheduledTimes(schedule, regions, now).some(({ dueAt }) => dueAt < now);
  return passed ? undefined : schedule;
}
