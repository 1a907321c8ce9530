const LOCALES = ['id', 'en'] as const;

/** Month names of both languages, in lower case, with the month's number. */
const MONTHS = LOCALES.flatMap((locale) =>
  Array.from({ length: 12 }, (_, month) => ({
    month: month + 1,
    name: new Date(Date.UTC(2024, month, 1))
      .toLocaleDateString(locale, { month: 'long', timeZone: 'UTC' })
      .toLowerCase(),
  })),
);

/**
 * Reads a day as people write it: `3 Desember 2026`, `3 des 2026`, `3/12/2026`, `03-12-2026`, or `2026-12-03`. The day
 * stands before the month, as everywhere in Indonesia.
 * @returns `2026-12-03`; null where it is no day, or not written to its end
 */
export function dayIn(text: string): string | null {
  const words = text.trim().toLowerCase();
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(words);
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  // A name of the day of the week before it is what a field of this console shows.
  const written = /^(?:\p{L}+,?\s+)?(\d{1,2})[\s./-]+(\p{L}{3,}|\d{1,2})\.?[\s./-]+(\d{4})$/u.exec(words);
  if (!written) return null;
  const [, day = '', middle = '', year = ''] = written;
  const month = /^\d/.test(middle)
    ? Number(middle)
    : MONTHS.find(({ name }) => name.startsWith(middle))?.month;
  return month === undefined ? null : dayOf(Number(year), month, Number(day));
}

function dayOf(year: number, month: number, day: number): string | null {
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day
    ? at.toISOString().slice(0, 10)
    : null;
}
