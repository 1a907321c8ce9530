import { Alert, Text } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { contact } from '../../http';

/** Shows on every screen that there is no connection: the data stays, and may be outdated. */
export function OfflineBanner() {
  const { t } = useTranslation();
  const { online } = useNetwork();
  const answered = useSyncExternalStore(contact.subscribe, contact.answered);
  return (
    <div role="status">
      {!online && answered !== true && (
        <Alert color="orange" title={t('offline.title')} mb="md">
          <Text size="sm">{t('offline.what')}</Text>
        </Alert>
      )}
    </div>
  );
}
