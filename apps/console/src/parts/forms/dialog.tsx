import '../../mantine-screens.css';
import { Modal, type ModalProps } from '@mantine/core';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A dialog that takes the focus, returns it, and closes by Escape or its button. It is open while it is mounted. */
export function Dialog({ children, ...props }: Omit<ModalProps, 'opened'>) {
  const { t } = useTranslation();
  useFocusReturn();
  return (
    <Modal
      opened
      centered
      size="md"
      styles={{ title: { fontWeight: 600 } }}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('actions.close') }}
      transitionProps={{ duration: 0 }}
      // Mantine renders a <header>, which would be a second banner landmark of the page.
      attributes={{ header: { role: 'presentation' } }}
      // Mantine returns the focus when `opened` changes; here the component is mounted and unmounted instead.
      returnFocus={false}
      {...props}
    >
      <FirstFocus />
      {children}
    </Modal>
  );
}

const FIELD = 'input:not([type=hidden], :disabled), textarea:not(:disabled), select:not(:disabled)';

/**
 * Marks what Mantine's focus trap focuses first: the first field, else the button that changes nothing. Without a mark it
 * is the closing button in the header.
 */
function FirstFocus() {
  const here = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const body = here.current?.parentElement;
    if (!body || body.querySelector('[data-autofocus]')) return;
    (body.querySelector(FIELD) ?? body.querySelector('[data-safe]'))?.setAttribute('data-autofocus', '');
  }, []);
  return <span ref={here} hidden />;
}

/**
 * Returns the focus to where it was. If that element is gone or cannot take the focus, the menu it was in gets it, or
 * else the page's content. Repeats this whenever a redraw removes the focus, until the person does something.
 */
function useFocusReturn(): void {
  const [before] = useState(() => {
    const element = document.activeElement;
    const menu = element?.closest('[role=menu]')?.getAttribute('aria-labelledby');
    return [element, menu ? document.getElementById(menu) : null];
  });
  // The cleanup of a layout effect runs in the commit that removes the dialog; that of another effect may run later.
  useLayoutEffect(() => () => keepFocus([...before, document.querySelector('main')]), [before]);
}

const BY_PERSON = ['keydown', 'pointerdown'] as const;

function keepFocus(places: (Element | null)[]): void {
  const giveBack = (): void => {
    // The next dialog takes the focus by itself.
    if (document.querySelector('[role=dialog]')) return;
    for (const place of places) {
      // An element that already has the focus keeps it.
      if (document.activeElement && document.activeElement !== document.body) return;
      if (place instanceof HTMLElement && place !== document.body) place.focus({ preventScroll: true });
    }
  };
  // The browser takes the focus from a removed or disabled element in its next frame: wait for that frame.
  const redrawn = new MutationObserver(() => requestAnimationFrame(() => setTimeout(giveBack)));
  const end = (): void => {
    redrawn.disconnect();
    for (const act of BY_PERSON) document.removeEventListener(act, end, true);
  };
  for (const act of BY_PERSON) document.addEventListener(act, end, true);
  redrawn.observe(document.body, { subtree: true, childList: true, attributeFilter: ['disabled'] });
  // React removes the dialog first.
  setTimeout(giveBack);
}
