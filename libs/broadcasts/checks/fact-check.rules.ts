import type { LiveLanguages } from '#audience/languages';
import type { ChannelName } from '#channels';
import type { ReviewMark } from '#contract/api/plan';
import { namesIn } from '#contract/language.rules';
import { type Fact, factsIn, grammarOf } from './read-facts.rules.js';
import { saysVotingOn } from './voting-day.rules.js';
import { variablesIn } from '../content/template.rules.js';
import { REQUIRED_LANGUAGE } from '../content/variables.js';

/** One text as it will go out, including its footer. */
export interface StatedText {
  /** An easy text, which belongs to no channel, has `easy`. */
  channel: ChannelName | 'easy';
  language: string;
  field: 'subject' | 'text';
  text: string;
}

/** The election's data. Dates `YYYY-MM-DD`, hours `HH:MM`. */
export interface ElectionFacts {
  pollingDates: readonly string[];
  quietFrom: string;
  quietTo: string;
  opens: string;
  closes: string;
  /** Last day to ask for another polling station. */
  deadline?: string | null;
}

/**
 * A place a reviewer should look at, `start` in UTF-16 units of the text.
 * - `impossible-date`, `impossible-hour`: a date in no calendar, an hour on no clock
 * - `weekday`: the date falls on another day (`expected`)
 * - `date`, `day`, `hour`, `year`: differs from the election's (`expected`)
 * - `other-day`: a day of the quiet period or the last to move, where a polling day (`expected`) may be meant
 * - `languages`: missing in the text of the same channel in another language (`expected`)
 * - `contestant`: names a contestant (`expected`) in the quiet period
 * - `uncorrected`: a text of a correction that equals a text of its original (uncorrected.rules.ts)
 * - `copied-doubted`: a text of a copy that equals a text in doubt of another broadcast (`expected`: its title)
 * - `copied-corrected`: the same of a broadcast that has a correction
 * - `copied-withdrawn`: the same of a broadcast with a text that was taken back
 * - `relative-day`, `voting-day`, `passed`: does not fit the time at which it goes out (moment.rules.ts)
 */
export interface Finding {
  code: ReviewMark['code'];
  channel: StatedText['channel'];
  language: string;
  field: StatedText['field'];
  start: number;
  quote: string;
  /** The values that would agree: dates and hours in the format of the data, language codes, or names. */
  expected: string[];
  /** Of a `relative-day`, a `voting-day`, or a date of which the text says that people vote then: when the audience votes. */
  pollingDates?: string[];
}

/**
 * Compares the facts that the texts state in digits (and in names of days and months) with the election's data and
 * across languages. Reports what does not agree; a person decides whether it is wrong: a text may well name a deadline
 * that is no polling day. Does not read numbers written as words.
 * @param election null: compares the texts with each other only
 */
export function checkFacts(
  texts: readonly StatedText[],
  election: ElectionFacts | null,
  languages: LiveLanguages,
): Finding[] {
  const read = texts.map((one) => ({ ...one, facts: factsIn(one.text, one.language, languages) }));
  return [
    ...read.flatMap((one) => one.facts.flatMap((fact) => against(one, fact, election, languages))),
    ...read.flatMap((one) => acrossLanguages(one, read, election)),
  ];
}

type ReadText = StatedText & { facts: Fact[] };

const at = (
  { channel, language, field }: StatedText,
  { start, quote }: Pick<Fact, 'start' | 'quote'>,
  code: Finding['code'],
  expected: readonly string[],
): Finding => ({ code, channel, language, field, start, quote, expected: [...expected] });

function against(
  text: StatedText,
  fact: Fact,
  election: ElectionFacts | null,
  languages: LiveLanguages,
): Finding[] {
  switch (fact.kind) {
    case 'date':
      return againstDates(text, fact, election, languages);
    case 'weekday': {
      if (!election) return [];
      const days = [...new Set(election.pollingDates.map(weekdayOf))];
      return days.includes(Number(fact.value.slice(3))) ? [] : [at(text, fact, 'day', election.pollingDates)];
    }
    case 'hour': {
      if (fact.impossible) return [at(text, fact, 'impossible-hour', [])];
      if (!election || fact.value === election.opens || fact.value === election.closes) return [];
      return [at(text, fact, 'hour', [election.opens, election.closes])];
    }
    case 'number': {
      const years = [...new Set(election?.pollingDates.map((date) => date.slice(0, 4)))];
      const aYear = /^(19|20)\d\d$/.test(fact.value) && fact.quote === fact.value;
      return !election || !aYear || years.includes(fact.value) ? [] : [at(text, fact, 'year', years)];
    }
  }
}

