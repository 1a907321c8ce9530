/** The selection in an element that shows this text; null: none, or elsewhere. */
export function selectionIn(
  element: HTMLElement | null,
  text: string,
): { start: number; quote: string } | null {
  const selection = window.getSelection();
  if (!element || !selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!element.contains(range.startContainer) || !element.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.setStart(element, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  const quote = range.toString();
  return quote !== '' && text.startsWith(quote, start) ? { start, quote } : null;
}
