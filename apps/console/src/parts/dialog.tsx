import { Modal, type ModalProps } from '@mantine/core';
import { useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A dialog that takes the focus, gives it back, and can be closed by Escape or its button. It is there while it is open. */
export function Dialog(props: Omit<ModalProps, 'opened'>) {
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
      // Mantine makes it a <header>, which would be a second banner of the page.
      attributes={{ header: { role: 'presentation' } }}
      // Mantine gives it back when `opened` changes; what opens and closes here is the component.
      returnFocus={false}
      {...props}
    />
  );
}

/**
 * Puts the focus back where it was, or, where that has gone or takes none, to the menu it was in, or to the page's content;
 * and again whenever the screen drawn after the act takes it away, until the person does something.
 */
function useFocusReturn(): void {
  const [before] = useState(() => {
    const element = document.activeElement;
    const menu = element?.closest('[role=menu]')?.getAttribute('aria-labelledby');
    return [element, menu ? document.getElementById(menu) : null];
  });
  // A layout effect ends with the commit that takes the dialog away; another may end a while later.
  useLayoutEffect(() => () => keepFocus([...before, document.querySelector('main')]), [before]);
}

const BY_PERSON = ['keydown', 'pointerdown'] as const;

function keepFocus(places: (Element | null)[]): void {
  const giveBack = (): void => {
    // The next dialog takes it by itself.
    if (document.querySelector('[role=dialog]')) return;
    for (const place of places) {
      // An element that has the focus by now keeps it.
      if (document.activeElement && document.activeElement !== document.body) return;
      if (place instanceof HTMLElement && place !== document.body) place.focus({ preventScroll: true });
    }
  };
  // The browser takes the focus from what is gone or disabled with its next frame: asked at once, it would still be there.
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
