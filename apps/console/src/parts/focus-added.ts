const FIELD = 'input:not([type=hidden]), textarea, select';

/** What an act adds to the page takes the focus: the first field that was not there before. Called in the act's handler. */
export function focusAdded(): void {
  const before = new Set(document.querySelectorAll(FIELD));
  // React draws what a click changes before the next frame.
  requestAnimationFrame(() =>
    [...document.querySelectorAll<HTMLElement>(FIELD)].find((one) => !before.has(one))?.focus(),
  );
}
