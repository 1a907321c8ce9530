import { Button, Group, Popover } from '@mantine/core';
import IconFlag from '@tabler/icons-react/icons/IconFlag';
import IconMessagePlus from '@tabler/icons-react/icons/IconMessagePlus';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { selectionIn } from './selection';

/** Room below the edge of the window that the header takes, in px. */
const HEADER = 64;

/** Above the text and the bar with the decision; below the header, and every dialog. */
export const BELOW_HEADER = 3;

/** Where the selected words are, within the element around their text. */
export interface Place {
  key: string;
  top: number;
  left: number;
  width: number;
  height: number;
}

/**
 * What can be done with the words that are selected in a text, beside them; with the keyboard it comes next after the
 * text. The same acts stand below the text.
 * @param of the element with the text, in an element that is positioned
 * @param onMark absent: nothing can be marked as wrong here
 * @param onComment absent: nothing can be commented on
 */
export function SelectionBar({
  of: shown,
  text,
  onMark,
  onComment,
}: {
  of: RefObject<HTMLElement | null>;
  text: string;
  onMark: (() => void) | null;
  onComment: ((at: Place) => void) | null;
}) {
  const { t } = useTranslation();
  const bar = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<Place | null>(null);
  useEffect(() => {
    // While the pointer is down the selection grows: the bar would lie in its way.
    let held: Element | null = null;
    const look = (): void => {
      if (!held) setPlace(placeIn(shown.current, text));
    };
    const press = ({ target }: PointerEvent): void => {
      if (!(target instanceof Element) || bar.current?.contains(target)) return;
      held = target;
      setPlace(null);
    };
    const release = (): void => {
      // A press on a button leaves the words selected, but is about something else.
      const elsewhere = held?.closest('button, a, input, label') ?? null;
      held = null;
      // The browser clears a selection only after the press.
      if (!elsewhere) requestAnimationFrame(look);
    };
    const lead = (event: KeyboardEvent): void => {
      if (!bar.current || bar.current.contains(document.activeElement)) return;
      if (event.key === 'Escape') setPlace(null);
      // From the text, which has no focus of its own.
      if (event.key !== 'Tab' || event.shiftKey || !document.activeElement?.contains(shown.current)) return;
      event.preventDefault();
      bar.current.querySelector('button')?.focus();
    };
    document.addEventListener('selectionchange', look);
    document.addEventListener('pointerdown', press);
    document.addEventListener('pointerup', release);
    document.addEventListener('pointercancel', release);
    document.addEventListener('keydown', lead);
    return () => {
      document.removeEventListener('selectionchange', look);
      document.removeEventListener('pointerdown', press);
      document.removeEventListener('pointerup', release);
      document.removeEventListener('pointercancel', release);
      document.removeEventListener('keydown', lead);
    };
  }, [shown, text]);
  if (!place || !(onMark || onComment)) return null;
  const { key, ...box } = place;
  const act = (run: () => void) => () => {
    setPlace(null);
    run();
  };
  return (
    <Popover
      key={key}
      opened
      // A phone shows its own menu above the words.
      position={matchMedia('(pointer: coarse)').matches ? 'bottom' : 'top'}
      withinPortal={false}
      withRoles={false}
      zIndex={BELOW_HEADER}
      closeOnClickOutside={false}
      // It scrolls with the words: what comes above them later may move both out of sight.
      hideDetached={false}
      onDismiss={() => setPlace(null)}
      transitionProps={{ duration: 0 }}
      middlewares={{
        flip: { padding: { top: HEADER } },
        shift: { padding: { left: asideOf(shown.current), right: 8 } },
      }}
      shadow="md"
    >
      <Popover.Target>
        <span aria-hidden style={{ position: 'absolute', pointerEvents: 'none', ...box }} />
      </Popover.Target>
      <Popover.Dropdown
        ref={bar}
        role="toolbar"
        aria-label={t('pins.selected')}
        onKeyDown={({ key }) => {
          if (key === 'Escape') setPlace(null);
        }}
        p={4}
        // Pressing a button must not clear the selection.
        onMouseDown={(event) => event.preventDefault()}
      >
        <Group gap={4} wrap="nowrap">
          {onMark && (
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconFlag size={16} aria-hidden />}
              onClick={act(onMark)}
            >
              {t('pins.add')}
            </Button>
          )}
          {onComment && (
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconMessagePlus size={16} aria-hidden />}
              onClick={act(() => onComment(place))}
            >
              {t('comments.add')}
            </Button>
          )}
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}

/** How much of the window the menu beside the page takes, in px: it lies above what is in the page. */
export function asideOf(within: Element | null): number {
  const main = within?.closest('main');
  return main
    ? main.getBoundingClientRect().left + Number.parseFloat(getComputedStyle(main).paddingInlineStart)
    : 0;
}

function placeIn(element: HTMLElement | null, text: string): Place | null {
  const selected = selectionIn(element, text);
  const around = element?.offsetParent;
  if (!selected || !around || selected.quote.trim() === '') return null;
  const words = window.getSelection()?.getRangeAt(0).getBoundingClientRect();
  if (!words) return null;
  const { top, left } = around.getBoundingClientRect();
  return {
    key: `${selected.start} ${selected.quote.length}`,
    top: words.top - top,
    left: words.left - left,
    width: words.width,
    height: words.height,
  };
}
