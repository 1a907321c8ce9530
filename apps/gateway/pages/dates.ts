import { LOCALES } from '#contract/lists';
import type { PageLanguage } from './page-language.rules.js';

/** Read in every zone, where nothing says whose clock it is. */
const CAPITAL = 'Asia/Jakarta';

/**
 * An instant on a clock that is named, such as WIT or, abroad, GMT+9.
 * @param timeZone whose clock; the capital's unless said
 */
export function localDate(instant: Date, language: PageLanguage, timeZone = CAPITAL): string {
  const date = new Intl.DateTimeFormat(LOCALES[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(instant);
  // In English Intl names none of the country's zones.
  const parts = new Intl.DateTimeFormat('id-ID', { timeZone, timeZoneName: 'short' }).formatToParts(instant);
  return `${date} ${parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone}`;
}
