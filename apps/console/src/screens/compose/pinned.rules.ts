import type { Channel, Passage, Submission } from '../../api';
import { changes, type Piece } from '../broadcast/changes.rules';
import type { TextForm } from './form.rules';

/** A passage that a reviewer sent back, and where it stands in what is written now. */
export interface Pinned {
  passage: Passage;
  /** In UTF-16 units of the field; null: it stands there no longer. */
  at: { start: number; end: number } | null;
}

/** What a reviewer sent back; null where nothing was, or it was submitted anew since. @param submission the newest one */
export const sentBack = (submission: Submission | null): Submission | null =>
  submission?.decision === 'rejected' ? submission : null;

/** The passages of one text that were sent back, held against what is written there now. */
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
 * Where a passage of a reviewed text stands in what became of that text; null once it was rewritten. What was changed
 * around it moves it. The reviewed text ends with the standing words, which no field holds.
 */
export function placeNow(
  { quote, start }: Pick<Passage, 'quote' | 'start'>,
  reviewed: string,
  written: string,
): Pinned['at'] {
  // Where the passage may stand: between what is the same before it and what is the same after it.
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

/** How long each stretch is in the old and in the new text, those that are the same and those that were changed in turn. */
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
