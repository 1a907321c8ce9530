const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** Entries in which every word of the query begins a word of the name or the text; those found by name come first. */
export function matching<One extends { name: string; about?: string }>(
  of: readonly One[],
  query: string,
): One[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const begins = (text: string): boolean => {
    const parts = plain(text).split(/[^\p{L}\p{N}]+/u);
    return words.every((word) => parts.some((part) => part.startsWith(word)));
  };
  const byName = of.filter(({ name }) => begins(name));
  return [
    ...byName,
    ...of.filter((one) => !byName.includes(one) && begins(`${one.name} ${one.about ?? ''}`)),
  ];
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
