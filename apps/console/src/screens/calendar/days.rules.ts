/** A day on the wall clock, in ms. */
export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;

export const VIEWS = ['month', 'week', 'day', 'list'] as const;
export type View = (typeof VIEWS)[number];

/** A day without a zone, `2029-02-14`, of a wall-clock time in ms as if it were UTC. */
export const dayOfWall = (wall: number): string => new Date(wall).toISOString().slice(0, 10);
export const wallOfDay = (day: string): number => Date.parse(`${day}T00:00Z`);
/** `2029-02-14T07:00`. */
export const localOf = (wall: number): string => new Date(wall).toISOString().slice(0, 16);
export const wallOfLocal = (local: string): number => Date.parse(`${local.slice(0, 16)}Z`);

export const addDays = (day: string, days: number): string => dayOfWall(wallOfDay(day) + days * DAY_MS);
/** The Monday of its week: weeks begin on Monday in Indonesia, as in ISO 8601. */
export const mondayOf = (day: string): string =>
  addDays(day, -((new Date(wallOfDay(day)).getUTCDay() + 6) % 7));
export const firstOf = (day: string): string => `${day.slice(0, 8)}01`;

/** The same day of another month; its last day where that month is shorter. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return dayOfWall(Date.UTC(year, month - 1 + months, Math.min(date, last)));
}

/** Whether a text is a day of the calendar. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(wallOfDay(text)) && dayOfWall(wallOfDay(text)) === text;

/** The days that a view shows around a day, in their order. */
export function daysOf(view: View, day: string): string[] {
  switch (view) {
    case 'day':
      return [day];
    case 'week':
      return from(mondayOf(day), 7);
    case 'month': {
      const first = mondayOf(firstOf(day));
      const last = addDays(mondayOf(addDays(addMonths(firstOf(day), 1), -1)), 6);
      return from(first, (wallOfDay(last) - wallOfDay(first)) / DAY_MS + 1);
    }
    case 'list': {
      const first = firstOf(day);
      return from(first, (wallOfDay(addMonths(first, 1)) - wallOfDay(first)) / DAY_MS);
    }
  }
}

const from = (first: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => addDays(first, n));

/** The days of a month's table, a week in each. */
export const weeksOf = (days: readonly string[]): string[][] =>
  Array.from({ length: days.length / 7 }, (_, n) => days.slice(n * 7, n * 7 + 7));

/** The day that a step forward or back leads to. */
export const step = (view: View, day: string, by: 1 | -1): string =>
  view === 'day' ? addDays(day, by) : view === 'week' ? addDays(day, by * 7) : addMonths(day, by);

/** The hours in which most people plan begin here. */
const MORNING = 7;

/**
 * The hour that is at the top at first: that of the first broadcast, or the present one where it is earlier; the morning
 * where there is neither.
 * @param taken hours with a broadcast
 * @param now the present hour; null: it is not among what is shown
 */
export function firstHour(taken: readonly number[], now: number | null): number {
  const hours = [...taken, ...(now === null ? [] : [now])];
  return hours.length > 0 ? Math.min(...hours) : MORNING;
}
