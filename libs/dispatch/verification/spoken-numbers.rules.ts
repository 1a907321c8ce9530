import { saysTheHours } from './spoken-hours.rules.js';

/** `unsure`: the same as far as it can be decided; the numbers have to be compared with the caller. */
export type Likeness = 'same' | 'unsure' | 'different';

/**
 * Whether the spoken text says the written numbers, months and hours, with everything else unchanged: "dua belas
 * Desember" equals "12 Des", and "empat" equals "04". Never equates different numbers or months.
 */
export function saysTheNumbers(written: string, heard: string): Likeness {
  for (const asDigits of [false, true]) {
    const [asked, said] = [plainOf(written, asDigits), plainOf(heard, asDigits)];
    if (asked === said || saysTheHours(asked, said)) return 'same';
    const [short, bare] = [withoutYear(asked), withoutLabels(said)];
    if ([asked, short].some((one) => one === bare || saysTheHours(one, bare))) return 'unsure';
  }
  if (groupsOf(written) === groupsOf(heard)) return 'unsure';
  const dotted = plainOf(withDots(heard));
  if (saysTheHours(plainOf(written), dotted)) return 'unsure';
  return isUndecided(plainOf(written), plainOf(heard)) ? 'unsure' : 'different';
}

/** A text with its digits in the groups in which they are written, whatever is between the groups. */
const groupsOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/(?<=\d)[\s.:–—-]+(?=\d)/gu, ' ')
    .trim();

/** A text with a dot between an hour and its minutes, which are often typed as two numbers: "08 00". */
const withDots = (text: string): string =>
  text.replaceAll(/(?<![\p{L}\p{N}.:,/-])(\d{1,2}) ([0-5]\d)(?![\p{L}\p{N}]|[.:,]\d)/gu, '$1.$2');

/** Months by their short forms, in Indonesian and English. */
const MONTHS: readonly RegExp[] = [
  /^jan(?:uari|uary)?$/,
  /^[fp]eb(?:ruari|ruary)?$/,
  /^mar(?:et|ch)?$/,
  /^apr(?:il)?$/,
  /^(?:mei|may)$/,
  /^jun[ie]?$/,
  /^jul[iy]?$/,
  /^(?:agu?(?:stus|st)?|aug(?:ust)?)$/,
  /^sept?(?:ember)?$/,
  /^o[kc]t(?:ober)?$/,
  /^no[vp](?:ember)?$/,
  /^de[sc](?:ember)?$/,
];
/** A word that no text contains, for a month. */
const monthWord = (month: number): string => `bulan#${String.fromCharCode(96 + month)}`;
const MONTH_WORD = /^bulan#[a-l]$/;

const UNITS = words('nol satu dua tiga empat lima enam tujuh delapan sembilan');
const UNITS_EN = words('zero one two three four five six seven eight nine');
const TEENS_EN = words('ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen');
const TENS_EN = words('twenty thirty forty fifty sixty seventy eighty ninety');
/** Words that multiply what is before them. */
const TIMES: Record<string, number> = { ribu: 1_000, thousand: 1_000, juta: 1_000_000, million: 1_000_000 };

/** Words said beside a number that a text does not have. */
const LABELS = new Set(words('hari tanggal tgl bulan tahun nomor year number'));
/** Words that change the number beside them in ways that are not computed here. */
const UNDECIDED = new Set(
  words(
    `setengah seperempat lewat lebih kurang menit tengah koma titik belas puluh ratus ribu juta half quarter past to
     noon midnight o'clock am pm a.m p.m hundred thousand million`,
  ),
);

function words(all: string): string[] {
  return all.trim().split(/\s+/u);
}

