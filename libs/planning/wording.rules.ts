import { localTime } from './window.rules.js';

/** Maximum number of region names before "and n more". */
const NAMES = 3;

/** The usual name of a zone: WIB, WITA, WIT, or GMT+9 abroad. */
export function zoneName(timeZone: string, at: number): string {
  const parts = new Intl.DateTimeFormat('id-ID', { timeZone, timeZoneName: 'short' }).formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? timeZone;
}

/** An instant (ms since 1970) on a zone's wall clock, such as `2026-12-01T07:00`. */
export function wallClock(at: number, timeZone: string): string {
  const local = localTime(at, timeZone);
  return local.toPlainDateTime().toString({ smallestUnit: local.second === 0 ? 'minute' : 'second' });
}

/** An instant (ms since 1970) on a zone's wall clock, such as `2026-12-01 07:00 WIT`. */
export function localText(at: number, timeZone: string): string {
  return `${wallClock(at, timeZone).replace('T', ' ')} ${zoneName(timeZone, at)}`;
}

/** Lists some regions by name, the rest as a count. */
export function regionNames(regions: readonly { name: string }[]): string {
  const names = regions.slice(0, NAMES).map(({ name }) => name);
  const more = regions.length - names.length;
  if (more > 0) return `${names.join(', ')} and ${more} more`;
  return names.length > 1
    ? `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`
    : names.join('');
}

/** A duration in ms in words, rounded up, such as `3 h` or `2 days`. */
export function lengthText(ms: number): string {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.ceil(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.ceil(hours / 24)} days`;
}
