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
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('actions.close') }}
      transitionProps={{ duration: 0 }}
      {...props}
    />
  );
}
