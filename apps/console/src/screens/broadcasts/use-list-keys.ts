import { useEffect } from 'react';
import { shortcutsOn } from '../../parts/frame/device';
import { isBusy, isTyping } from '../../parts/frame/shortcuts.rules';
import { actOf, stepTo } from './list-keys.rules';

/** A row of the list, in the table or as a card, and in it the link that opens the broadcast. */
const ROW = '[data-row]';
const OPENS = 'a[data-opens]';

/**
 * `j` and `k` lead to the next and the previous broadcast, `x` chooses the one with the focus. It is the focus itself that
 * moves, so that Enter opens it and a screen reader reads it.
 */
export function useListKeys(): void {
  useEffect(() => {
    const act = (event: KeyboardEvent): void => {
      const wanted = actOf(event);
      // What follows a `g` leads to a screen.
      if (wanted === null || event.defaultPrevented || !shortcutsOn() || isTyping(event.target) || isBusy())
        return;
      const rows = [...document.querySelectorAll<HTMLElement>(ROW)];
      const at = rows.findIndex((row) => row.contains(document.activeElement));
      if (wanted === 'choose') {
        const choice = rows[at]?.querySelector<HTMLInputElement>('input[type=checkbox]');
        if (!choice) return;
        event.preventDefault();
        choice.click();
        return;
      }
      const row = rows[stepTo(at, wanted === 'next' ? 1 : -1, rows.length)];
      if (!row) return;
      event.preventDefault();
      row.querySelector<HTMLElement>(OPENS)?.focus({ preventScroll: true });
      row.scrollIntoView({ block: 'nearest' });
    };
    // After the document's own shortcuts.
    window.addEventListener('keydown', act);
    return () => window.removeEventListener('keydown', act);
  }, []);
}
