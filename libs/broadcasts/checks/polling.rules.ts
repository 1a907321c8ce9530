import type { Election } from '#audience/elections';
import type { LiveLanguages } from '#audience/languages';
import { dateIn } from '#contract/language.rules';
import { REQUIRED_LANGUAGE } from '../content/variables.js';

/** The polling dates of an audience, `YYYY-MM-DD`. */
export interface PollingDates {
  /** The default. */
  pollingDate: string;
  /** Region code → a date of its own: voting again (PSU), later (susulan), or early abroad. */
  byRegion: Record<string, string>;
}

/**
 * The polling dates of an audience: the election's, and those of contests with a date of their own, in the audience's
 * regions, above them or inside them. If two contests of one region differ, the earlier date holds.
 */
export function pollingDates(
  election: Pick<Election, 'pollingDate' | 'contests'>,
  audience: readonly string[],
): PollingDates {
  let pollingDate: string | undefined;
  const byRegion: Record<string, string> = {};
  for (const { regionCode, pollingDate: own } of election.contests) {
    if (own === null) continue;
    if (regionCode === null) pollingDate = earlier(pollingDate, own);
    else if (audience.some((code) => meets(code, regionCode)))
      byRegion[regionCode] = earlier(byRegion[regionCode], own);
  }
  return { pollingDate: pollingDate ?? election.pollingDate, byRegion };
}

/**
 * The last polling date of an audience: the election's, or a later one of a contest with a date of its own.
 * @param audience region codes; empty: all
 */
export function lastPollingDate(
  election: Pick<Election, 'pollingDate' | 'contests'>,
  audience: readonly string[],
): string {
  const concerns = (code: string | null): boolean =>
    code === null || audience.length === 0 || audience.some((one) => meets(one, code));
  return election.contests.reduce(
    (last, { regionCode, pollingDate }) =>
      pollingDate !== null && pollingDate > last && concerns(regionCode) ? pollingDate : last,
    election.pollingDate,
  );
}

/** The polling date of a region: its own, else its province's, else the election's. */
export function pollingDateAt(dates: PollingDates, regionCode: string): string {
  return (
    dates.byRegion[regionCode] ?? dates.byRegion[regionCode.split('.')[0] ?? regionCode] ?? dates.pollingDate
  );
}

/**
 * A date in words, such as `Rabu, 14 Februari 2024`, `Wednesday, 14 February 2024` or `Rebo, 14 Fèbruari 2024`; in
 * Indonesian for a language that is not live.
 * @param date `YYYY-MM-DD`
 */
export function dateWords(date: string, language: string, languages: LiveLanguages): string {
  const words = languages.get(language);
  if (words) return dateIn(words, date);
  const parts = new Intl.DateTimeFormat(language === 'en' ? 'en' : REQUIRED_LANGUAGE, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).formatToParts(new Date(`${date}T00:00:00Z`));
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((one) => one.type === type)?.value ?? '';
  return `${part('weekday')}, ${part('day')} ${part('month')} ${part('year')}`;
}

const earlier = (a: string | undefined, b: string): string => (a !== undefined && a < b ? a : b);

/** Whether the regions are the same or one contains the other. */
export const meets = (a: string, b: string): boolean =>
  a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
