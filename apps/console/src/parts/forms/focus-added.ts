const FIELD = 'input:not([type=hidden]), textarea, select';

/** Moves the focus to the first field that an act adds to the page. Call it in the act's handler. */
export function focusAdded(): void {
  const before = new Set(document.querySelectorAll(FIELD));
  // React renders the change of a click before the next frame.
  requestAnimationFrame(() =>
    [...document.querySelectorAll<HTMLElement>(FIELD)].find((one) => !before.has(one))?.focus(),
  );
}
