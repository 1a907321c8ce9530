import { SCREEN_LANGUAGES } from '../../../../../libs/contract/lists.js';

/** Month names of all languages, in lower case, with the month's number. */
const MONTHS = SCREEN_LANGUAGES.flatMap((locale) =>
  Array.from({ length: 12 }, (_, month) => ({
    month: month + 1,
    name: new Date(Date.UTC(2024, month, 1))
      .toLocaleDateString(locale, { month: 'long', timeZone: 'UTC' })
      .toLowerCase(),
  })),
);

const DAY_MS = 86_400_000;

/**
 * Reads a day as people write it: `3 Desember 2026`, `3 des 2026`, `3/12/2026`, `03-12-2026`, or `2026-12-03`. The day
 * stands before the month, as everywhere in Indonesia.
 * @param near `2026-12-01`: a day without a year, such as `3 des` or `3/12`, is the one nearest to it; absent: it is no day
 * @returns `2026-12-03`; null where it is no day, or not written to its end
 */
export function dayIn(text: string, near?: string): string | null {
  const words = text.trim().toLowerCase();
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(words);
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  // A name of the day of the week before it is what a field of this console shows.
  const written = /^(?:\p{L}+,?\s+)?(\d{1,2})[\s./-]+(\p{L}{3,}|\d{1,2})\.?(?:[\s./-]+(\d{4}))?$/u.exec(
    words,
  );
  if (!written) return null;
  const [, day = '', middle = '', year] = written;
  const month = /^\d/.test(middle)
    ? Number(middle)
    : MONTHS.find(({ name }) => name.startsWith(middle))?.month;
  if (month === undefined) return null;
  if (year !== undefined) return dayOf(Number(year), month, Number(day));
  if (near === undefined) return null;
  const about = Number(near.slice(0, 4));
  // 29 February is not in each of them.
  const days = [about - 1, about, about + 1].flatMap((one) => dayOf(one, month, Number(day)) ?? []);
  const away = (one: string): number => Math.abs(Date.parse(one) - Date.parse(near)) / DAY_MS;
  return days.toSorted((one, other) => away(one) - away(other))[0] ?? null;
}

function dayOf(year: number, month: number, day: number): string | null {
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day
    ? at.toISOString().slice(0, 10)
    : null;
}
