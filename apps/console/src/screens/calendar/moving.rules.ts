import type { CalendarEntry, Schedule } from '../../api';
import { DAY_MS, dayOfWall, localOf, wallOfLocal } from './days.rules';

/** A schedule moved as a whole: times of single regions and the expiry keep their distance. @param by ms */
export function moved(schedule: Schedule, by: number): Schedule {
  const then = (local: string): string => (local === 'now' ? local : localOf(wallOfLocal(local) + by));
  return {
    ...schedule,
    at: then(schedule.at),
    ...(schedule.perRegion
      ? {
          perRegion: Object.fromEntries(
            Object.entries(schedule.perRegion).map(([code, at]) => [code, then(at ?? schedule.at)]),
          ),
        }
      : {}),
    ...(schedule.expires === undefined ? {} : { expires: then(schedule.expires) }),
  };
}

/** The same of a draft on the calendar, with its times. @param by ms */
export const movedEntry = (entry: CalendarEntry, by: number): CalendarEntry => ({
  ...entry,
  due: entry.due.map((due) => ({ ...due, dueAt: new Date(Date.parse(due.dueAt) + by).toISOString() })),
  move: entry.move && moved(entry.move, by),
});

/** What a key does to a draft that is being moved, in ms; null: it does nothing. */
export function stepOf(key: string, by: 'days' | 'hours'): number | null {
  switch (key) {
    case 'ArrowLeft':
      return -DAY_MS;
    case 'ArrowRight':
      return DAY_MS;
    case 'ArrowUp':
      return by === 'days' ? -7 * DAY_MS : -DAY_MS / 48;
    case 'ArrowDown':
      return by === 'days' ? 7 * DAY_MS : DAY_MS / 48;
    default:
      return null;
  }
}

/** What is to be known of a time before a draft is moved there. */
export function warningsAt(
  wall: number,
  {
    now,
    window,
    quiet,
    polling,
  }: {
    /** The latest wall clock of the regions it goes to, in ms as if it were UTC. */
    now: number;
    window: { from: string; to: string };
    quiet: ReadonlySet<string>;
    polling: ReadonlySet<string>;
  },
): ('passed' | 'window' | 'quiet' | 'polling')[] {
  const hour = localOf(wall).slice(11);
  const day = dayOfWall(wall);
  return [
    ...(wall <= now ? (['passed'] as const) : []),
    ...(hour < window.from || hour >= window.to ? (['window'] as const) : []),
    ...(quiet.has(day) ? (['quiet'] as const) : []),
    ...(polling.has(day) ? (['polling'] as const) : []),
  ];
}

/** Letters of a title that a line about a move has room for. */
const ROOM = 44;

/** A title that leaves room on one line for where it goes: cut between words. */
export function shortened(title: string): string {
  if (title.length <= ROOM) return title;
  const cut = title.slice(0, ROOM);
  return `${cut.slice(0, cut.lastIndexOf(' ') > ROOM / 2 ? cut.lastIndexOf(' ') : ROOM)}…`;
}
