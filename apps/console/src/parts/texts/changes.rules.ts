/** A piece of a text beside the piece that it replaces. */
export interface Piece {
  text: string;
  was: 'same' | 'added' | 'removed';
}

/** Above this product of the two texts' tokens, the comparison would take long: the texts are shown whole. */
const MOST = 4_000_000;

/**
 * Compares two texts word by word: the longest common subsequence stays, everything else is removed or added. The
 * pieces that are not removed add up to the new text, those that are not added to the old one.
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

/**
 * The same changes as a person reads them. A few shared words inside a rewritten passage are an accident, and a sentence
 * of single words struck out and put in is unreadable: words that are fewer than the changes on both sides of them are
 * replaced with these, within one line. Of what was changed in one place, the old words come first, as a whole; so do all
 * of them where less than a third is the same between the first change and the last.
 */
export function readable(pieces: readonly Piece[]): Piece[] {
  let all: Run[] = [];
  for (const { text, was } of pieces) {
    const last = all.at(-1);
    if (was === 'same') all.push({ same: true, old: text, now: text });
    else {
      const change = last && !last.same ? last : { same: false, old: '', now: '' };
      if (change !== last) all.push(change);
      if (was === 'removed') change.old += text;
      else change.now += text;
    }
  }
  for (let fewer = absorbed(all); fewer.length < all.length; fewer = absorbed(all)) all = fewer;
  all = whole(all);
  return all.flatMap(({ same, old, now }): Piece[] =>
    same
      ? [{ text: now, was: 'same' }]
      : [
          ...(old === '' ? [] : [{ text: old, was: 'removed' as const }]),
          ...(now === '' ? [] : [{ text: now, was: 'added' as const }]),
        ],
  );
}

/** A stretch of both texts; changes and what is the same alternate. */
interface Run {
  same: boolean;
  old: string;
  now: string;
}

function absorbed(all: readonly Run[]): Run[] {
  const found: Run[] = [];
  for (const run of all) {
    const [before, island] = [found.at(-2), found.at(-1)];
    if (
      !run.same &&
      before &&
      island &&
      Math.min(size(before), size(run)) >= island.now.trim().length &&
      !/\n/.test(island.now)
    ) {
      found.splice(-2, 2, {
        same: false,
        old: before.old + island.old + run.old,
        now: before.now + island.now + run.now,
      });
    } else found.push({ ...run });
  }
  return found;
}

function whole(all: readonly Run[]): Run[] {
  const first = all.findIndex(({ same }) => !same);
  const last = all.findLastIndex(({ same }) => !same);
  const between = all.slice(first, last + 1);
  const sum = (runs: readonly Run[]): Run => ({
    same: false,
    old: runs.map(({ old }) => old).join(''),
    now: runs.map(({ now }) => now).join(''),
  });
  const kept = between.filter(({ same }) => same).map(({ now }) => now.replaceAll(/\s/g, '').length);
  if (kept.length === 0 || kept.reduce((a, b) => a + b) * 3 >= size(sum(between))) return [...all];
  return [...all.slice(0, first), sum(between), ...all.slice(last + 1)];
}

const size = ({ old, now }: Run): number => Math.max(old.length, now.length);

/** Characters of unchanged text kept beside a change. */
const BESIDE = 60;

/** The changes with some words around them, readable on their own; empty when there are none. */
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
  // common[i][j]: length of the longest common subsequence of old from i and now from j.
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

/** Merges adjacent pieces of one kind. */
function joined(pieces: Piece[]): Piece[] {
  const found: Piece[] = [];
  for (const { text, was } of pieces) {
    const last = found.at(-1);
    if (last?.was === was) last.text += text;
    else found.push({ text, was });
  }
  return found;
}
