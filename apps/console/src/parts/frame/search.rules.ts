const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

interface Entry {
  name: string;
  /** Shown below the name. */
  about?: string;
  /** Other words for it, not shown. */
  also?: string;
}

/** How an entry answers a query: the lower, the better. */
export const RANKS = { number: 0, same: 1, begins: 2, named: 3, about: 4 } as const;

/** How well an entry answers a query: each of its words begins a word of the entry. @returns null: not at all */
export function rankOf({ name, about = '', also = '' }: Entry, query: string): number | null {
  const sought = plain(query).trim().replaceAll(/\s+/g, ' ');
  const words = sought.split(' ').filter(Boolean);
  if (words.length === 0) return null;
  const begins = (text: string): boolean => {
    const parts = plain(text).split(/[^\p{L}\p{N}]+/u);
    return words.every((word) => parts.some((part) => part.startsWith(word)));
  };
  if (plain(name) === sought) return RANKS.same;
  if (plain(name).startsWith(sought)) return RANKS.begins;
  if (begins(name)) return RANKS.named;
  return begins(`${name} ${about} ${also}`) ? RANKS.about : null;
}

/** Entries that answer a query, the best first. */
export const matching = <One extends Entry>(of: readonly One[], query: string): One[] =>
  of
    .flatMap((one) => {
      const rank = rankOf(one, query);
      return rank === null ? [] : [{ one, rank }];
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one);

/** The number of a broadcast as people write it, `#12` or `no. 12`, as the number alone. */
export const withoutSign = (query: string): string => query.replace(/^(?:#|no(?:mor)?\.?)\s*(?=\d+$)/i, '');

/**
 * Broadcasts in the order in which they answer a query: by number, by title, then those found by their texts.
 * @param all whether those are kept that only the API can have found, by their texts or their code
 */
export const ranked = <One extends { id: string; title: string }>(
  of: readonly One[],
  query: string,
  all: boolean,
): { one: One; rank: number }[] =>
  of
    .flatMap((one) => {
      const rank = one.id === query ? RANKS.number : rankOf({ name: one.title }, query);
      return rank === null && !all ? [] : [{ one, rank: rank ?? RANKS.about }];
    })
    .sort((a, b) => a.rank - b.rank);

/** A shorter word, such as `di`, tells little: it may be missing. */
const TELLING = 3;

/** Letters by which a word may differ from one that is meant, by its length. */
const misses = (word: string): number => (word.length >= 7 ? 2 : word.length >= 4 ? 1 : 0);

/**
 * Entries of which the name, or another word for it, has a word that each word of the query may have meant: mistyped letters, or the beginning of it.
 * For a query that nothing matches.
 */
export function near<One extends Entry>(of: readonly One[], query: string): One[] {
  const words = plain(query)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= TELLING);
  if (!words.some((word) => misses(word) > 0)) return [];
  return of.filter(({ name, also = '' }) => {
    const parts = plain(`${name} ${also}`).split(/[^\p{L}\p{N}]+/u);
    return words.every((word) => parts.some((part) => part.startsWith(word) || isNear(word, part)));
  });
}

/**
 * The words that a query that nothing matches may have meant, as they stand in the nearest of these names; null: none.
 */
export function meant(of: readonly Entry[], query: string): string | null {
  const words = plain(query)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const found = near(of, query).map(({ name }) => {
    const parts = plain(name)
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean);
    const nearest = words.flatMap((word) => {
      if (parts.some((part) => part.startsWith(word))) return [{ part: word, off: 0 }];
      const [best] = parts.map((part) => ({ part, off: distance(word, part) })).sort((a, b) => a.off - b.off);
      return best && word.length >= TELLING ? [best] : [];
    });
    return {
      said: nearest.map(({ part }) => part).join(' '),
      off: nearest.reduce((sum, { off }) => sum + off, 0),
    };
  });
  const [best] = found.sort((a, b) => a.off - b.off);
  return best && best.said !== words.join(' ') ? best.said : null;
}

const isNear = (word: string, part: string): boolean =>
  misses(word) > 0 &&
  [part, part.slice(0, word.length), part.slice(0, word.length + 1)].some(
    (meant) => distance(word, meant) <= misses(word),
  );

/** How many letters are to be changed, added, left out, or swapped with the next to make one word the other. */
function distance(one: string, other: string): number {
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
  }
  return rows[one.length]?.[other.length] ?? Infinity;
}

/** The same entries, those opened last first. @param recent the newest first */
export function recentFirst<One>(
  of: readonly One[],
  value: (one: One) => string,
  recent: readonly string[],
): One[] {
  const place = (one: One): number => {
    const at = recent.indexOf(value(one));
    return at === -1 ? recent.length : at;
  };
  return of.toSorted((one, other) => place(one) - place(other));
}
