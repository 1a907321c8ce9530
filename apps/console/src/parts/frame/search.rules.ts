import { isNear, misses, plain, plainWords, TELLING } from '../../../../../libs/contract/near-words.rules.js';

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

/** Whether a query is the number of a broadcast, or enough of its first digits. */
const isNumberOf = (id: string, query: string): boolean =>
  id === query || (/^\d{4,}$/.test(query) && id.startsWith(query));

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
      const rank = isNumberOf(one.id, query) ? RANKS.number : rankOf({ name: one.title }, query);
      return rank === null && !all ? [] : [{ one, rank: rank ?? RANKS.about }];
    })
    .sort((a, b) => a.rank - b.rank);

/**
 * Entries of which the name, or another word for it, has a word that each word of the query may have meant: mistyped letters, or the beginning of it.
 * For a query that nothing matches.
 */
export function near<One extends Entry>(of: readonly One[], query: string): One[] {
  const words = plainWords(query).filter((word) => word.length >= TELLING);
  if (!words.some((word) => misses(word) > 0)) return [];
  return of.filter(({ name, also = '' }) => {
    const parts = plainWords(`${name} ${also}`);
    return words.every((word) => parts.some((part) => part.startsWith(word) || isNear(word, part)));
  });
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
