import type { LiveLanguages } from '#audience/languages';
import { namesIn } from '#contract/language.rules';

/** A date, an hour or a number that a text states. */
export interface Fact {
  kind: 'date' | 'weekday' | 'hour' | 'number';
  /** `2024-02-14`, `--02-14` without a year, `wd:3` (Monday 1 … Sunday 7), `07:00`, `203056748`. */
  value: string;
  /** The weekday written with a date, 1–7. */
  weekday?: number;
  /** A date that is in no calendar, such as 31 February, or an hour that is on no clock, such as 25.00. */
  impossible?: boolean;
  start: number;
  quote: string;
}

const MONTHS: Record<'id' | 'en', readonly string[]> = {
  id: [
    'januari|jan',
    'februari|pebruari|feb',
    'maret|mar',
    'april|apr',
    'mei',
    'juni|jun',
    'juli|jul',
    'agustus|agu|agt|ags',
    'september|sept|sep',
    'oktober|okt',
    'november|nopember|nov|nop',
    'desember|des',
  ],
  en: [
    'january|jan',
    'february|feb',
    'march|mar',
    'april|apr',
    'may',
    'june|jun',
    'july|jul',
    'august|aug',
    'september|sept|sep',
    'october|oct',
    'november|nov',
    'december|dec',
  ],
};
const WEEKDAYS: Record<'id' | 'en', readonly string[]> = {
  id: ['senin', 'selasa', 'rabu', 'kamis', "jum'at|jumat", 'sabtu', 'minggu|ahad'],
  en: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
};
/** Names of days that mean something else without `hari`: in "dua minggu lagi" weeks, and one. */
const OTHERWISE = ['minggu', 'satu'];
/** Links, mail addresses and variables: their parts are no facts. */
const OPAQUE = /\{\{\w+\}\}|https?:\/\/\S+|[\w.+-]+@[\w.-]+\w|(?:[a-z0-9-]+\.)+[a-z]{2,}(?:\/\S*)?/giu;

/** How numbers and hours are written: a regional language writes them as Indonesian does. */
export const grammarOf = (language: string): 'id' | 'en' => (language === 'en' ? 'en' : 'id');

/**
 * The dates, weekdays, hours and numbers that a text states in digits, in their order.
 * @param language `en`, or as Indonesian: `07.00` is an hour in both, `1.000` a thousand only in Indonesian
 * @param languages a live one's own names of days and months are read beside the Indonesian ones
 */
