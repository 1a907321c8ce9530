import { Stack, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Broadcast, Channel } from '../../../api';
import { useRegions } from '../../../parts/regions/regions';
import { nameOf } from '../../../parts/regions/regions.rules';
import { Section } from '../../../parts/frame/section';
import { instant } from '../../../times';
import { brakeWords, isFinding } from '../../../parts/sending/brake-words';
import { narrowed, stopWords } from './stop-acts.rules';

type StopAct = Broadcast['stops'][number];

/** What held the broadcast back and what let it go on: when, by whom, which part, why. Renders nothing without any. */
export function StopActs({ broadcast: { stops } }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const regions = useRegions();
  if (stops.length === 0) return null;
  return (
    <Section title={t('stopActs.title')}>
      <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {narrowed(stops).map((one) => {
          const region = one.regionCode && nameOf(regions, one.regionCode);
          return (
            <li key={`${one.at} ${one.act} ${one.channel} ${one.regionCode}`}>
              <Text size="sm">
                {instant(one.at)}: {said(t, one, partOf(t, one.channel, region))}
              </Text>
              {isFinding(one.brake) && (
                <Text size="sm" c="dimmed">
                  {t('stopActs.cause', { cause: brakeWords(t, one.brake) })}
                </Text>
              )}
              {one.reason && one.as !== 'brake' && (
                <Text size="sm" c="dimmed" className="message">
                  {t('news.reason', { reason: one.reason })}
                </Text>
              )}
            </li>
          );
        })}
      </Stack>
    </Section>
  );
}

function said(t: TFunction, one: StopAct, what: string): string {
  const { by, as } = one;
  const who: string = by ? by.name : t(`stopActs.by.${as === 'brake' || as === 'correction' ? as : 'siar'}`);
  return t(`stopActs.${stopWords(one)}`, { by: who, what });
}

function partOf(t: TFunction, channel: string | null, region: string | null): string {
  const name = channel && t(`channels.${channel as Channel}`);
  if (name && region) return t('stopActs.of', { channel: name, region });
  return name ?? region ?? t('stopActs.all');
}
