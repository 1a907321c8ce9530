import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** What only those who run the servers can use, such as the names of settings: behind a fold. */
export function ForAdmin({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Text component="details" size="sm" style={{ overflowWrap: 'anywhere' }}>
      <summary>{t('operations.forAdmin')}</summary>
      <div>{children}</div>
    </Text>
  );
}
