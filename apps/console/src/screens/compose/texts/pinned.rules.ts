import type { Channel, Passage, Submission } from '../../../api';
import { changes, type Piece } from '../../broadcast/correcting/changes.rules';
import type { TextForm } from '../form.rules';

/** A passage that a reviewer sent back, and its position in the present text. */
export interface Pinned {
  passage: Passage;
  /** In UTF-16 units of the field; null: the passage is gone. */
  at: { start: number; end: number } | null;
}

/**
 * The submission that a reviewer sent back; null when there is none, or when it was submitted again.
 * @param submission the newest one
 */
export const sentBack = (submission: Submission | null): Submission | null =>
  submission?.decision === 'rejected' ? submission : null;

/**
 * All passages that were sent back, located in the present texts.
 * @param textOf the present text, empty once it is deleted; null: its channel is no longer chosen
 */
export function pinnedInAll(
  submission: Pick<Submission, 'passages' | 'document'>,
  textOf: (channel: Channel, language: string) => TextForm | null,
): Pinned[] {
  const written = new Map(submission.passages.map((one) => [`${one.channel} ${one.language}`, one]));
  return [...written.values()].flatMap(({ channel, language }) => {
    const text = textOf(channel, language);
    return text ? pinnedIn(submission, channel, language, text) : [];
  });
}

/** The passages of one text that were sent back, located in the present text. */
export function pinnedIn(
  { passages, document }: Pick<Submission, 'passages' | 'document'>,
  channel: Channel,
  language: string,
  written: TextForm,
): Pinned[] {
  return passages
    .filter((passage) => passage.channel === channel && passage.language === language)
    .map((passage) => {
      const reviewed = document.contents[channel]?.[language]?.[passage.field] ?? '';
      const now = passage.field === 'text' ? written.body : written.subject;
      return { passage, at: placeNow(passage, reviewed, now) };
    });
}

/**
 * Locates a passage of a reviewed text in the edited text; null once the passage is rewritten. Changes around it move
 * it. The reviewed text ends with the footer, which no field contains.
 */
export function placeNow(
  { quote, start }: Pick<Passage, 'quote' | 'start'>,
  reviewed: string,
  written: string,
): Pinned['at'] {
  // The passage lies between the common beginning and the common end.
  let [from, to] = [0, written.length];
  let [old, now] = [0, 0];
  for (const run of runs(changes(reviewed, written))) {
    const kept = run.same;
    if (start >= old && start <= old + run.old) from = kept ? now + start - old : now;
    const end = start + quote.length;
    if (end > old && end <= old + run.old) to = kept ? now + end - old : now + run.now;
    old += run.old;
    now += run.now;
  }
  const at = written.slice(from, to).indexOf(quote);
  return at === -1 ? null : { start: from + at, end: from + at + quote.length };
}

/** The lengths of alternating equal and changed stretches, in the old and in the new text. */
function runs(pieces: readonly Piece[]): { same: boolean; old: number; now: number }[] {
  const found: { same: boolean; old: number; now: number }[] = [];
  for (const { text, was } of pieces) {
    const same = was === 'same';
    let last = found.at(-1);
    if (last?.same !== same) found.push((last = { same, old: 0, now: 0 }));
    if (was !== 'added') last.old += text.length;
    if (was !== 'removed') last.now += text.length;
  }
  return found;
}
