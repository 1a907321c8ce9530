import { LOCALES, type ScreenLanguage } from '#contract/lists';

/**
 * Formats an instant for a message to staff, on a zone's wall clock: `Selasa, 24 November 2026 pukul 07.00 WIB`, or
 * `Tuesday, 24 November 2026 at 07:00 WIB`.
 */
export function longDate(at: Date, timeZone: string, language: ScreenLanguage = 'id'): string {
  const day = { timeZone, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
  const whole = { ...day, hour: '2-digit', minute: '2-digit' } as const;
  // English has only offsets for Indonesia's zones, no names.
  const zone = new Intl.DateTimeFormat('id-ID', { timeZone, timeZoneName: 'short' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  return `${new Intl.DateTimeFormat(LOCALES[language], whole).format(at)} ${zone}`;
}
