/** A section of a text: an hour, or the text between hours. */
interface Part {
  text: string;
  /** `07:30`; null if it is no hour. */
  hour: string | null;
  /** Whether the text itself marks it as an hour: a bare number is one only beside a written hour. */
  sure: boolean;
}

const HOUR =
  /(?<![\p{L}\p{N}.:,/])(?<word>(?:pukul|jam)\s+)?(?<hour>\d{1,2})(?:[.:](?<minute>[0-5]\d))?(?:\s+(?<day>pagi|siang|sore|malam)(?![\p{L}\p{N}]))?(?![\p{L}\p{N}%/]|[.:,]\d)/gu;
/** The words and signs that join two hours. */
const UNTIL = /^\s*(?:[-–—]|s\/d|s\s?\.?\s?d\s?\.?|sampai(?:\s+dengan)?|hingga)\s*$/u;
const JOINED = '-';

/**
 * Whether the spoken text says the written hours, with everything else unchanged: "jam 7 sampai 13" equals "07.00-13.00",
 * and "7 malam" equals "19.00". Never equates different hours, or an hour with a number that is not written as one.
 * @returns false when no hour is written
 */
export function saysTheHours(written: string, heard: string): boolean {
  const [asked, said] = [partsOf(written), partsOf(heard)];
  return (
    asked.length === said.length &&
    asked.some(({ sure }) => sure) &&
    asked.every((part, at) => {
      const other = said[at];
      if (other === undefined) return false;
      return part.sure ? part.hour === other.hour : asWritten(part.text) === asWritten(other.text);
    })
  );
}

function partsOf(text: string): Part[] {
  const plain = text.normalize('NFKC').toLowerCase();
  const parts: Part[] = [];
  let end = 0;
  const between = (to: number): void => {
    const rest = plain.slice(end, to);
    // Around an hour, only white space may be missing.
    if (rest.trim() !== '') parts.push({ text: UNTIL.test(rest) ? JOINED : rest, hour: null, sure: false });
  };
  for (const { 0: whole, index, groups = {} } of plain.matchAll(HOUR)) {
    const hour = hourOfDay(Number(groups['hour']), groups['day']);
    if (hour === null) continue;
    between(index);
    parts.push({
      text: whole,
      hour: `${String(hour).padStart(2, '0')}:${groups['minute'] ?? '00'}`,
      sure: [groups['word'], groups['minute'], groups['day']].some((one) => one !== undefined),
    });
    end = index + whole.length;
  }
  between(plain.length);
  return parts.map((part, at) => ({
    ...part,
    sure: part.sure || (part.hour !== null && (isEndOf(parts, at, -1) || isEndOf(parts, at, 1))),
  }));
}

/** Whether a section is one end of a span whose other end is certainly an hour. */
const isEndOf = (parts: readonly Part[], at: number, step: -1 | 1): boolean =>
  parts[at + step]?.text === JOINED && parts[at + 2 * step]?.sure === true;

/** @returns null if it is no hour, or its part of the day is ambiguous, such as "5 siang" and "12 malam" */
function hourOfDay(hour: number, day: string | undefined): number | null {
  if (hour > 24) return null;
  if (day === undefined) return hour;
  const [from, to] = PARTS_OF_DAY[day] ?? [0, 0];
  return [hour, ...(hour < 12 ? [hour + 12] : [])].find((one) => one >= from && one <= to) ?? null;
}

const PARTS_OF_DAY: Record<string, readonly [from: number, to: number]> = {
  pagi: [1, 11],
  siang: [11, 15],
  sore: [15, 18],
  malam: [18, 23],
};

/** Numbers must match in every character; of words, only the letters are heard. */
const asWritten = (text: string): string =>
  /\p{N}/u.test(text) ? text.replaceAll(/\s+/gu, ' ').trim() : text.replaceAll(/[^\p{L}]/gu, '');
