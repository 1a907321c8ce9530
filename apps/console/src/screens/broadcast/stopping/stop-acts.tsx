import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { type Broadcast, broadcasts, CHANNELS } from '../../../api';
import { useRegions } from '../../../parts/regions/regions';
import { nameOf } from '../../../parts/regions/regions.rules';
import { Section } from '../../../parts/frame/section';
import { exactInstant, listed, number } from '../../../times';
import { brakeWords, isFinding } from '../../../parts/sending/brake-words';
import { Deed } from './deed';
import { isOnWhatIsLeft, leftThen, narrowed, stopWords } from './stop-acts.rules';

/** When a wave ended changes no more: waves read once serve this long, in ms. */
const WAVES_MS = 60_000;

type StopAct = Broadcast['stops'][number];

/** What held the broadcast back and what let it go on: when, by whom, which part, why. Renders nothing without any. */
export function StopActs({ broadcast: { id, stops } }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const words = useActWords(id, stops);
  if (stops.length === 0) return null;
  return (
    <Section title={t('stopActs.title')}>
      <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {narrowed(stops).map((one) => {
          const [what, why] = words(one);
          return (
            <Deed key={`${one.at} ${one.act} ${one.channel} ${one.regionCode}`} why={why}>
              {exactInstant(one.at)}: {what}
            </Deed>
          );
        })}
      </Stack>
    </Section>
  );
}

/**
 * Returns what an act did, in a sentence, and why; empty: nobody wrote a reason.
 * @param stops the acts of the broadcast that it is used for
 */
export function useActWords(
  id: string,
  stops: readonly StopAct[],
): (one: StopAct) => [what: string, why: string] {
  const { t } = useTranslation();
  const regions = useRegions();
  const { data: waves } = useQuery({
    queryKey: ['waves', id],
    queryFn: () => broadcasts.waves(id),
    staleTime: WAVES_MS,
    enabled: stops.some(isOnWhatIsLeft),
  });
  return (one) => [
    said(
      t,
      one,
      partOf(
        t,
        one.channel ? [one.channel] : leftThen(one, waves ?? []),
        one.regionCode && nameOf(regions, one.regionCode),
        // A doubt is of what was sent, too, and can be cast when nothing is left.
        one.act === 'doubt' ? 'broadcast' : 'all',
      ),
    ),
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
  return t(`stopActs.${stopWords(one)}`, { by: who, what, addresses: number(one.copies ?? 0) });
}

function partOf(
  t: TFunction,
  channels: readonly string[],
  region: string | null,
  whole: 'all' | 'broadcast',
): string {
  const used = CHANNELS.filter((one) => channels.includes(one));
  const name = used.length > 0 ? listed(used.map((one) => t(`channels.${one}`))) : null;
  if (name && region) return t('stopActs.of', { channel: name, region });
  return name ?? region ?? t(`stopActs.${whole}`);
}
