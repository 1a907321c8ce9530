import { clock, shown } from '../../times';

const ZONE = 'Asia/Jakarta';
const DATE = { day: 'numeric', month: 'short' } as const;
const HOUR = { hour: '2-digit', minute: '2-digit' } as const;

/** A date in the fewest words: with its weekday within this year, else with its year. */
const shortDay = (date: Date, timeZone: string, now: Date): string =>
  shown(
    date,
    timeZone,
    shown(date, timeZone, { year: 'numeric' }) === shown(now, ZONE, { year: 'numeric' })
      ? { ...DATE, weekday: 'short' }
      : { ...DATE, year: 'numeric' },
  );

/** An instant in Jakarta in two parts: `Sel, 1 Des` and `01.36 WIB`. */
export function instantParts(at: string, now = new Date()): [day: string, hour: string] {
  const date = new Date(at);
  return [shortDay(date, ZONE, now), clock(date, ZONE)];
}

/** An instant in Jakarta as a file sorts it: `2026-12-01 01:36`. */
export function sortable(date: Date): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: ZONE,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(date);
  const of = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')}`;
}

/** A wall-clock time without a zone in two parts: `Jum, 4 Des` and `11.00`. */
export function wallParts(local: string, now = new Date()): [day: string, hour: string] {
  // Parsed and formatted as UTC, the digits stay the same.
  const date = new Date(`${local}Z`);
  return [shortDay(date, 'UTC', now), shown(date, 'UTC', HOUR)];
}