function againstDates(
  text: StatedText,
  fact: Fact,
  election: ElectionFacts | null,
  languages: LiveLanguages,
): Finding[] {
  if (fact.impossible) return [at(text, fact, 'impossible-date', [])];
  const known = election ? knownDays(election) : [];
  const yearless = fact.value.startsWith('--');
  const meant = yearless ? known.find((date) => date.endsWith(fact.value.slice(1))) : fact.value;
  const found = election ? againstDays(text, fact, meant, election) : [];
  // Polling day in its place brings its own weekday: another weekday for the wrong date would only polish the error.
  if (found.some(({ pollingDates }) => pollingDates !== undefined)) return found;
  // A weekday without a year can be checked only for a date of the election, or in the election's year.
  const dated =
    meant ?? (election ? `${election.pollingDates[0]?.slice(0, 4)}${fact.value.slice(1)}` : undefined);
  if (fact.weekday !== undefined && dated !== undefined && weekdayOf(dated) !== fact.weekday)
    found.push(at(text, fact, 'weekday', [weekdayName(dated, text.language, languages)]));
  return found;
}

/** What a text calls a day that is no polling day: the quiet period, and moving to another polling station. */
const NAMED = {
  // “Tetap tenang” only calms.
  quiet: /\b(?:(?:masa|hari|minggu|periode)\s+tenang|quiet|silence|cooling)\b/iu,
  deadline: /pindah|\b(?:batas|tenggat|terakhir|paling\s+lambat|mov(?:e|ed|ing)|deadline|last)\b/iu,
};

/**
 * A date that is no polling day. One of the election's other days passes where the text says what it is: the day before
 * the vote, written in its place, is the commonest error. A regional language's own words for it are not known: there only
 * a text that says that people vote then is marked.
 */
function againstDays(
  text: StatedText,
  fact: Fact,
  meant: string | undefined,
  election: ElectionFacts,
): Finding[] {
  const { pollingDates, quietFrom, quietTo, deadline } = election;
  if (meant !== undefined && pollingDates.includes(meant)) return [];
  const votes = saysVotingOn(text, fact) || isMiscounted(fact, meant, pollingDates);
  const marked = (code: 'date' | 'other-day'): Finding[] => [
    { ...at(text, fact, code, pollingDates), ...(votes ? { pollingDates: [...pollingDates] } : {}) },
  ];
  const isQuiet = meant !== undefined && meant >= quietFrom && meant <= quietTo;
  const isDeadline = meant !== undefined && meant === deadline;
  if (!isQuiet && !isDeadline) return marked('date');
  const regional = text.language !== REQUIRED_LANGUAGE && text.language !== 'en';
  const named =
    regional || (isQuiet && NAMED.quiet.test(text.text)) || (isDeadline && NAMED.deadline.test(text.text));
  return votes || !named ? marked('other-day') : [];
}

/** Whether it has the weekday of polling day and a date in its month that falls on another one: the figure is wrong. */
const isMiscounted = (
  { weekday }: Fact,
  meant: string | undefined,
  pollingDates: readonly string[],
): boolean =>
  weekday !== undefined &&
  meant !== undefined &&
  weekdayOf(meant) !== weekday &&
  pollingDates.some((date) => date.slice(0, 7) === meant.slice(0, 7) && weekdayOf(date) === weekday);

/** Facts that a text states and its counterparts in other languages do not. The others are compared with Indonesian. */
function acrossLanguages(
  text: ReadText,
  all: readonly ReadText[],
  election: ElectionFacts | null,
): Finding[] {
  const others = all.filter(
    ({ channel, field, language }) =>
      channel === text.channel &&
      field === text.field &&
      language !== text.language &&
      (language === REQUIRED_LANGUAGE || text.language === REQUIRED_LANGUAGE),
  );
  const counterparts = others.map((other) => ({ language: other.language, ...whole(other, all) }));
  const possible = text.facts.filter(({ impossible }) => !impossible);
  return [...possible, ...variableFacts(text.text)].flatMap((fact) => {
    const lacking = counterparts
      .filter((other) => !states(other, fact, election))
      .map(({ language }) => language);
    return lacking.length > 0 ? [at(text, fact, 'languages', lacking)] : [];
  });
}

/** {{polling_date}} is a date too, which each language must state. */
function variableFacts(text: string): Pick<Fact, 'start' | 'quote' | 'value'>[] {
  const quote = '{{polling_date}}';
  const start = text.indexOf(quote);
  return start < 0 ? [] : [{ start, quote, value: quote }];
}

