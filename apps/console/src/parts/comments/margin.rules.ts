/**
 * Where cards stand in a margin: each at the words that it is about, or as near below them as the cards before it allow.
 * @param of top of its words, and height of the card, in px, in the order of the words
 */
export function placedCards(of: readonly { at: number; height: number }[], gap: number): number[] {
  let free = 0;
  return of.map(({ at, height }) => {
    const top = Math.max(at, free);
    free = top + height + gap;
    return top;
  });
}
