import { Alert, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Broadcast } from '../../api';
import { instant } from '../../times';

/** Who withdrew an approved broadcast, when and why. Renders nothing for any other broadcast. */
export function Withdrawn({ broadcast: { withdrawal, approvedAt, begun } }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  if (!withdrawal || approvedAt === null) return null;
  const { by, at, reason } = withdrawal;
  return (
    <Alert color="red" role="note" title={t('broadcast.withdrawnTitle')}>
      <Stack gap={6}>
        <Text size="sm" fw={600}>
          {t('broadcast.withdrawnBy', { name: by.name, when: instant(at) })}
        </Text>
        <Text size="sm" className="message">
          {reason ? t('broadcast.withdrawnWhy', { reason }) : t('broadcast.withdrawnNoReason')}
        </Text>
        {begun && <Text size="sm">{t('withdraw.shown')}</Text>}
      </Stack>
    </Alert>
  );
}
