import { useTranslation } from 'react-i18next';
import type { Mark } from '../api/reviews';
import { listed, wallClock, wallHour } from '../times';
import { languageName } from './language-name';

/** Says what deserves a second look, in the language on screen: the same for an author and a reviewer. */
export function useFindingWords(): (of: Pick<Mark, 'code' | 'expected'>) => string {
  const { t } = useTranslation();
  return ({ code, expected }) =>
    t(`findings.${code}`, {
      expected: listed(expected.map((one) => (code === 'languages' ? languageName(one) : told(one)))),
    });
}

/** A day, or a day with its hour, as people write it; anything else as it is. */
function told(expected: string): string {
  if (/^\d{2}:\d{2}$/.test(expected)) return wallHour(Date.parse(`1970-01-01T${expected}Z`));
  // The day alone: an election's date has no hour.
  if (/^\d{4}-\d{2}-\d{2}$/.test(expected)) return wallClock(`${expected}T00:00`).replace(/ 00[.:]00$/, '');
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(expected) ? wallClock(expected) : expected;
}