/** A text with its subject, or a subject with its text: who gets one reads the other. */
function whole(one: ReadText, all: readonly ReadText[]): Pick<ReadText, 'text' | 'facts'> {
  const parts = all.filter(({ channel, language }) => channel === one.channel && language === one.language);
  return { text: parts.map(({ text }) => text).join('\n'), facts: parts.flatMap(({ facts }) => facts) };
}

function states(
  other: Pick<ReadText, 'text' | 'facts'>,
  { value }: Pick<Fact, 'value'>,
  election: ElectionFacts | null,
): boolean {
  const datesItself = variablesIn(other.text).has('polling_date');
  if (value.startsWith('{{')) return datesItself;
  if (/^(?:19|20)\d\d$/.test(value)) {
    const inDate = other.facts.some((fact) => fact.kind === 'date' && fact.value.startsWith(value));
    if (inDate || (datesItself && election?.pollingDates.some((date) => date.startsWith(value)))) return true;
  }
  const monthAndDay = (date: string): string => date.slice(-6);
  return other.facts.some(
    (fact) =>
      fact.value === value ||
      // A date is the same day with and without its year.
      (fact.kind === 'date' &&
        monthAndDay(fact.value) === monthAndDay(value) &&
        (fact.value.startsWith('--') || value.startsWith('--'))) ||
      (value.startsWith('wd:') && fact.weekday === Number(value.slice(3))),
  );
}

/**
 * The places where the texts name a contestant, compared as whole words and regardless of case and marks.
 * @param names of all contestants
 */
export function contestantsIn(texts: readonly StatedText[], names: readonly string[]): Finding[] {
  const wanted = [...new Set(names)].flatMap((name) => {
    const parts = plain(name).text.match(/[\p{L}\p{N}]+/gu);
    return parts ? [{ name, pattern: parts.join('[^\\p{L}\\p{N}]+') }] : [];
  });
  return texts.flatMap((one) => {
    const { text, places } = plain(one.text);
    return wanted.flatMap(({ name, pattern }) =>
      [...text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, 'gu'))].map((match) => {
        const start = places[match.index] ?? 0;
        const end = places[match.index + match[0].length] ?? one.text.length;
        return at(one, { start, quote: one.text.slice(start, end) }, 'contestant', [name]);
      }),
    );
  });
}

/** A text without marks and case, with the original place of each of its units. */
function plain(text: string): { text: string; places: number[] } {
  let folded = '';
  const places: number[] = [];
  let place = 0;
  for (const letter of text) {
    const bare = letter.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    for (let unit = 0; unit < bare.length; unit++) places.push(place);
    folded += bare;
    place += letter.length;
  }
  return { text: folded, places };
}

/** Monday 1 … Sunday 7. */
function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}

const weekdayName = (date: string, language: string, languages: LiveLanguages): string =>
  namesIn(languages.get(language)?.days[weekdayOf(date) - 1] ?? '')[0] ??
  new Intl.DateTimeFormat(grammarOf(language), { weekday: 'long', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );

/** The days of an election: those of polling, of the quiet period, and the last to move to another polling station. */
export const knownDays = ({ pollingDates, quietFrom, quietTo, deadline }: ElectionFacts): string[] => [
  ...pollingDates,
  ...(deadline ? [deadline] : []),
  ...days(quietFrom, quietTo),
];

/** Every day from one to another, both included. */
function days(from: string, to: string): string[] {
  const found: string[] = [];
  const day = new Date(`${from}T00:00:00Z`);
  for (; day.toISOString().slice(0, 10) <= to && found.length < 60; day.setUTCDate(day.getUTCDate() + 1))
    found.push(day.toISOString().slice(0, 10));
  return found;
}

/** As they are read: by channel, Indonesian first, the subject before the text, and by the place in it. */
export function inOrder<T extends Pick<Finding, 'channel' | 'language' | 'field' | 'start'>>(
  findings: readonly T[],
  channels: readonly string[],
): T[] {
  const channelAt = ({ channel }: T): number =>
    channel === 'easy' ? channels.length : channels.indexOf(channel);
  const languageOf = ({ language }: T): string => (language === REQUIRED_LANGUAGE ? '' : language);
  return findings.toSorted(
    (a, b) =>
      channelAt(a) - channelAt(b) ||
      languageOf(a).localeCompare(languageOf(b)) ||
      a.field.localeCompare(b.field) ||
      a.start - b.start,
  );
}
