import { Modal, type ModalProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** A dialog that takes the focus, gives it back, and can be closed by Escape or its button. */
export function Dialog(props: Omit<ModalProps, 'opened'> & { opened?: boolean }) {
  const { t } = useTranslation();
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
      {...props}
    />
  );
}
