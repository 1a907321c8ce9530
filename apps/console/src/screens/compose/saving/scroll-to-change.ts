/** Unchanged text left in sight above the change, in px. */
const ABOVE_PX = 24;

/** Scrolls a box to the first change marked in it, as a ref: once it is on the page. */
export function scrollToChange(box: HTMLElement | null): void {
  const change = box?.querySelector<HTMLElement>('ins, del');
  if (!box || !change) return;
  box.scrollTop = change.offsetTop - box.offsetTop - ABOVE_PX;
}
