import { LOCALES, SEND_HOURS } from '../../../libs/contract/lists.js';
import { type ScreenLanguage, spoken } from './i18n';

/** One zone for each of the country's three clocks. */
export const ZONES = [
  { name: 'WIB', timeZone: 'Asia/Jakarta' },
  { name: 'WITA', timeZone: 'Asia/Makassar' },
  { name: 'WIT', timeZone: 'Asia/Jayapura' },
] as const;

/** The clock of a zone: WIB, WITA, WIT, or its offset abroad. */
export function zoneName(timeZone: string, at: Date = new Date()): string {
  const parts = new Intl.DateTimeFormat('id-ID', { timeZone, timeZoneName: 'short' }).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

/** An instant on a zone's wall clock, with the zone: `Rab, 14 Feb 2024 07.00 WIT`. */
export const instant = (at: string | Date, timeZone = 'Asia/Jakarta'): string =>
  `${dayAt(at, timeZone)} ${clock(at, timeZone)}`;

/** The same without the year where it is the present one: `Rab, 14 Feb 07.00 WIB`. */
export function thisYear(at: string | Date, timeZone = 'Asia/Jakarta', now: Date = new Date()): string {
  const date = new Date(at);
  const year = { year: 'numeric' } as const;
  if (shown(date, timeZone, year) !== shown(now, timeZone, year)) return instant(at, timeZone);
  return `${shown(date, timeZone, { weekday: 'short', day: 'numeric', month: 'short' })} ${clock(at, timeZone)}`;
}

/** The same with seconds, to compare with other records: `Rab, 14 Feb 2024 07.00.05 WIB`. */
export const exactInstant = (at: string | Date, timeZone = 'Asia/Jakarta'): string =>
  `${dayAt(at, timeZone)} ${exactClock(at, timeZone)}`;

/** Hours and minutes of an instant, with the zone: `07.00 WIT`. */
export function clock(at: string | Date, timeZone = 'Asia/Jakarta'): string {
  const date = new Date(at);
  return `${shown(date, timeZone, { hour: '2-digit', minute: '2-digit' })} ${zoneName(timeZone, date)}`;
}

/** The same with seconds: `07.00.05 WIT`. */
export function exactClock(at: string | Date, timeZone = 'Asia/Jakarta'): string {
  const date = new Date(at);
  return `${shown(date, timeZone, { hour: '2-digit', minute: '2-digit', second: '2-digit' })} ${zoneName(timeZone, date)}`;
}

/** The time since an instant: `2 jam yang lalu`. */
export function ago(at: string | Date): string {
  const seconds = (Date.now() - new Date(at).getTime()) / 1000;
  const [unit, size] =
    seconds < 3_600
      ? (['minute', 60] as const)
      : seconds < 86_400
        ? (['hour', 3_600] as const)
        : (['day', 86_400] as const);
  return new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(
    -Math.max(0, Math.floor(seconds / size)),
    unit,
  );
}

/** A wall-clock time without a zone: `Rabu, 14 Februari 2024 07.00`. */
export function wallClock(local: string): string {
  // Parsed and formatted as UTC, the digits stay the same.
  const date = new Date(`${local}Z`);
  const day = shown(date, 'UTC', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  return `${day} ${shown(date, 'UTC', { hour: '2-digit', minute: '2-digit' })}`;
}

/** A wall-clock time, in ms as if it were UTC: `09.00`. */
export const wallHour = (wall: number): string =>
  shown(new Date(wall), 'UTC', { hour: '2-digit', minute: '2-digit' });

const HOUR_MARKS: Record<ScreenLanguage, string> = { id: '.', en: ':' };

/** Formats the hours within a text: `22.00 WIB` in Indonesian. */
export const localHour = (text: string): string =>
  text.replace(/^(\d{2}):(\d{2})/, `$1${HOUR_MARKS[spoken()]}$2`);

/** The send window of a schedule; the default window when it names none. */
export function windowHours({ window }: { window?: { from: string; to: string } | undefined }): {
  from: string;
  to: string;
} {
  const { from, to } = window ?? SEND_HOURS;
  return { from: localHour(from), to: localHour(to) };
}

/** The day of a wall-clock time, in ms as if it were UTC: `Kam, 26`. */
export const wallDay = (wall: number): string =>
  shown(new Date(wall), 'UTC', { weekday: 'short', day: 'numeric' });

/** A day without an hour or a year, `2026-11-24`: `24 Nov`. */
export const wallDate = (day: string): string =>
  shown(new Date(`${day}T00:00Z`), 'UTC', { day: 'numeric', month: 'short' });

/** A number with separators: 203.056.748 in Indonesian. */
export const number = (value: number, options: Intl.NumberFormatOptions = {}): string =>
  new Intl.NumberFormat(locale(), options).format(value);

/** An amount of rupiah: Rp1.200. */
export const rupiah = (value: number): string =>
  new Intl.NumberFormat(locale(), { style: 'currency', currency: 'IDR', maximumFractionDigits: 0 }).format(
    value,
  );

/** Shares below this, in percent, are told apart from none, not from each other. */
const LEAST_PERCENT = 0.01;

/** A share in percent, with enough decimals that it does not read as 0: `12,3%`, `0,05%`, `< 0,01%`. */
export function share(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : (part / whole) * 100;
  if (percent > 0 && percent < LEAST_PERCENT) return `< ${number(LEAST_PERCENT)}%`;
  const maximumFractionDigits = percent >= 10 || percent === 0 ? 1 : 2;
  return `${number(percent, { maximumFractionDigits })}%`;
}

/** Whether shares say anything: not where each of them is next to none. */
export const tellShares = (shares: readonly (readonly [part: number, whole: number])[]): boolean =>
  shares.some(([part, whole]) => whole > 0 && (part / whole) * 100 >= LEAST_PERCENT);

/** An instant in few words: its hour if it is today in Jakarta, else with its day. */
export const lately = (at: string | Date, now: Date = new Date()): string =>
  dayAt(at, 'Asia/Jakarta') === dayAt(now, 'Asia/Jakarta') ? clock(at) : instant(at);

/** Two times, with the day and the zone said once where they are the same: `22.14 – 23.40 WIB`. */
export function span(from: string, to: string, now: Date = new Date()): string {
  const begun = lately(from, now);
  const ended = dayAt(from) === dayAt(to) ? clock(to) : lately(to, now);
  if (begun.endsWith(ended)) return begun;
  const zone = / [A-Z]+$/.exec(ended)?.[0] ?? '';
  return `${zone !== '' && begun.endsWith(zone) ? begun.slice(0, -zone.length) : begun} – ${ended}`;
}

/** A day without an hour, `2026-11-24`: `Sel, 24 Nov 2026`. */
export const dayOf = (day: string): string => dayAt(`${day}T00:00Z`, 'UTC');

/** The earliest of the days that it is now in Jakarta and in these zones, `2026-12-01`. */
export function earliestToday(timeZones: readonly string[], now: Date = new Date()): string {
  const days = ['Asia/Jakarta', ...new Set(timeZones)].map((timeZone) =>
    new Intl.DateTimeFormat('sv', { timeZone }).format(now),
  );
  return days.reduce((first, day) => (day < first ? day : first));
}

/** Names in one line: `Aceh, Bali, dan Papua`. */
export const listed = (names: readonly string[]): string =>
  new Intl.ListFormat(locale(), { type: 'conjunction' }).format(names);

/** Things of which one is enough: `siaran, layar, atau istilah`. */
export const anyOf = (names: readonly string[]): string =>
  new Intl.ListFormat(locale(), { type: 'disjunction' }).format(names);

/** The day of an instant: `Sel, 24 Nov 2026`. */
export const dayAt = (at: string | Date, timeZone = 'Asia/Jakarta'): string =>
  shown(new Date(at), timeZone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });

/** How the language on screen writes dates and numbers. */
export const locale = (): string => LOCALES[spoken()];

/** A date in the language on screen, with hours from 00 to 23. */
export function shown(date: Date, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale(), { ...options, timeZone, hourCycle: 'h23' }).format(date);
}

/** A zone's offset from UTC, in minutes. */
export function offsetMinutes(timeZone: string, at: Date = new Date()): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at);
  const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** The zone that all of these are in; undefined: they are in several, and times are told in Jakarta's. */
export function onlyZone(of: readonly { timeZone: string }[]): string | undefined {
  const [zone, ...others] = new Set(of.map(({ timeZone }) => timeZone));
  return others.length === 0 ? zone : undefined;
}
