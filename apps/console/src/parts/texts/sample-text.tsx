import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { broadcasts, type Channel } from '../../api';
import { Asking } from '../frame/asking';
import { ErrorNote } from '../frame/error-note';
import { SmsMeter, TelegramMeter } from './meters';

/**
 * A copy as one citizen would get it, rendered by the server.
 * @param stand changes whenever the texts may have changed
 */
export function SampleText({
  id,
  stand,
  channel,
  language,
}: {
  id: string;
  stand: string;
  channel: Channel;
  language: string;
}) {
  const { t } = useTranslation();
  const copy = useQuery({
    queryKey: ['preview', id, stand, channel, language],
    queryFn: () => broadcasts.preview(id, channel, language),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (copy.isPending) return <Asking of={copy} />;
  if (copy.isError) return <ErrorNote error={copy.error} title={t('texts.noSample')} />;
  const { subject, text, sms } = copy.data;
  return (
    <Stack gap="xs" maw={680}>
      {subject !== undefined && (
        <Text fw={600} lang={language}>
          {subject}
        </Text>
      )}
      <Text className="message" lang={language}>
        {text}
      </Text>
      <Group>
        {sms && <SmsMeter sms={sms} />}
        {channel === 'telegram' && <TelegramMeter length={text.length} />}
      </Group>
    </Stack>
  );
}
