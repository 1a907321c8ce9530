/** What can be reached by Tab. */
const REACHED =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled])';
/** A dialog that closes, and a screen that is drawn, take the focus themselves; this is longer than they need, in ms. */
const THEY_TAKE_MS = 300;

/**
 * Gives the focus a place near where it was when what had it is taken off the page, such as a button whose offer was
 * taken: the next Tab would begin at the top (WCAG 2.4.3). Called once.
 * @returns ends it
 */
export function keepFocus(): () => void {
  let around: Element[] = [];
  const note = ({ target }: FocusEvent): void => {
    around = [];
    for (let one = target instanceof Element ? target : null; one; one = one.parentElement) around.push(one);
  };
  const lost = (): boolean =>
    document.activeElement === document.body && around[0] !== undefined && !around[0].isConnected;
  const observer = new MutationObserver(() => {
    if (lost())
      setTimeout(() => lost() && placeIn(around.find((one) => one.isConnected))?.focus(), THEY_TAKE_MS);
  });
  document.addEventListener('focusin', note);
  observer.observe(document.body, { childList: true, subtree: true });
  return () => {
    document.removeEventListener('focusin', note);
    observer.disconnect();
  };
}

function placeIn(left: Element | undefined): HTMLElement | null {
  const main = document.querySelector('main');
  if (!left || !main?.contains(left)) return main;
  return left.querySelector<HTMLElement>(REACHED) ?? main;
}
