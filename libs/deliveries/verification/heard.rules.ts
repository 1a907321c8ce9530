import type { Piece } from '#broadcasts';
import { saysTheHours } from './spoken-hours.rules.js';
import { type Answer, answerOf, type Standing } from './verdict.rules.js';

/** The part of a text check's result that this rule uses. */
interface Checked {
  answer: Answer;
  record: { standing: Standing };
  match: { pieces: readonly Piece[] } | null;
  strangeCode: boolean;
}

/**
 * The answer to a text that a caller reads out, where the answer to a pasted text would be too severe. Punctuation,
 * capitals and joined words cannot be heard. A caller seldom reads a message to its end, so text missing only before the
 * first or after the last word counts as not read out, not as changed.
 */
export function heardOf({ answer, record, match, strangeCode }: Checked): Answer {
  if (answer !== 'altered' || strangeCode || !match) return answer;
  const pieces = asHeard(match.pieces);
  const present = ({ kind }: { kind: Piece['kind'] }): boolean => kind !== 'missing';
  const read = pieces.slice(pieces.findIndex(present), pieces.findLastIndex(present) + 1);
  if (read.length === 0 || !read.every(({ kind }) => kind === 'same' || kind === 'slot')) return answer;
  return answerOf(read.length < pieces.length ? 'incomplete' : 'same', record.standing);
}

/** Pieces on either side of a difference that give it its meaning: "pukul" and "malam" are beside their hour. */
const NEIGHBOURS = 3;

/** The pieces as they are heard: without punctuation, and with words that differ only in writing as the same. */
function asHeard(pieces: readonly Piece[]): Pick<Piece, 'kind'>[] {
  const heard: Pick<Piece, 'kind'>[] = [];
  for (let at = 0; at < pieces.length;) {
    const end = endOfDifference(pieces, at);
    heard.push(...differenceAsHeard(pieces, at, end));
    at = end;
    const next = pieces[at];
    if (next && !isMark(next)) heard.push(next);
    at += 1;
  }
  return heard;
}

/** The pieces of one difference. At an end of the text, missing pieces may simply not have been read out. */
function differenceAsHeard(pieces: readonly Piece[], from: number, end: number): Pick<Piece, 'kind'>[] {
  const differing = pieces.slice(from, end);
  const words = differing.filter((piece) => !isMark(piece));
  const same = [{ kind: 'same' as const }];
  const alike = (some: readonly Piece[]): boolean =>
    soundAlike(some.filter((piece) => !isMark(piece))) || hoursAlike(pieces, from, end, some);
  if (alike(differing)) return same;
  const missing = words.filter(({ kind }) => kind === 'missing');
  // A written hour has fewer words than the spoken one, or up to two more.
  const most = Math.min(missing.length - 1, words.length - missing.length + 2);
  for (let read = 1; read <= most; read++) {
    const [unread, unreadBefore] = [missing.slice(read), missing.slice(0, -read)];
    if (end === pieces.length && alike(differing.filter((piece) => !unread.includes(piece))))
      return [...same, ...unread];
    if (from === 0 && alike(differing.filter((piece) => !unreadBefore.includes(piece))))
      return [...unreadBefore, ...same];
  }
  return words;
}

const isMark = ({ text }: Piece): boolean => /^[\p{P}\p{S}]$/u.test(text);
const isDifferent = ({ kind }: Piece): boolean => kind === 'added' || kind === 'missing';

/** The end of a difference; equal punctuation inside it does not end it. */
function endOfDifference(pieces: readonly Piece[], from: number): number {
  const next = pieces.findIndex((piece, at) => at >= from && !isDifferent(piece) && !isMark(piece));
  return next === -1 ? pieces.length : next;
}

function hoursAlike(
  pieces: readonly Piece[],
  from: number,
  end: number,
  differing: readonly Piece[],
): boolean {
  if (differing.some(({ grave }) => grave === 'link' || grave === 'date')) return false;
  const isSame = ({ kind }: Piece): boolean => kind === 'same';
  const before = pieces.slice(Math.max(0, from - NEIGHBOURS), from);
  const after = pieces.slice(end, end + NEIGHBOURS);
  const context = [
    before.slice(before.findLastIndex((piece) => !isSame(piece)) + 1),
    after.slice(0, after.every(isSame) ? NEIGHBOURS : after.findIndex((piece) => !isSame(piece))),
  ] as const;
  const side = (kind: Piece['kind']): string =>
    [...context[0], ...differing.filter((piece) => isSame(piece) || piece.kind === kind), ...context[1]]
      .filter((piece) => !isMark(piece) || /^[-–—]$/u.test(piece.text))
      .map(({ text }) => text)
      .join(' ');
  return differing.some(isDifferent) && saysTheHours(side('missing'), side('added'));
}

/** Links and numbers must match in every character: fraud uses them. Hours are compared by {@link saysTheHours}. */
function soundAlike(differing: readonly Piece[]): boolean {
  const sound = (kind: Piece['kind']): string =>
    differing
      .filter((piece) => piece.kind === kind)
      .map(({ text }) =>
        text
          .normalize('NFKC')
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N}]/gu, ''),
      )
      .join('');
  return (
    differing.every(({ grave }) => grave === null) &&
    sound('added') !== '' &&
    sound('added') === sound('missing')
  );
}
