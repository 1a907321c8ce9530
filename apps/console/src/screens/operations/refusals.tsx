import { Alert, Anchor, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { OperationsView } from '../../api';
import { clock } from '../../times';
import { ForAdmin } from './for-admin';
import { PLACES } from './summary';

/** Workers that refuse broadcasts because their settings differ from the approved ones. */
export function Refusals({ refusals }: Pick<OperationsView, 'refusals'>) {
  const { t } = useTranslation();
  if (refusals.length === 0) return null;
  return (
    <Alert color="red" role="alert" id={PLACES.refusals} title={t('operations.refusals')}>
      <Stack gap="xs">
        <Text size="sm">{t('operations.refusalsWhat')}</Text>
        {refusals.map(({ worker, broadcastId, channel, settings, refusedAt }) => (
          <Group key={`${worker} ${broadcastId} ${channel}`} gap={6} style={{ overflowWrap: 'anywhere' }}>
            <Anchor component={Link} to={`/siaran/${broadcastId}`} underline="always" size="sm">
              {broadcastId}
            </Anchor>
            <Text size="sm">
              {t('operations.refusal', {
                worker,
                channel: t(`channels.${channel}`),
                at: clock(refusedAt),
              })}
            </Text>
            <ForAdmin>{t('operations.refusalSettings', { settings: settings.join(', ') })}</ForAdmin>
          </Group>
        ))}
      </Stack>
    </Alert>
  );
}
