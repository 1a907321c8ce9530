import type { Mark } from '../../api/reviews';

type Finding = Pick<Mark, 'code' | 'quote' | 'expected' | 'pollingDates'>;

/** Equal for marks that say the same of the same thing, in whichever language and channel it is written. */
export const sameOf = ({ code, quote, expected, pollingDates = [] }: Finding): string =>
  JSON.stringify([
    code,
    // The right weekday is named in the language of the text.
    expected.map((one) => (code === 'weekday' ? (DAYS.get(one.toLowerCase()) ?? one) : one)),
    pollingDates,
    subjectOf(quote),
  ]);

/** The number of things to look at in these marks: what several places say alike is one. */
export const thingsIn = (findings: readonly Finding[]): number => new Set(findings.map(sameOf)).size;

/**
 * What a mark is about, in whichever language it is written: the numbers of a date or an hour, and the month where its
 * name is known.
 */
function subjectOf(quote: string): string {
  const numbers = quote.match(/\d+/g);
  if (!numbers) return quote.toLowerCase();
  const words = quote.toLowerCase().match(/\p{L}+/gu) ?? [];
  const month = words.map((word) => MONTHS.get(word)).find((at) => at !== undefined);
  // A month of another language cannot be compared: the words themselves distinguish it.
  const named = month ?? (words.length > 1 ? words.at(-1) : '');
  return [...numbers, named].join(' ');
}

/** Names of weekdays in Indonesian and English. */
const DAYS = new Map(
  ['id', 'en'].flatMap((language) => {
    const format = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
    return Array.from({ length: 7 }, (_, at): [string, number] => [
      format.format(Date.UTC(2024, 0, 1 + at)).toLowerCase(),
      at + 1,
    ]);
  }),
);

/** Names of months in Indonesian and English, long and short. */
const MONTHS = new Map(
  ['id', 'en'].flatMap((language) =>
    (['long', 'short'] as const).flatMap((month) => {
      const format = new Intl.DateTimeFormat(language, { month, timeZone: 'UTC' });
      return Array.from({ length: 12 }, (_, at): [string, number] => [
        format.format(Date.UTC(2024, at, 1)).toLowerCase(),
        at + 1,
      ]);
    }),
  ),
);
