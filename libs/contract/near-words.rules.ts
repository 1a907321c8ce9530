/** A text for comparison: in lower case, without marks on letters. */
export const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** The words of a text for comparison. */
export const plainWords = (text: string): string[] =>
  plain(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** A shorter word, such as `di`, tells little: it may be missing. */
export const TELLING = 3;

/** Letters by which a word may differ from one that is meant, by its length. */
export const misses = (word: string): number => (word.length >= 7 ? 2 : word.length >= 4 ? 1 : 0);

/** Up to this many letters a word has too many that are like it: `siti` is not the beginning of `sidik`. */
const SHORT = 5;

/** Whether a mistyped word may mean another, or the beginning of it; a short one another with the same first letter alone. */
export const isNear = (word: string, meant: string): boolean => {
  const most = misses(word);
  if (most === 0) return false;
  if (word.length <= SHORT) return word[0] === meant[0] && distance(word, meant, most) <= most;
  return [meant, meant.slice(0, word.length), meant.slice(0, word.length + 1)].some(
    (one) => distance(word, one, most) <= most,
  );
};

/**
 * The number of letters that are to be changed, added, left out, or swapped with the next to make one word the other.
 * @param most beyond this many it is not counted on: Infinity
 */
export function distance(one: string, other: string, most = Infinity): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const at = (down: number, right: number): number =>
        (down === i ? row[right] : rows[down]?.[right]) ?? Infinity;
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row.push(
        Math.min(
          at(i - 1, j) + 1,
          at(i, j - 1) + 1,
          at(i - 1, j - 1) + same,
          swapped ? at(i - 2, j - 2) + 1 : Infinity,
        ),
      );
    }
    rows.push(row);
    // A swap looks back two rows.
    if (i > 1 && Math.min(...row, ...(rows[i - 1] ?? [])) > most) return Infinity;
  }
  return rows[one.length]?.[other.length] ?? Infinity;
}
