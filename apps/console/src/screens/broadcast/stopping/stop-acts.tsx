import { Stack, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Broadcast, Channel } from '../../../api';
import { useRegions } from '../../../parts/regions/regions';
import { nameOf } from '../../../parts/regions/regions.rules';
import { Section } from '../../../parts/frame/section';
import { exactInstant } from '../../../times';
import { brakeWords, isFinding } from '../../../parts/sending/brake-words';
import { narrowed, stopWords } from './stop-acts.rules';

type StopAct = Broadcast['stops'][number];

/** What held the broadcast back and what let it go on: when, by whom, which part, why. Renders nothing without any. */
export function StopActs({ broadcast: { stops } }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const words = useActWords();
  if (stops.length === 0) return null;
  return (
    <Section title={t('stopActs.title')}>
      <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {narrowed(stops).map((one) => {
          const [what, why] = words(one);
          return (
            <li key={`${one.at} ${one.act} ${one.channel} ${one.regionCode}`}>
              <Text size="sm">
                {exactInstant(one.at)}: {what}
              </Text>
              {why !== '' && (
                <Text size="sm" c="dimmed" className="message">
                  {why}
                </Text>
              )}
            </li>
          );
        })}
      </Stack>
    </Section>
  );
}

/** Returns what an act did, in a sentence, and why; empty: nobody wrote a reason. */
export function useActWords(): (one: StopAct) => [what: string, why: string] {
  const { t } = useTranslation();
  const regions = useRegions();
  return (one) => [
    said(t, one, partOf(t, one.channel, one.regionCode && nameOf(regions, one.regionCode))),
    [
      isFinding(one.brake) && t('stopActs.cause', { cause: brakeWords(t, one.brake) }),
      one.reason && one.as !== 'brake' && t('news.reason', { reason: one.reason }),
    ]
      .filter(Boolean)
      .join(' '),
  ];
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
