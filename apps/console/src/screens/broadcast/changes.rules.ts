/** A piece of a text beside the one it replaces. */
export interface Piece {
  text: string;
  was: 'same' | 'added' | 'removed';
}

/** Tokens of one text times those of the other, beyond which the two are shown as a whole: comparing them would take long. */
const MOST = 4_000_000;

/**
 * What was changed, word by word: the longest common run of words stays, what is between is removed or added. Pieces that
 * were not removed give the new text, those that were not added the old one.
 */
export function changes(before: string, after: string): Piece[] {
  const old = tokens(before);
  const now = tokens(after);
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < Math.min(old.length, now.length) - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  return joined([
    ...same(now.slice(0, head)),
    ...between(old.slice(head, old.length - tail), now.slice(head, now.length - tail)),
    ...same(now.slice(now.length - tail)),
  ]);
}

/** Letters of an unchanged passage that stay beside what was changed. */
const BESIDE = 60;

/** What was changed with some words around it, to be read on its own; nothing where nothing was. */
export function excerpt(all: readonly Piece[]): Piece[] {
  if (all.every(({ was }) => was === 'same')) return [];
  return all.map(({ text, was }, place) => {
    const [before, after] = [place > 0, place < all.length - 1];
    if (was !== 'same' || text.length <= BESIDE * (Number(before) + Number(after))) return { text, was };
    const head = before ? text.slice(0, text.lastIndexOf(' ', BESIDE) + 1) : '';
    const tail = after ? text.slice(text.indexOf(' ', text.length - BESIDE)) : '';
    return { text: `${head}…${tail}`, was };
  });
}

const tokens = (text: string): string[] => text.split(/(\s+)/).filter((token) => token !== '');
const same = (list: string[]): Piece[] => list.map((text) => ({ text, was: 'same' }));

function between(old: string[], now: string[]): Piece[] {
  const removed = (text: string): Piece => ({ text, was: 'removed' });
  const added = (text: string): Piece => ({ text, was: 'added' });
  if (old.length * now.length > MOST) return [...old.map(removed), ...now.map(added)];
  // common[i][j]: how many tokens old from i and now from j have in common, in order.
  const common = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    const row = common[i];
    for (let j = now.length - 1; row && j >= 0; j--)
      row[j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const found: Piece[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    const [was = '', is = ''] = [old[i], now[j]];
    if (i < old.length && j < now.length && was === is) {
      found.push({ text: is, was: 'same' });
      i++;
      j++;
    } else if (j >= now.length || (i < old.length && at(i + 1, j) >= at(i, j + 1))) {
      found.push(removed(was));
      i++;
    } else {
      found.push(added(is));
      j++;
    }
  }
  return found;
}

/** Neighbours of one kind become one piece. */
function joined(pieces: Piece[]): Piece[] {
  const found: Piece[] = [];
  for (const { text, was } of pieces) {
    const last = found.at(-1);
    if (last?.was === was) last.text += text;
    else found.push({ text, was });
  }
  return found;
}
