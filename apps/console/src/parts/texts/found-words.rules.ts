/** A text split at the words of a search: every second part is one of them. */
export function foundParts(text: string, query: string): string[] {
  const words = query
    .split(/\s+/)
    .filter(Boolean)
    // The longest first: of two words that begin alike, it is found as a whole.
    .toSorted((one, other) => other.length - one.length)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return words.length === 0 ? [text] : text.split(new RegExp(`(${words.join('|')})`, 'gi'));
}
