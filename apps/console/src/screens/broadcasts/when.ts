import { spoken } from '../../i18n';
import { zoneName } from '../../times';

const ZONE = 'Asia/Jakarta';
const DATE = { day: 'numeric', month: 'short' } as const;
const HOUR = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

const shown = (date: Date, timeZone: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(spoken() === 'id' ? 'id-ID' : 'en-GB', { ...options, timeZone }).format(date);

/** A date in the fewest words: with its weekday within this year, else with its year. */
const dayOf = (date: Date, timeZone: string, now: Date): string =>
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
  return [dayOf(date, ZONE, now), `${shown(date, ZONE, HOUR)} ${zoneName(ZONE, date)}`];
}

/** A wall-clock time without a zone in two parts: `Jum, 4 Des` and `11.00`. */
export function wallParts(local: string, now = new Date()): [day: string, hour: string] {
  // Parsed and formatted as UTC, the digits stay the same.
  const date = new Date(`${local}Z`);
  return [dayOf(date, 'UTC', now), shown(date, 'UTC', HOUR)];
}
