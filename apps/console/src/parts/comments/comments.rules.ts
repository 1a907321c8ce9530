import type { Channel } from '../../api';
import type { CommentThread } from '../../api/comments';
import { type Located, placeNow } from '../texts/place-now.rules';
import type { Highlight } from '../texts/highlights.rules';

/** The parts that can be commented on. */
export const COMMENTED = ['basics', 'texts', 'audience', 'schedule'] as const;
export type CommentedPart = (typeof COMMENTED)[number];

/** A subject or a text. */
export interface Spot {
  channel: Channel;
  language: string;
  field: 'subject' | 'text';
}

/** The threads on passages of one text. */
export const threadsIn = (
  threads: readonly CommentThread[],
  { channel, language, field }: Spot,
): CommentThread[] =>
  threads.filter(
    ({ passage }) =>
      passage !== null &&
      passage.channel === channel &&
      passage.language === language &&
      passage.field === field,
  );

/**
 * The threads on a part as a whole, and those on passages that are not shown in it.
 * @param shows whether a subject or text is on the screen
 */
export const threadsOn = (
  threads: readonly CommentThread[],
  part: CommentedPart,
  shows: (spot: Spot) => boolean,
): CommentThread[] =>
  threads.filter((one) => one.part === part && (one.passage === null || !shows(one.passage)));

/** The number of open threads. */
export const openIn = (threads: readonly CommentThread[]): number =>
  threads.filter(({ resolved }) => resolved === null).length;

/** Where the passage of a thread is in the present text; null: it has changed, or nobody asks any more. */
export const locate = ({ passage }: CommentThread, text: string): Located | null =>
  passage && passage.wording !== null ? placeNow(passage, passage.wording, text) : null;

/** The highlights of open threads in a text, with numbers of their own, which stay when others come or are resolved. */
export const commentHighlights = (
  threads: readonly CommentThread[],
  text: string,
): (Highlight & { thread: string })[] =>
  threads.flatMap((thread, index) => {
    const at = locate(thread, text);
    if (!at) return [];
    return [
      { no: `K${index + 1}`, start: at.start, length: at.end - at.start, said: true, thread: thread.id },
    ];
  });

/** The initials of a name: of its first two words. */
export const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => /^./u.exec(word)?.[0] ?? '')
    .slice(0, 2)
    .join('')
    .toLocaleUpperCase('id');
