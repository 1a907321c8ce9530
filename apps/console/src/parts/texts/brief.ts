const MOST = 60;

/** The beginning of words, where all of them would be too long. */
export const brief = (words: string): string =>
  words.length > MOST ? `${words.slice(0, MOST).trimEnd()}…` : words;
