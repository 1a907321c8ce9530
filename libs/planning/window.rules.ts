import { Temporal } from 'temporal-polyfill';

/** Local hours in which messages may go out: from inclusive, to exclusive, `HH:MM`, never across midnight. */
export interface Window {
  from: string;
  to: string;
}

/** The hours of night: from inclusive, to exclusive, across midnight. They only warn: what holds copies is the window. */
const NIGHT = { from: '20:00', to: '06:00' };

/** Whether it is night at a wall-clock time, `YYYY-MM-DDTHH:MM`. */
export const isNight = (local: string): boolean =>
  local.slice(11, 16) >= NIGHT.from || local.slice(11, 16) < NIGHT.to;

/**
 * {@link isWithinWindow} in SQL, for a wave named `w`, by the fleet's clock: checked before each chunk is fed and claimed. A
 * test proves that the two agree.
 */
export const OPEN_WAVE = `(w.window_from IS NULL OR (
  (siar_now() AT TIME ZONE w.time_zone)::time >= w.window_from AND (siar_now() AT TIME ZONE w.time_zone)::time < w.window_to))`;

/** Whether messages may go out at an instant (ms since 1970) in a zone; always, without a window. */
export function isWithinWindow(at: number, timeZone: string, window: Window | null): boolean {
  if (!window) return true;
  const clock = localTime(at, timeZone).toPlainTime();
  return (
    Temporal.PlainTime.compare(clock, window.from) >= 0 && Temporal.PlainTime.compare(clock, window.to) < 0
  );
}

/** The first instant (ms since 1970), not before the given one, at which the window is open. */
export function nextOpening(at: number, timeZone: string, window: Window | null): number {
  if (!window || isWithinWindow(at, timeZone, window)) return at;
  const local = localTime(at, timeZone);
  const opened = Temporal.PlainTime.compare(local.toPlainTime(), window.from) >= 0;
  const day = opened ? local.toPlainDate().add({ days: 1 }) : local.toPlainDate();
  return day.toZonedDateTime({ timeZone, plainTime: window.from }).epochMilliseconds;
}

/** When a window that is open at an instant closes (ms since 1970); never, without a window. */
export function windowCloses(at: number, timeZone: string, window: Window | null): number {
  if (!window) return Number.POSITIVE_INFINITY;
  const day = localTime(at, timeZone).toPlainDate();
  // The later instant when clocks go back, so that a window that is open now has not closed before.
  return day.toPlainDateTime(window.to).toZonedDateTime(timeZone, { disambiguation: 'later' })
    .epochMilliseconds;
}

/** An instant (ms since 1970) on the wall clock of a zone. */
export function localTime(at: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
}
