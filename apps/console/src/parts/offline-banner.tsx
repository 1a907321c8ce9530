import { Alert, Text } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';

/** Says on every screen that there is no connection: what is shown stays, and may be old. */
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
