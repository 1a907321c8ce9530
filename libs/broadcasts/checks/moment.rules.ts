import type { LiveLanguages } from '#audience/languages';
import { type ElectionFacts, type Finding, knownDays, type StatedText } from './fact-check.rules.js';
import { type Fact, factsIn, grammarOf } from './read-facts.rules.js';
import { saysVotingOn } from './voting-day.rules.js';
import { variablesIn } from '../content/template.rules.js';

/** When copies go out to some regions, in their local time. */
export interface Sending {
  /** `YYYY-MM-DDTHH:MM` */
  from: string;
  /** The last day on which a copy may go out, `YYYY-MM-DD`. */
  lastDay: string;
  /** The polling date of these regions; null: the broadcast is about no election. */
  pollingDate: string | null;
}

/** Words that name a day relative to the day on which they are read, with the distance in days. */
const RELATIVE: Record<'id' | 'en', readonly (readonly [words: string, days: number])[]> = {
  id: [
    ['(?:hari|pagi|siang|sore|malam)\\s+ini|nanti\\s+(?:siang|sore|malam)', 0],
    ['besok|esok', 1],
    ['lusa', 2],
    ['kemarin', -1],
  ],
  en: [
    ['today|tonight|this\\s+(?:morning|afternoon|evening)', 0],
    ['(?<!day\\s+after\\s+)tomorrow', 1],
    ['day\\s+after\\s+tomorrow', 2],
    ['yesterday', -1],
  ],
};
/** Above this number of days, only the first and the last are named. */
const NAMED = 3;
/** Maximum number of days examined of one sending: a distant expiry adds nothing. */
const MOST_DAYS = 14;

/**
 * Compares the times in the texts with the time at which they go out.
 * - `relative-day`: “hari ini” and the like mean a day that is not the election's, or a different one for each reader
 *   (`expected`: the days they may mean)
 * - `voting-day`: the text says that people vote on that day, and nobody does (`expected`: the same)
 * - `passed`: all hours in the text have passed when it goes out (`expected`: the last of them, with its day)
 * @param sendings empty: it is unknown when it goes out
 */
export function checkMoments(
  texts: readonly StatedText[],
  sendings: readonly Sending[],
  election: ElectionFacts | null,
  languages: LiveLanguages,
): Finding[] {
  if (sendings.length === 0) return [];
  return texts.flatMap((text) => {
    const relative = relativeDaysIn(text);
    return [
      ...relative.flatMap((one) => againstDays(text, one, sendings, election)),
      ...passedHour(text, relative, sendings, election, languages),
    ];
  });
}

interface RelativeDay {
  days: number;
  start: number;
  quote: string;
}

/** The days that a text names relative to the one on which it is read, such as “besok”. */
export function relativeDaysIn({ text, language }: Pick<StatedText, 'text' | 'language'>): RelativeDay[] {
  return RELATIVE[grammarOf(language)]
    .flatMap(([words, days]) =>
      [...text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}\\p{N}])`, 'giu'))].map(
        ({ 0: quote, index: start }) => ({ days, start, quote }),
      ),
    )
    .toSorted((a, b) => a.start - b.start);
}

function againstDays(
  text: StatedText,
  relative: RelativeDay,
  sendings: readonly Sending[],
  election: ElectionFacts | null,
): Finding[] {
  const { channel, language, field } = text;
  const { days, start, quote } = relative;
  const meantBy = ({ from, lastDay }: Sending): string[] =>
    daysFrom(from.slice(0, 10), lastDay).map((day) => plusDays(day, days));
  const meant = [...new Set(sendings.flatMap(meantBy))];
  const known = election && knownDays(election);
  const noneVotes = sendings.every(
    (one) => one.pollingDate !== null && !meantBy(one).includes(one.pollingDate),
  );
  const wrong = noneVotes && saysVotingOn(text, relative);
  if (!wrong && meant.length === 1 && meant.every((day) => !known || known.includes(day))) return [];
  const sorted = meant.toSorted();
  const pollingDates = [
    ...new Set(sendings.flatMap(({ pollingDate }) => (pollingDate === null ? [] : [pollingDate]))),
  ];
  const expected = sorted.length > NAMED ? [sorted[0], sorted.at(-1)] : sorted;
  return [
    {
      code: wrong ? 'voting-day' : 'relative-day',
      channel,
      language,
      field,
      start,
      quote,
      expected: expected.filter((day) => day !== undefined),
      ...(pollingDates.length > 0 && { pollingDates: pollingDates.toSorted().slice(0, NAMED) }),
    },
  ];
}

/** The hours in a text are useful while one of them is still to come. */
function passedHour(
  text: StatedText,
  relative: readonly RelativeDay[],
  sendings: readonly Sending[],
  election: ElectionFacts | null,
  languages: LiveLanguages,
): Finding[] {
  const facts = factsIn(text.text, text.language, languages);
  const last = facts
    .filter(({ kind }) => kind === 'hour')
    .reduce<Fact | null>((latest, one) => (latest && latest.value >= one.value ? latest : one), null);
  if (!last) return [];
  const dated = facts.flatMap((fact) => dayMeant(fact, election));
  const pollingDay = variablesIn(text.text).has('polling_date');
  const passed = sendings.flatMap(({ from, pollingDate }) => {
    const named = [
      ...dated,
      ...relative.map(({ days }) => plusDays(from.slice(0, 10), days)),
      ...(pollingDay && pollingDate !== null ? [pollingDate] : []),
    ];
    const day = named.toSorted().at(-1) ?? pollingDate;
    return day !== null && `${day}T${last.value}` < from ? [`${day}T${last.value}`] : [];
  });
  const { channel, language, field } = text;
  const expected = [...new Set(passed)].toSorted().slice(0, NAMED);
  return expected.length === 0
    ? []
    : [{ code: 'passed', channel, language, field, start: last.start, quote: last.quote, expected }];
}

/** The day of a date; a date without a year counts only if the election has such a day. */
function dayMeant({ kind, value, impossible }: Fact, election: ElectionFacts | null): string[] {
  if (kind !== 'date' || impossible) return [];
  if (!value.startsWith('--')) return [value];
  return (election ? knownDays(election) : []).filter((day) => day.endsWith(value.slice(1)));
}

function daysFrom(first: string, last: string): string[] {
  const found = [first];
  for (let day = plusDays(first, 1); day <= last && found.length < MOST_DAYS; day = plusDays(day, 1))
    found.push(day);
  return found;
}

function plusDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
