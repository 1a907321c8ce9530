/**
 * Another date in the form of a written one: with weekday and year where that has them. Undefined where the form is not
 * known: digits alone, and languages other than Indonesian and English.
 * @param quote as it stands in the text, such as `Selasa, 13 Februari 2029`
 * @param date `2029-02-14`
 */
export function writtenAs(quote: string, date: string, language: string): string | undefined {
  const locale = { id: 'id-ID', en: 'en-GB' }[language];
  const form =
    /^(?<weekday>\p{L}[\p{L}’']*)?(?<comma>,?)\s*(?:tanggal\s+)?\d{1,2}\s+\p{L}{4,}(?<year>,?\s+\d{4})?$/u.exec(
      quote,
    );
  if (!locale || !form?.groups) return undefined;
  const { weekday, comma, year } = form.groups;
  const told = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
  const day = told({ day: 'numeric', month: 'long', ...(year === undefined ? {} : { year: 'numeric' }) });
  return weekday === undefined ? day : `${told({ weekday: 'long' })}${comma} ${day}`;
}
