import type { PageLanguage } from './language.rules.js';

/** An instant in the capital's time zone, which has a name in both languages: the pages are read in every zone. */
export const localDate = (instant: Date, language: PageLanguage): string =>
  `${new Intl.DateTimeFormat(language === 'id' ? 'id-ID' : 'en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'Asia/Jakarta',
  }).format(instant)} WIB`;
