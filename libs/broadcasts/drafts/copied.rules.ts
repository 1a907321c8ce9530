import { type PlanRegion, type Schedule, scheduledTimes } from '#planning';

/**
 * The schedule that a copy takes over: none where one of its times has passed, which nobody would notice. What goes out
 * at once takes the usual expiry: its own was chosen for the day of the broadcast that it is a copy of.
 */
export function scheduleAhead(
  schedule: Schedule,
  regions: readonly PlanRegion[],
  now: Date,
): Schedule | undefined {
  const passed = scheduledTimes(schedule, regions, now).some(({ dueAt }) => dueAt < now);
  if (passed) return undefined;
  const { expires: _, ...rest } = schedule;
  return schedule.at === 'now' ? rest : schedule;
}
