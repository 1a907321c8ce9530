import { Stack } from '@mantine/core';
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { broadcasts, type Channel } from '../../api';
import { Asking } from '../frame/asking';
import { ErrorNote } from '../frame/error-note';
import { Device, type Show } from './device';
import type { SampleCitizen } from './samples.rules';
import { SmsMeter, TelegramMeter } from './meters';

/** The citizen of the samples where none is chosen, so that head and text name the same. */
const CITIZEN: SampleCitizen = { name: 'Siti Rahayu', regionCode: null };

/**
 * A copy as it arrives at one citizen's device, rendered by the server.
 * @param stand changes whenever the texts may have changed
 * @param citizen the one that was chosen
 * @param longest the one for that an SMS is longest
 */
export function SampleText({
  id,
  stand,
  channel,
  language,
  show,
  citizen = CITIZEN,
  longest,
}: {
  id: string;
  stand: string;
  channel: Channel;
  language: string;
  show: Show;
  citizen?: SampleCitizen | undefined;
  longest?: SampleCitizen | undefined;
}) {
  const { t } = useTranslation();
  const copy = useQuery({
    queryKey: ['preview', id, stand, channel, language, citizen],
    queryFn: () => broadcasts.preview(id, channel, language, citizen),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const most = useQuery({
    queryKey: ['preview', id, stand, channel, language, longest],
    queryFn:
      longest && channel === 'sms' ? () => broadcasts.preview(id, channel, language, longest) : skipToken,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (copy.isPending) return <Asking of={copy} />;
  if (copy.isError) return <ErrorNote error={copy.error} title={t('texts.noSample')} />;
  const { text, sms, sender } = copy.data;
  const counted = most.data ?? copy.data;
  return (
    <Stack gap="xs">
      <Device channel={channel} copy={copy.data} sender={sender} name={citizen.name} show={show} />
      {sms && counted.sms && (
        <SmsMeter
          sms={counted.sms}
          by={most.data ? null : citizen.name}
          perSegment={counted.smsCostPerSegment}
        />
      )}
      {channel === 'telegram' && <TelegramMeter length={text.length} />}
    </Stack>
  );
}
