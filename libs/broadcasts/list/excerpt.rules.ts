import type { ChannelName } from '#channels';
import type { DraftContents } from '#contract/api/message';

/** Where a search was found in the texts of a broadcast. */
export interface Excerpt {
  channel: ChannelName;
  language: string;
  /** The words around the place, on one line; `…` where something is left out. */
  text: string;
}

/** Characters shown before and after the place. */
const BEFORE = 40;
const AFTER = 90;
/** More words than this only narrow a search that is narrow already. */
const MOST_WORDS = 10;

/** The words of a search, in lower case. All of them are to be in a title or its texts, each anywhere in a word. */
export const wordsOf = (search: string): string[] =>
  [...new Set(search.toLowerCase().split(/\s+/).filter(Boolean))].slice(0, MOST_WORDS);

/**
 * The first place in the texts with the whole search, else with one of its words. @returns null where the texts have
 * none, or the title has all of them
 */
export function excerptOf(title: string, contents: DraftContents, search: string): Excerpt | null {
  const words = wordsOf(search);
  if (words.every((word) => title.toLowerCase().includes(word))) return null;
  const texts = Object.entries(contents).flatMap(([channel, languages]) =>
    Object.entries(languages as Record<string, Record<string, string>>).map(([language, fields]) => ({
      channel: channel as ChannelName,
      language,
      text: Object.values(fields).join(' ').replaceAll(/\s+/g, ' ').trim(),
    })),
  );
  for (const wanted of [words.join(' '), ...words]) {
    for (const { text, ...where } of texts) {
      const at = text.toLowerCase().indexOf(wanted);
      if (at !== -1) return { ...where, text: around(text, at, wanted.length) };
    }
  }
  return null;
}

/** The part of a text around a place, cut between words. */
function around(text: string, at: number, length: number): string {
  const from = at <= BEFORE ? 0 : text.indexOf(' ', at - BEFORE) + 1;
  const start = from > at || from === 0 ? Math.max(0, Math.min(at, from)) : from;
  const until = at + length + AFTER;
  const end = until >= text.length ? text.length : Math.max(at + length, text.lastIndexOf(' ', until));
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`;
}
