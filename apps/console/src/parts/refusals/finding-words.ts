import { useTranslation } from 'react-i18next';
import type { Mark } from '../../api/reviews';
import { spoken } from '../../i18n';
import { listed, wallClock, wallHour } from '../../times';
import { languageName } from '../texts/language-name';

/** Describes a mark in the language on screen, with the same words for author and reviewer. */
export function useFindingWords(): (of: Pick<Mark, 'code' | 'expected' | 'pollingDates'>) => string {
  const { t } = useTranslation();
  return ({ code, expected, pollingDates }) =>
    t(`findings.${code === 'relative-day' && pollingDates ? 'relativeDayPolling' : code}`, {
      polling: listed((pollingDates ?? []).map(told)),
      expected: listed(
        expected.map((one) =>
          code === 'languages' ? languageName(one) : code === 'weekday' ? dayName(one) : told(one),
        ),
      ),
    });
}

/** Translates the name of a weekday from the language of the text into the language on screen. */
function dayName(name: string): string {
  const days = (language: string): string[] => {
    const format = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
    return Array.from({ length: 7 }, (_, day) => format.format(Date.UTC(2024, 0, 1 + day)));
  };
  const at = ['id', 'en'].map((language) => days(language).indexOf(name)).find((place) => place >= 0);
  return at === undefined ? name : (days(spoken())[at] ?? name);
}

/** A day, or a day with its hour, in the language on screen; any other value unchanged. */
function told(expected: string): string {
  if (/^\d{2}:\d{2}$/.test(expected)) return wallHour(Date.parse(`1970-01-01T${expected}Z`));
  // The day alone: an election's date has no hour.
  if (/^\d{4}-\d{2}-\d{2}$/.test(expected)) return wallClock(`${expected}T00:00`).replace(/ 00[.:]00$/, '');
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(expected) ? wallClock(expected) : expected;
}