/** A text with its numbers in digits, without leading zeros, and its months in one form. */
function plainOf(text: string, asDigits = false): string {
  const tokens = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/u)
    .flatMap((token) => written(token.replaceAll(/^[("“'‘]+|[)"”'’,;:!?.]+$/gu, '')));
  const plain: string[] = [];
  for (let at = 0; at < tokens.length;) {
    const end = endOfNumber(tokens, at);
    if (end === at) {
      plain.push(tokens[at] ?? '');
      at += 1;
    } else {
      const numbers = numbersIn(tokens.slice(at, end));
      plain.push(...(asDigits ? [numbers.join('')] : numbers).map(withoutZeros));
      at = end;
    }
  }
  return plain
    .join(' ')
    .replaceAll(
      /(?<![\p{L}\p{N}])setengah (1[0-2]|[1-9])(?![\p{L}\p{N}.,:])/gu,
      (_, hour: string) => `${Number(hour) === 1 ? 12 : Number(hour) - 1}.30`,
    )
    .trim();
}

/** A token as it is written: a month in one form, a date in digits as its parts, a number without its dots. */
function written(token: string): string[] {
  const month = MONTHS.findIndex((one) => one.test(token)) + 1;
  if (month > 0) return [monthWord(month)];
  const [, day, monthNo = '', year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(token) ?? [];
  if (day && year && Number(monthNo) >= 1 && Number(monthNo) <= 12)
    return [withoutZeros(day), monthWord(Number(monthNo)), year];
  if (/^\d{1,3}(?:[.,]\d{3})+$/.test(token)) return [token.replaceAll(/[.,]/g, '')];
  const parts = token.split('-');
  return parts.length > 1 && parts.every(isNumberWord) ? parts : [withoutZeros(token)];
}

/** Of a number that counts. A longer one, as of a telephone, has zeros that mean something. */
const withoutZeros = (token: string): string => (/^\d{1,3}$/.test(token) ? String(Number(token)) : token);

const isNumberWord = (word: string): boolean =>
  [UNITS, UNITS_EN, TEENS_EN, TENS_EN].some((all) => all.includes(word)) ||
  /^se(?:puluh|belas|ratus|ribu)$/.test(word) ||
  word === 'kosong';
const continuesNumber = (word: string): boolean =>
  isNumberWord(word) || /^(?:belas|puluh|ratus|hundred)$/.test(word) || word in TIMES;

function endOfNumber(tokens: readonly string[], from: number): number {
  if (!isNumberWord(tokens[from] ?? '')) return from;
  let end = from + 1;
  for (;;) {
    // "two thousand and twenty-six"
    const joined = tokens[end] === 'and' && /^(?:hundred|thousand)$/.test(tokens[end - 1] ?? '') ? 1 : 0;
    if (!continuesNumber(tokens[end + joined] ?? '')) return end;
    end += joined + 1;
  }
}

/** A part of a number: its value, and the powers of ten that it fills, from `low` up to below `high`. */
interface Part {
  value: number;
  low: number;
  high: number;
}

/** The numbers that a run of number words says: "dua belas" is 12, "dua nol" is 2 and 0. */
function numbersIn(run: readonly string[]): string[] {
  const numbers: { done: number; rest: number; low: number }[] = [];
  const add = ({ value, low, high }: Part): void => {
    const last = numbers.at(-1);
    if (last && value > 0 && last.low >= high && last.done + last.rest > 0) {
      last.rest += value;
      last.low = low;
    } else numbers.push({ done: 0, rest: value, low });
  };
  for (let at = 0; at < run.length; at++) {
    const word = run[at] ?? '';
    if (word === 'seribu') add({ value: 1, low: 1, high: 10 });
    const times = word === 'seribu' ? 1_000 : TIMES[word];
    const last = numbers.at(-1);
    if (times !== undefined && last) {
      last.done += last.rest * times;
      last.rest = 0;
      last.low = times;
    }
    const part = partAt(word, run[at + 1]);
    if (part?.taken) at += 1;
    if (part) add(part);
  }
  return numbers.map(({ done, rest }) => String(done + rest));
}

function partAt(word: string, next: string | undefined): (Part & { taken: boolean }) | null {
  const alone = (value: number, low: number, high: number) => ({ value, low, high, taken: false });
  if (word === 'sepuluh') return alone(10, 1, 100);
  if (word === 'sebelas') return alone(11, 1, 100);
  if (word === 'seratus') return alone(100, 100, 1_000);
  if (TEENS_EN.includes(word)) return alone(10 + TEENS_EN.indexOf(word), 1, 100);
  if (TENS_EN.includes(word)) return alone(20 + 10 * TENS_EN.indexOf(word), 10, 100);
  const unit = word === 'kosong' ? 0 : Math.max(UNITS.indexOf(word), UNITS_EN.indexOf(word));
  if (unit < 0) return null;
  if (next === 'belas') return { value: 10 + unit, low: 1, high: 100, taken: true };
  if (next === 'puluh') return { value: 10 * unit, low: 10, high: 100, taken: true };
  if (next === 'ratus' || next === 'hundred')
    return { value: 100 * unit, low: 100, high: 1_000, taken: true };
  return alone(unit, 1, 10);
}

/** Callers seldom read the year of a date. */
const withoutYear = (plain: string): string => plain.replaceAll(/(bulan#[a-l]) \d{4}(?!\S)/g, '$1');
const withoutLabels = (plain: string): string =>
  plain
    .split(' ')
    .filter((word) => !LABELS.has(word))
    .join(' ');

/** Whether everything but the numbers is the same, and what is said of them cannot be computed. */
function isUndecided(asked: string, said: string): boolean {
  const spoken = said.split(' ');
  const open = spoken.some((word) => UNDECIDED.has(word)) || /(?<!\S)12 malam(?!\S)/.test(said);
  return open && /\d/.test(asked) && otherWords(asked) === otherWords(said);
}

/** What is neither a number, nor said of one. */
const otherWords = (plain: string): string =>
  plain
    .split(' ')
    .filter(
      (word) =>
        !/^[\d.:,–—-]+$/.test(word) &&
        !UNDECIDED.has(word) &&
        !LABELS.has(word) &&
        !/^(?:pukul|jam|pagi|siang|sore|malam)$/.test(word),
    )
    .map((word) => (MONTH_WORD.test(word) ? word : word.replaceAll(/[^\p{L}]/gu, '')))
    .join(' ');
