/** Characters of a title, as a draft allows. */
const LONGEST = 150;
const NUMBER = / \(\d+\)$/;

/** A title without the number of a copy. */
export const unnumbered = (title: string): string => title.replace(NUMBER, '');

/** The title with the first number, from 2, under which no title is taken: `Jam buka TPS (2)`. */
export function numbered(title: string, taken: ReadonlySet<string>): string {
  for (let number = 2; ; number++) {
    const end = ` (${number})`;
    const next =
      unnumbered(title)
        .slice(0, LONGEST - end.length)
        .trimEnd() + end;
    if (!taken.has(next)) return next;
  }
}
