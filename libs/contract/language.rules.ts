/** Words of a language that messages can be written in. Imports nothing: the console takes it as it is. */
export interface LanguageWords {
  /** What its speakers call it, such as `Basa Jawa`. */
  ownName: string;
  name: { id: string; en: string };
  direction: 'ltr' | 'rtl';
  /** Monday first. Several names of a day are separated by `/`: the first is written, each is read. */
  days: readonly string[];
  /** January first; several names as for days. */
  months: readonly string[];
  /** Addresses a contact without a name. */
  nameless: string;
  /** The consent by purpose; `{ministry}` and `{commission}` are settings. */
  consent: { data: string; messages: string };
}

/** Days in a week, and months in a year. */
export const CALENDAR = { days: 7, months: 12 } as const;

/** The words without which a language cannot be used, each by its path: `days.0`, `consent.data`. Empty: complete. */
export function missingIn({ ownName, name, days, months, nameless, consent }: LanguageWords): string[] {
  const lacking = (path: string, text: string | undefined): string[] =>
    (text ?? '').trim() === '' ? [path] : [];
  return [
    ...lacking('ownName', ownName),
    ...lacking('name.id', name.id),
    ...lacking('name.en', name.en),
    ...Array.from({ length: CALENDAR.days }, (_, at) => lacking(`days.${at}`, days[at])).flat(),
    ...Array.from({ length: CALENDAR.months }, (_, at) => lacking(`months.${at}`, months[at])).flat(),
    ...lacking('nameless', nameless),
    ...lacking('consent.data', consent.data),
    ...lacking('consent.messages', consent.messages),
  ];
}

/** The names of a day or month, the one that is written first. */
export const namesIn = (words: string): string[] =>
  words
    .split('/')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/**
 * A date in a language's words, such as `Rebo, 14 Fèbruari 2024`.
 * @param date `YYYY-MM-DD`
 */
export function dateIn({ days, months }: Pick<LanguageWords, 'days' | 'months'>, date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
  return `${written(days[weekday])}, ${day} ${written(months[(month ?? 1) - 1])} ${year}`;
}

const written = (words: string | undefined): string => namesIn(words ?? '')[0] ?? '';
