import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { broadcasts, type Channel } from '../../api';
import { Asking } from '../frame/asking';
import { ErrorNote } from '../frame/error-note';
import { Device, type Show } from './device';
import { SmsMeter, TelegramMeter } from './meters';

/** The citizen of the samples, so that head and text name the same. */
const CITIZEN = 'Siti Rahayu';

/**
 * A copy as it arrives at one citizen's device, rendered by the server.
 * @param stand changes whenever the texts may have changed
 */
export function SampleText({
  id,
  stand,
  channel,
  language,
  show,
}: {
  id: string;
  stand: string;
  channel: Channel;
  language: string;
  show: Show;
}) {
  const { t } = useTranslation();
  const copy = useQuery({
    queryKey: ['preview', id, stand, channel, language],
    queryFn: () => broadcasts.preview(id, channel, language, CITIZEN),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (copy.isPending) return <Asking of={copy} />;
  if (copy.isError) return <ErrorNote error={copy.error} title={t('texts.noSample')} />;
  const { text, sms, sender } = copy.data;
  return (
    <Stack gap="xs">
      <Device channel={channel} copy={copy.data} sender={sender} name={CITIZEN} show={show} />
      {sms && <SmsMeter sms={sms} />}
      {channel === 'telegram' && <TelegramMeter length={text.length} />}
    </Stack>
  );
}
