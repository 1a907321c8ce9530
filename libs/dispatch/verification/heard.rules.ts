import type { Match, Piece } from '#broadcasts/verification';
import { type Likeness, saysTheNumbers } from './spoken-numbers.rules.js';
import { type Answer, answerOf, fallen, type Standing } from './verdict.rules.js';
import type { HeardAnswer } from '#contract/api/text-comparison';

export type { HeardAnswer } from '#contract/api/text-comparison';

/** A piece as it is heard. `unsure`: a number whose spoken form cannot be decided. */
interface HeardPiece {
  kind: Piece['kind'] | 'unsure';
}

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
export function heardOf({ answer, record, match, strangeCode }: Checked): HeardAnswer {
  if (answer !== 'altered' || strangeCode || !match) return answer;
  const pieces = asHeard(match.pieces);
  const present = ({ kind }: HeardPiece): boolean => kind !== 'missing';
  const read = pieces.slice(pieces.findIndex(present), pieces.findLastIndex(present) + 1);
  const held = ({ kind }: HeardPiece): boolean => kind === 'same' || kind === 'slot' || kind === 'unsure';
  if (read.length === 0 || !read.every(held)) return answer;
  const heard = answerOf(read.length < pieces.length ? 'incomplete' : 'same', record.standing);
  return fallen(record.standing) === null && read.some(({ kind }) => kind === 'unsure') ? 'unsure' : heard;
}

const RANKS: Partial<Record<HeardAnswer, number>> = { same: 3, incomplete: 2, unsure: 1 };
/**
 * How close a text as it is heard is to an approved one; 0: it differs. A number that is spoken in another way is as
 * different in writing as another number.
 */
export function heardRank(match: Pick<Match, 'same' | 'lacks' | 'pieces'>): number {
  const answer = match.same ? 'same' : match.lacks.length > 0 ? 'incomplete' : 'altered';
  return RANKS[heardOf({ answer, record: { standing: 'sent' }, match, strangeCode: false })] ?? 0;
}

/**
 * The pieces as the helpdesk is shown them: what differs only in how it is spoken or typed counts as the same, and a mark
 * that nobody hears is not missing unless its word is. A number whose spoken form cannot be decided stays a difference, but is no grave one.
 */
export function piecesAsHeard(pieces: readonly Piece[]): Piece[] {
  const heard: Piece[] = [];
  for (let at = 0; at < pieces.length;) {
    const end = endOfDifference(pieces, at);
    const differing = pieces.slice(at, end);
    const found = differenceAsHeard(pieces, at, end);
    // The entry that is not one of the pieces replaces those that sound alike.
    const verdict = found.find((one) => !differing.some((piece) => piece === one))?.kind;
    for (const [index, piece] of differing.entries()) {
      const isUnread = found.includes(piece);
      if (isMark(piece) && piece.kind === 'missing') {
        const word = wordOf(differing, index);
        if (word?.kind === 'missing' && (verdict === undefined || found.includes(word))) heard.push(piece);
      } else if (isMark(piece)) heard.push({ ...piece, kind: 'same' });
      else if (verdict === undefined || isUnread) heard.push(piece);
      else if (verdict === 'unsure') heard.push({ ...piece, grave: null });
      else if (piece.kind !== 'missing') heard.push({ ...piece, kind: 'same', grave: null });
    }
    heard.push(...pieces.slice(end, end + 1));
    at = end + 1;
  }
  return heard;
}

/** The word that a mark is written at: the one after it behind a gap, such as the slash of a command, else the one before. */
function wordOf(pieces: readonly Piece[], mark: number): Piece | undefined {
  return pieces[mark]?.gap === ''
    ? pieces.slice(0, mark).findLast((piece) => !isMark(piece))
    : pieces.slice(mark).find((piece) => !isMark(piece));
}

/** Pieces on either side of a difference that give it its meaning: "pukul" and "malam" are beside their hour. */
const NEIGHBOURS = 3;
/** A longer difference is no number that is spoken in another way; reading it as one would take long. */
const MOST_WORDS = 40;

/** The pieces as they are heard: without punctuation, and with words that differ only in writing as the same. */
function asHeard(pieces: readonly Piece[]): HeardPiece[] {
  const heard: HeardPiece[] = [];
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
function differenceAsHeard(pieces: readonly Piece[], from: number, end: number): HeardPiece[] {
  const differing = pieces.slice(from, end);
  const words = differing.filter((piece) => !isMark(piece));
  const missing = words.filter(({ kind }) => kind === 'missing');
  const likeness = (some: readonly Piece[]): Likeness =>
    soundAlike(some.filter((piece) => !isMark(piece))) ? 'same' : numbersAlike(pieces, from, end, some);
  // A written number has fewer words than the spoken one, or up to two more.
  const added = words.length - missing.length;
  const most = added > MOST_WORDS ? 0 : Math.min(missing.length - 1, added + 2);
  for (const kind of ['same', 'unsure'] as const) {
    if (likeness(differing) === kind) return [{ kind }];
    for (let read = 1; read <= most; read++) {
      const [unread, unreadBefore] = [new Set(missing.slice(read)), new Set(missing.slice(0, -read))];
      if (end === pieces.length && likeness(differing.filter((piece) => !unread.has(piece))) === kind)
        return [{ kind }, ...unread];
      if (from === 0 && likeness(differing.filter((piece) => !unreadBefore.has(piece))) === kind)
        return [...unreadBefore, { kind }];
    }
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

function numbersAlike(
  pieces: readonly Piece[],
  from: number,
  end: number,
  differing: readonly Piece[],
): Likeness {
  if (differing.length > MOST_WORDS || differing.some(({ grave }) => grave === 'link')) return 'different';
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
  if (!differing.some(isDifferent)) return 'different';
  const [written, heard] = [side('missing'), side('added')];
  // Beside no number, words are only words.
  return /\p{N}/u.test(written) || differing.some(({ grave }) => grave !== null)
    ? saysTheNumbers(written, heard)
    : 'different';
}

/** Links and numbers must match in every character: fraud uses them. Spoken numbers are compared by {@link saysTheNumbers}. */
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