export function factsIn(text: string, language: string, languages: LiveLanguages): Fact[] {
  const words = wordsOf(language, languages);
  let rest = text.replace(OPAQUE, blank);
  const found: Fact[] = [];
  for (const read of [datesIn, isoDatesIn, hoursIn, noHoursIn, weekdaysIn, numbersIn]) {
    for (const fact of read(rest, words)) {
      const quote = text.slice(fact.start, fact.start + fact.quote.length);
      found.push({ ...fact, quote });
      rest = rest.slice(0, fact.start) + blank(quote) + rest.slice(fact.start + quote.length);
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Blanks a stretch, so that every other character keeps its place. */
const blank = (text: string): string => '\u0000'.repeat(text.length);

interface Words {
  grammar: 'id' | 'en';
  months: Names;
  weekdays: Names;
}

/** Names of days or months: their pattern, and the number of each, from 1, by the name without case and marks. */
interface Names {
  pattern: string;
  numbers: ReadonlyMap<string, number>;
}

function wordsOf(language: string, languages: LiveLanguages): Words {
  const grammar = grammarOf(language);
  const own = languages.get(language);
  return {
    grammar,
    months: namesOf(MONTHS[grammar], own?.months),
    weekdays: namesOf(WEEKDAYS[grammar], own?.days),
  };
}

/** Of a name that two languages use differently, the meaning in the language's own words holds. */
function namesOf(usual: readonly string[], own: readonly string[] = []): Names {
  const all = [
    ...own.flatMap((names, at) => namesIn(names).map((name) => [name, at + 1] as const)),
    ...usual.flatMap((names, at) => names.split('|').map((name) => [name, at + 1] as const)),
  ];
  const numbers = new Map<string, number>();
  for (const [name, number] of all) if (!numbers.has(keyOf(name))) numbers.set(keyOf(name), number);
  // The longest first: one name may begin with another.
  const names = all.map(([name]) => name).toSorted((a, b) => b.length - a.length);
  return { pattern: names.map(patternOf).join('|'), numbers };
}

const APOSTROPHES = "'’ʼ‘`";

const keyOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll(new RegExp(`[${APOSTROPHES}]`, 'g'), "'")
    .replace(/\s+/g, ' ')
    .toLowerCase();

/** A name as people type it: composed, decomposed or without its marks, with any apostrophe. */
function patternOf(name: string): string {
  return Array.from(name.normalize('NFC'))
    .map((letter) => {
      if (/\s/.test(letter)) return '\\s+';
      if (APOSTROPHES.includes(letter)) return `[${APOSTROPHES}]`;
      const apart = letter.normalize('NFD');
      const bare = apart.replace(/\p{M}/gu, '');
      return apart === letter ? escaped(letter) : `(?:${[apart, letter, bare].map(escaped).join('|')})`;
    })
    .join('');
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
const numberOf = ({ numbers }: Names, name: string): number => numbers.get(keyOf(name)) ?? 0;
const EDGE = '(?<![\\p{L}\\p{N}])';
const END = '(?![\\p{L}\\p{N}])';

function datesIn(text: string, words: Words): Fact[] {
  const months = words.months.pattern;
  const weekday = `(?:(?<weekday>${words.weekdays.pattern}),?\\s+)?`;
  const year = ',?\\s+(?<year>\\d{4})';
  // A full stop after a month abbreviates it when the date continues, and ends the sentence when it does not.
  const dayFirst = `(?<day>\\d{1,2})(?:st|nd|rd|th)?\\s+(?<month>${months})(?:\\.?${year})?`;
  const monthFirst = `(?<month>${months})\\.?\\s+(?<day>\\d{1,2})(?:st|nd|rd|th)?(?:${year})?`;
  const patterns = words.grammar === 'en' ? [dayFirst, monthFirst] : [dayFirst];
  return patterns.flatMap((pattern) =>
    matches(text, `${EDGE}${weekday}(?:tanggal\\s+)?${pattern}${END}`).flatMap(({ groups, index, whole }) => {
      const said = { day: Number(groups['day']), month: numberOf(words.months, groups['month'] ?? '') };
      const named = groups['weekday'];
      return [
        {
          ...date(said.day, said.month, groups['year']),
          ...(named === undefined ? {} : { weekday: numberOf(words.weekdays, named) }),
          start: index,
          quote: whole,
        },
      ];
    }),
  );
}

function isoDatesIn(text: string): Fact[] {
  return [
    ...matches(text, `${EDGE}(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2})${END}`),
    ...matches(text, `${EDGE}(?<day>\\d{1,2})([/.-])(?<month>\\d{1,2})\\2(?<year>\\d{4})${END}`),
  ].map(({ groups, index, whole }) => ({
    ...date(Number(groups['day']), Number(groups['month']), groups['year']),
    start: index,
    quote: whole,
  }));
}

function date(
  day: number,
  month: number,
  year: string | undefined,
): Pick<Fact, 'kind' | 'value' | 'impossible'> {
  const two = (value: number): string => String(value).padStart(2, '0');
  // A leap year replaces a missing year.
  const shown = new Date(Date.UTC(Number(year ?? '2024'), month - 1, day));
  const real = shown.getUTCDate() === day && shown.getUTCMonth() === month - 1;
  const value = `${year ?? '-'}-${two(month)}-${two(day)}`;
  return { kind: 'date', value, ...(real ? {} : { impossible: true }) };
}

/** Ends an hour: no more digits, and no share. */
const NO_MORE = '(?![.,:]?\\d|\\s?(?:%|persen|percent))';

function hoursIn(text: string, { grammar }: Words): Fact[] {
  const clock = `(?<!Rp\\s?|[$%.,])(?<hour>[01]?\\d|2[0-3]|24(?=.00))[.:](?<minute>[0-5]\\d)${NO_MORE}`;
  // The last full stop of "a.m." belongs to it; the one after "am" ends the sentence.
  const noon = '\\s?(?<half>[ap])(?:\\.m\\.|\\.?m(?!\\p{L}))';
  const half = grammar === 'en' ? `(?:${noon})?` : `(?:\\s+(?<half>pagi|siang|sore|malam)${END})?`;
  const bare =
    grammar === 'en'
      ? `${EDGE}(?<hour>1[0-2]|0?[1-9])${noon}`
      : `${EDGE}(?:pukul|jam)\\s+(?<hour>[01]?\\d|2[0-4])(?![\\d.:])(?:\\s+(?<half>pagi|siang|sore|malam)${END})?`;
  return [...matches(text, `${EDGE}${clock}${half}`), ...matches(text, bare)].map(
    ({ groups, index, whole }) => ({
      kind: 'hour',
      value: `${String(onTheClock(Number(groups['hour']), groups['half'])).padStart(2, '0')}:${groups['minute'] ?? '00'}`,
      start: index,
      quote: whole,
    }),
  );
}

/**
 * Figures that stand where an hour does, and are none: after the word for it or after another hour, or before a time zone.
 * In Indonesian, which writes no decimals with a full stop, also by themselves, unless they may be a day and a month.
 */
function noHoursIn(text: string, { grammar }: Words): Fact[] {
  const figures = (mark: string): string => `(?<hour>\\d{1,2})${mark}(?<minute>\\d{2})${NO_MORE}`;
  // In English a full stop makes a decimal of it: "at 25.50".
  const named =
    grammar === 'en'
      ? `(?<=\\b(?:at|from|until|till)\\s)${figures(':')}`
      : `(?<=\\b(?:pukul|jam)\\s)${figures('[.:]')}`;
  // An hour that was read is blank.
  const range = '\u0000\\s?(?:[-–—]|sampai|hingga|s\\.?d\\.?|to|until)\\s?';
  const patterns = [
    named,
    `(?<=${range})${figures('[.:]')}`,
    `${EDGE}${figures('[.:]')}(?=\\s(?:WIB|WITA|WIT)${END})`,
    ...(grammar === 'en'
      ? []
      : [`(?<!Rp\\s?|[$%.,\\p{L}\\p{N}])(?<hour>2[4-9])\\.(?<minute>00|1[3-9]|[2-9]\\d)${NO_MORE}`]),
  ];
  const found = patterns.flatMap((pattern) => matches(text, pattern));
  return [...new Map(found.map((one) => [one.index, one])).values()].map(({ groups, index, whole }) => ({
    kind: 'hour',
    value: `${groups['hour']}:${groups['minute']}`,
    impossible: true,
    start: index,
    quote: whole,
  }));
}

/** The hour in 24-hour form, from an hour with am or pm or a part of the day. */
function onTheClock(hour: number, half: string | undefined): number {
  switch (half?.toLowerCase()) {
    case 'p':
      return hour < 12 ? hour + 12 : hour;
    case 'a':
      return hour === 12 ? 0 : hour;
    case 'siang':
      return hour <= 4 ? hour + 12 : hour;
    case 'sore':
      return hour < 12 ? hour + 12 : hour;
    case 'malam':
      return hour === 12 ? 0 : hour >= 6 && hour < 12 ? hour + 12 : hour;
    default:
      return hour;
  }
}

function weekdaysIn(text: string, words: Words): Fact[] {
  return matches(text, `${EDGE}(?<hari>hari\\s+)?(?<weekday>${words.weekdays.pattern})${END}`).flatMap(
    ({ groups, index, whole }) => {
      const weekday = groups['weekday'] ?? '';
      if (words.grammar === 'id' && OTHERWISE.includes(weekday.toLowerCase()) && groups['hari'] === undefined)
        return [];
      const before = whole.length - weekday.length;
      return [
        {
          kind: 'weekday',
          value: `wd:${numberOf(words.weekdays, weekday)}`,
          start: index + before,
          quote: weekday,
        },
      ];
    },
  );
}

function numbersIn(text: string, { grammar }: Words): Fact[] {
  const [thousand, decimal] = grammar === 'en' ? [',', '.'] : ['.', ','];
  const pattern = `(?:(?<![\\p{L}\\p{N}])|(?<=Rp))(?:\\d{1,3}(?:[${thousand}]\\d{3})+|\\d+)(?:[${decimal}]\\d+)?(?!\\p{N})`;
  return matches(text, pattern).map(({ index, whole }) => ({
    kind: 'number',
    value: whole.replaceAll(thousand, '').replace(decimal, '.'),
    start: index,
    quote: whole,
  }));
}

function matches(
  text: string,
  pattern: string,
): { groups: Record<string, string | undefined>; index: number; whole: string }[] {
  return [...text.matchAll(new RegExp(pattern, 'giu'))].map((match) => ({
    groups: match.groups ?? {},
    index: match.index,
    whole: match[0],
  }));
}
