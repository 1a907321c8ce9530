import { Group, Paper, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Channel, CHANNELS, type Outlook } from '../../../api';
import { number } from '../../../times';

/** The present size of the audience, in people and in messages by channel. */
export function EstimateLine({
  outlook,
  channels,
}: {
  outlook: Outlook | null;
  channels: readonly Channel[];
}) {
  const { t } = useTranslation();
  const estimate = outlook?.estimate;
  return (
    <Paper withBorder p="sm" role="status" aria-label={t('audience.estimate')}>
      {estimate ? (
        <Group gap="xl">
          <Figure value={estimate.people} label={t('estimate.people')} />
          {CHANNELS.filter((channel) => channels.includes(channel)).map((channel) => (
            <Figure
              key={channel}
              value={estimate.channels[channel]}
              label={t('estimate.messages', { channel: t(`channels.${channel}`) })}
            />
          ))}
        </Group>
      ) : (
        <Text size="sm" c="dimmed">
          {t('estimate.none')}
        </Text>
      )}
    </Paper>
  );
}

function Figure({ value, label }: { value: number; label: string }) {
  return (
    <div>
      <Text fw={650} size="lg" style={{ fontVariantNumeric: 'tabular-nums' }}>
        {number(value)}
      </Text>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
    </div>
  );
}
