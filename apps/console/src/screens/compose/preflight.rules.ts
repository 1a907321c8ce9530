import type { Span } from '../../api';

/** One line of the list: the sentence, the field, and the letters of a text. */
export interface Item {
  where: string;
  words: string;
  path: string;
  /** Other fields of which the sentence is true. */
  others?: readonly string[];
  span?: Span;
  /** Of a passage of a text: its letters, and what would be right in their place. */
  quote?: string;
  mend?: string;
}

/** From this many on, places of one sentence are counted, not listed. */
const MANY = 3;

/** One line for a sentence that is true of many texts; it leads to the first of them. @param many the words with a count */
export function together(
  items: readonly Item[],
  many: (words: string, count: number) => string,
): readonly Item[] {
  const by = new Map<string, Item[]>();
  for (const item of items) by.set(item.words, [...(by.get(item.words) ?? []), item]);
  return [...by.values()].flatMap((same) => {
    const [first, ...rest] = same;
    if (!first || same.length < MANY) return same;
    return [{ ...first, words: many(first.words, same.length), others: rest.map(({ path }) => path) }];
  });
}

/** Every field that a line is about. */
export const pathsOf = (items: readonly Pick<Item, 'path' | 'others'>[]): string[] =>
  items.flatMap(({ path, others = [] }) => [path, ...others]);
