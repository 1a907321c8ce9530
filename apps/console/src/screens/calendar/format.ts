import { locale, wallHour } from '../../times';
import { wallOfDay } from './days.rules';

const shown = (day: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(locale(), { ...options, timeZone: 'UTC' }).format(wallOfDay(day));

/** `Rabu, 14 Februari 2029`. */
export const longDay = (day: string): string =>
  shown(day, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
/** `Februari 2029`. */
export const monthName = (day: string): string => shown(day, { month: 'long', year: 'numeric' });
/** `14`; the first of a month with its name. */
export const dateOf = (day: string): string =>
  day.endsWith('-01') ? shown(day, { day: 'numeric', month: 'short' }) : String(Number(day.slice(8)));
export const weekday = (day: string): string => shown(day, { weekday: 'short' });
export const longWeekday = (day: string): string => shown(day, { weekday: 'long' });
/** `12–18 Feb 2029`. */
export const daysFromTo = (first: string, last: string): string =>
  new Intl.DateTimeFormat(locale(), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).formatRange(wallOfDay(first), wallOfDay(last));
/** `07.00`. */
export const hourOf = wallHour;
/** Local hours as the reader writes them: `08.00` for `08:00`. */
export const hoursOf = ({ from, to }: { from: string; to: string }): { from: string; to: string } => {
  const hour = (of: string): string => hourOf(Date.parse(`1970-01-01T${of}Z`));
  return { from: hour(from), to: hour(to) };
};
