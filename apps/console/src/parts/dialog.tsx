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

/** Puts the focus back where it was, or, where that has gone, to the menu it was in, or to the page's content. */
function useFocusReturn(): void {
  const [before] = useState(() => {
    const element = document.activeElement;
    const menu = element?.closest('[role=menu]')?.getAttribute('aria-labelledby');
    return [element, menu ? document.getElementById(menu) : null];
  });
  // A layout effect ends with the commit that takes the dialog away; another may end a while later.
  useLayoutEffect(
    () => () => {
      // React removes the dialog first. An element that has the focus by then keeps it.
      const giveBack = (): void => {
        if (document.activeElement && document.activeElement !== document.body) return;
        const places = [...before, document.querySelector('main')];
        const place = places.find(
          (one) => one instanceof HTMLElement && one !== document.body && one.isConnected,
        );
        (place as HTMLElement | undefined)?.focus({ preventScroll: true });
      };
      setTimeout(giveBack);
      // The act may redraw the element that got the focus.
      setTimeout(giveBack, 150);
    },
    [before],
  );
}
