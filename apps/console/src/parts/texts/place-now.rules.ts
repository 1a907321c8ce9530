import { changes, type Piece } from './changes.rules';

/** The position of a passage in a text, in UTF-16 units. */
export interface Located {
  start: number;
  end: number;
}

/**
 * Locates a passage of a reviewed text in the edited text; null once the passage is rewritten. Changes around it move
 * it. The reviewed text ends with the footer, which no field contains.
 */
export function placeNow(
  { quote, start }: { quote: string; start: number },
  reviewed: string,
  written: string,
): Located | null {
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
