/** A stretch of a text that is shown highlighted: a mark, a passage or a comment. In UTF-16 units. */
export interface Highlight {
  /** Its number beside the text, from 1; of a comment `K1`, which no other highlight moves on. */
  no: number | string;
  start: number;
  length: number;
  /** Whether a comment is about it, and nothing is to be checked. */
  said?: boolean;
}

/** A piece of a text and the highlights that cover it. */
export interface HighlightedPiece {
  text: string;
  highlights: Highlight['no'][];
  /** The highlights that end with this piece, which shows their numbers. */
  ends: Highlight['no'][];
}

/** Cuts a text where highlights begin and end. The pieces add up to the text; highlights may overlap. */
export function pieces(text: string, highlights: readonly Highlight[]): HighlightedPiece[] {
  const inside = (place: number): number => Math.max(0, Math.min(text.length, place));
  const cuts = highlights.flatMap(({ start, length }) => [inside(start), inside(start + length)]);
  const places = [...new Set([0, text.length, ...cuts])].sort((a, b) => a - b);
  return places.slice(0, -1).map((from, at) => {
    const to = places[at + 1] ?? text.length;
    const over = highlights.filter(({ start, length }) => start <= from && start + length >= to);
    return {
      text: text.slice(from, to),
      highlights: over.map(({ no }) => no),
      ends: over.filter(({ start, length }) => start + length === to).map(({ no }) => no),
    };
  });
}

/** The paragraph of a text that has only one: nobody needs to be asked which. */
export function onlyParagraph(text: string): { start: number; quote: string } | null {
  const [first, ...more] = paragraphs(text);
  return first && more.length === 0 ? first : null;
}

/** The paragraphs of a text and their positions, without the empty lines between them. */
export function paragraphs(text: string): { start: number; quote: string }[] {
  return [...text.matchAll(/[^\n]+/g)]
    .map((match) => ({ start: match.index, quote: match[0] }))
    .filter(({ quote }) => quote.trim() !== '');
}
