import { Group, Paper, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Channel, CHANNELS, type Outlook } from '../../../api';
import { number, rupiah } from '../../../times';

/** The present size of the audience, in people and in messages by channel, and what its SMS cost. */
export function EstimateLine({
  outlook,
  channels,
  smsEach,
}: {
  outlook: Outlook | null;
  channels: readonly Channel[];
  /** Rupiah of one SMS; null: none is counted. */
  smsEach: number | null;
}) {
  const { t } = useTranslation();
  const estimate = outlook?.estimate;
  return (
    <Paper withBorder p="sm" role="status" aria-label={t('audience.estimate')}>
      {estimate ? (
        <Group gap="xl">
          <Figure value={number(estimate.people)} label={t('estimate.people')} />
          {CHANNELS.filter((channel) => channels.includes(channel)).map((channel) => (
            <Figure
              key={channel}
              value={number(estimate.channels[channel])}
              label={t('estimate.messages', { channel: t(`channels.${channel}`) })}
            />
          ))}
          {smsEach !== null && channels.includes('sms') && estimate.channels.sms > 0 && (
            <Figure value={`≈ ${rupiah(smsEach * estimate.channels.sms)}`} label={t('numbers.cost')} />
          )}
        </Group>
      ) : (
        <Text size="sm" c="dimmed">
          {t('estimate.none')}
        </Text>
      )}
    </Paper>
  );
}

function Figure({ value, label }: { value: string; label: string }) {
  return (
    <div>
      <Text fw={650} size="lg" style={{ fontVariantNumeric: 'tabular-nums' }}>
        {value}
      </Text>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
    </div>
  );
}
