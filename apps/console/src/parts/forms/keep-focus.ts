/** Selects the elements that Tab reaches. */
const REACHED =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled])';
/** Closing dialogs and new screens move the focus themselves; this is longer than they need, in ms. */
const THEY_TAKE_MS = 300;

/**
 * Moves the focus to a place near the focused element when that element is removed from the page, for example the
 * button of an offer that was taken. Otherwise the next Tab would start at the top (WCAG 2.4.3). Called once.
 * @returns stops it
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
