import { Alert, Text } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';

/** Shows on every screen that there is no connection: the data stays, and may be outdated. */
export function OfflineBanner() {
  const { t } = useTranslation();
  const { online } = useNetwork();
  return (
    <div role="status">
      {!online && (
        <Alert color="orange" title={t('offline.title')} mb="md">
          <Text size="sm">{t('offline.what')}</Text>
        </Alert>
      )}
    </div>
  );
}
