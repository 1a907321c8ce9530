import { distance, isNear, misses, plainWords, TELLING } from '#contract/near-words.rules';

/** A word of the titles and texts, and how often it stands there. */
export interface Word {
  word: string;
  times: number;
}

/** The nearest words that each word of a search is taken for. */
const NEAREST = 3;

/**
 * The lengths of words that decide what a search may have meant; null: it has no word that is long enough to be
 * mistyped and still known.
 */
export function lengthsOf(search: string): { least: number; most: number } | null {
  const words = plainWords(search);
  if (!words.some((word) => misses(word) > 0)) return null;
  return { least: Math.max(1, Math.min(...words.map(({ length }) => length)) - 2), most: 30 };
}

/**
 * What a search that finds nothing may have meant, the nearest first: each of its words as the texts have it, or the
 * nearest that they have. A short word that they lack is left out. @returns none where a word is near nothing
 */
export function readingsOf(vocabulary: readonly Word[], search: string): string[] {
  const words = plainWords(search);
  let found: { said: string[]; off: number; rarely: number }[] = [{ said: [], off: 0, rarely: 0 }];
  for (const sought of words) {
    const exact = vocabulary.some(({ word }) => word.includes(sought));
    const near = vocabulary
      .filter(({ word }) => isNear(sought, word))
      .map(({ word, times }) => ({ word, times, off: distance(sought, word) }))
      .toSorted((a, b) => a.off - b.off || b.times - a.times || a.word.length - b.word.length)
      .slice(0, NEAREST);
    const options = [...(exact ? [{ word: sought, times: Infinity, off: 0 }] : []), ...near];
    if (options.length === 0 && sought.length >= TELLING) return [];
    if (options.length === 0) continue;
    found = found.flatMap(({ said, off, rarely }) =>
      options.map((option, place) => ({
        said: [...said, option.word],
        off: off + option.off,
        rarely: rarely + place,
      })),
    );
    // Ten words with four readings each would be a million.
    found = found.toSorted((a, b) => a.off - b.off || a.rarely - b.rarely).slice(0, 12);
  }
  const typed = words.join(' ');
  return [...new Set(found.map(({ said }) => said.join(' ')))].filter(
    (reading) => reading !== '' && reading !== typed,
  );
}
