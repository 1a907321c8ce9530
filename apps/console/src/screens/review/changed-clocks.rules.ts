import type { LocalHours } from '../../api/reviews';
import { zoneName } from '../../times';

/** One clock whose hours changed; none: nothing goes out on it. */
interface ChangedClock {
  zone: string;
  now: LocalHours[];
  was: LocalHours[];
}

/** The clocks on which the hour changed. "At once" counts as unchanged, whatever the hour is by now. */
export function changedClocks(before: readonly LocalHours[], after: readonly LocalHours[]): ChangedClock[] {
  const zones = [...new Set([...after, ...before].map(({ timeZone }) => zoneName(timeZone)))];
  const of = (hours: readonly LocalHours[], zone: string): LocalHours[] =>
    hours.filter(({ timeZone }) => zoneName(timeZone) === zone);
  const key = (hours: readonly LocalHours[]): string =>
    JSON.stringify(hours.map(({ atOnce, local }) => atOnce || local));
  return zones
    .map((zone) => ({ zone, now: of(after, zone), was: of(before, zone) }))
    .filter(({ now, was }) => key(now) !== key(was));
}
