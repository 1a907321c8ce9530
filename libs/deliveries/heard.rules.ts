import type { Piece } from '#broadcasts';
import { type Answer, answerOf, type Standing } from './verdict.rules.js';

/** What a text check found, as far as this rule cares. */
interface Checked {
  answer: Answer;
  record: { standing: Standing };
  match: { pieces: readonly Piece[] } | null;
  strangeCode: boolean;
}

/**
 * The answer about a text that a caller reads out, where that of a pasted one would be too severe: nobody hears punctuation
 * marks, capitals or where a word is joined to the next, and a caller seldom reads a message to its end, so what is missing
 * only before the first or after the last word was not read out, and is not said to have been changed.
 */
export function heardOf({ answer, record, match, strangeCode }: Checked): Answer {
  if (answer !== 'altered' || strangeCode || !match) return answer;
  const pieces = asHeard(match.pieces);
  const present = ({ kind }: { kind: Piece['kind'] }): boolean => kind !== 'missing';
  const read = pieces.slice(pieces.findIndex(present), pieces.findLastIndex(present) + 1);
  if (read.length === 0 || !read.every(({ kind }) => kind === 'same' || kind === 'slot')) return answer;
  return answerOf(read.length < pieces.length ? 'incomplete' : 'same', record.standing);
}

/** The pieces as an ear has them: without punctuation marks, and with words that only look different as the same. */
function asHeard(pieces: readonly Piece[]): Pick<Piece, 'kind'>[] {
  const heard: Pick<Piece, 'kind'>[] = [];
  let differing: Piece[] = [];
  const flush = (): void => {
    heard.push(...(soundAlike(differing) ? [{ kind: 'same' as const }] : differing));
    differing = [];
  };
  for (const piece of pieces) {
    if (/^[\p{P}\p{S}]$/u.test(piece.text)) continue;
    if (piece.kind === 'added' || piece.kind === 'missing') {
      differing.push(piece);
      continue;
    }
    flush();
    heard.push(piece);
  }
  flush();
  return heard;
}

/** Links and numbers are held to every sign: with them people are deceived. */
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
