// Finds addresses of people in what staff write, as they may be written by hand: dates, times and ids of broadcasts are no
// telephone numbers.

const DAY = String.raw`(?:0?[1-9]|[12]\d|3[01])`;
const MONTH = String.raw`(?:0?[1-9]|1[0-2])`;
const YEAR = String.raw`(?:19|20)\d{2}`;
const DATE = `(?:${YEAR}-${MONTH}-${DAY}|${['[.]', '/', '-'].map((mark) => DAY + mark + MONTH + mark + YEAR).join('|')})`;
const CLOCK = String.raw`(?:[01]?\d|2[0-3])[.:][0-5]\d(?:[.:][0-5]\d)?`;
/** Not within a longer run of digits. */
const alone = (what: string): string => String.raw`(?<!\d|\d[.:/])(?:${what})(?!\d|[.:/]\d)`;

/** Dates, as people write them: 24.11.2026, 2026-11-24. */
const DATES = new RegExp(alone(DATE), 'g');
/**
 * Dates, times, and the id of a broadcast, which is longer than any telephone number of Indonesia and shorter than an
 * identity number.
 */
const ORDINARY = new RegExp(alone(`${DATE}|${DAY}[./]${MONTH}[./]2\\d|${CLOCK}|[1-9]\\d{14}`), 'g');

/** Digits, with any separators between them except letters. */
const RUNS = /\d(?:[^\p{L}\d]{0,4}\d)*/gu;
/** Separators of the items of a list; a telephone number may be written with them too. */
const LIST_MARKS = /[^\p{L}\d]*[,;%\n][^\p{L}\d]*/u;
/** Minimum number of digits of a telephone number. */
const ENOUGH = 9;
/** A mobile number, with or without the prefix of the country. */
const MOBILE = /^(?:0{0,2}620?|0)8\d{7}/;
/** An e-mail address, also with spaces or "(at)" for the sign, a name at Telegram, or a link to one. */
const ADDRESS =
  /\S@\S|(?<!\w)@\w{4,}|\w\s{0,2}(?:@|\sat\s)\s{0,2}[\w-]+\s?\.\p{L}{2,}|[([{<]\s?at\s?[)\]}>]|\bt(?:elegram)?\.me\/\w/iu;

/** Whether a text by staff holds somebody's address: the trail is kept for ever, and outlives an erasure. */
export function namesAddress(text: string): boolean {
  const plain = text.normalize('NFKC').replaceAll(/(?![0-9])\p{Nd}/gu, valueOf);
  return ADDRESS.test(plain) || [...plain.matchAll(RUNS)].some(([run]) => isNumber(run));
}

/** Whether digits with their separators are a telephone or an identity number, and not dates, times or a list. */
function isNumber(run: string): boolean {
  const items = run
    .split(LIST_MARKS)
    .map((item) => ({ item, rest: digitsOf(item.replaceAll(ORDINARY, ' ')) }));
  if (items.some(({ item, rest }) => rest !== '' && digitsOf(item).length >= ENOUGH)) return true;
  if (items.every(({ rest }) => rest === '')) return false;
  return run.split(DATES).some((part) => {
    const groups = part.match(/\d+/g) ?? [];
    return groups.some((_, from) => MOBILE.test(groups.slice(from).join('')));
  });
}

const digitsOf = (text: string): string => text.replaceAll(/\D/g, '');

/** Returns the value of a digit of any script: each script's ten digits are consecutive. */
function valueOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value);
}
