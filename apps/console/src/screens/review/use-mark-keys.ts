import { useHotkeys } from '@mantine/hooks';
import { shortcutsOn } from '../../parts/frame/device';

/** Undecided marks, in page order. */
const OPEN = 'input[data-mark="open"]';

/** Moves the focus to the next or the previous open mark; wraps around. */
export function toMark(step: 1 | -1): void {
  const open = [...document.querySelectorAll<HTMLElement>(OPEN)];
  const from = document.activeElement ?? document.body;
  const isAhead = (mark: Element): boolean => {
    const place = from.compareDocumentPosition(mark);
    return (place & (step > 0 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING)) !== 0;
  };
  // The page itself contains them all: from there, the next is the first, and the previous is the last.
  const ahead = open.filter((mark) => mark !== from && isAhead(mark));
  const next = step > 0 ? (ahead[0] ?? open[0]) : (ahead.at(-1) ?? open.at(-1));
  next?.focus({ preventScroll: true });
  // In the middle, where no sticky element covers it.
  next?.closest('li')?.scrollIntoView({ block: 'center' });
}

/** `n` leads to the next open mark, `Shift+n` to the previous one; not in a dialog, nor where a letter is text. */
export function useMarkKeys(on: boolean): void {
  const by = (step: 1 | -1) => (event: KeyboardEvent) => {
    const { target } = event;
    const ticks = target instanceof HTMLInputElement && ['checkbox', 'radio'].includes(target.type);
    if (
      !shortcutsOn() ||
      (target instanceof HTMLInputElement && !ticks) ||
      document.querySelector('[role=dialog]')
    )
      return;
    event.preventDefault();
    toMark(step);
  };
  // A checkbox is an input too, and the target of the key.
  useHotkeys(
    on
      ? [
          ['n', by(1), { preventDefault: false }],
          ['shift+N', by(-1), { preventDefault: false }],
        ]
      : [],
    ['TEXTAREA', 'SELECT'],
  );
}
