import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Confirm } from '../forms/confirm';

/** Asks before signing out deletes what was written on this device and not saved. */
export default function SignOutDialog({
  onGo,
  onClose,
}: {
  onGo: () => Promise<unknown>;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Confirm touches={[]} title={t('signOutTitle')} go={t('signOut')} danger onGo={onGo} onClose={onClose}>
      <Text size="sm">{t('signOutWhat')}</Text>
    </Confirm>
  );
}
