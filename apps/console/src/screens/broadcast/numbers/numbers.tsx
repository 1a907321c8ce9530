import { List, Stack, Text } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Broadcast, broadcasts, CHANNELS } from '../../../api';
import { type Fact, Facts } from '../../../parts/frame/facts';
import { copiesOf, everyone, reached, sumOf } from '../../../parts/sending/account.rules';
import { regionName, useRegions } from '../../../parts/regions/regions';
import { StoppedNumbers } from '../../../parts/sending/stopped-numbers';
import { exactInstant, listed, number, rupiah } from '../../../times';
import { correctedBefore, stillSpreads } from '../stopping/ended.rules';
import { shownOf } from '../content/shown.rules';
import { useCounted } from './counted';

/** Returns the audience in words: a correction goes to the addresses that got, or may have got, what it corrects. */
export function useWhom(): (broadcast: Broadcast) => string {
  const { t } = useTranslation();
  return (broadcast) => {
    const { originalId, estimate, others, chain } = broadcast;
    if (originalId === null) return t(`reach.${shownOf(broadcast).reach}`);
    if (!estimate || !others) return t(`reach.${correctedBefore(chain) ? 'chain' : 'correction'}`);
    const messages = copiesOf(estimate);
    const { uncertain } = others;
    return t(`reach.${correctedBefore(chain) ? 'chainOf' : 'correctionOf'}`, {
      got: number(messages - uncertain),
      uncertain: number(uncertain),
    });
  };
}

/** Returns the sentences about recipients that keep the wrong message. */
export function useLeftOut(): (others: Broadcast['others']) => string[] {
  const { t } = useTranslation();
  return (others) => {
    const left = others?.leftOut;
    if (!left) return [];
    const { channels, people } = left;
    return [
      ...CHANNELS.flatMap((channel) => {
        const addresses = channels[channel] ?? 0;
        if (addresses === 0) return [];
        return t('numbers.leftOut', { channel: t(`channels.${channel}`), addresses: number(addresses) });
      }),
      ...(people > 0 ? [t('numbers.leftOutPeople', { people: number(people) })] : []),
    ];
  };
}

/** Regions named one by one; more are counted. */
const NAMED = 3;

/** How many people and messages it would reach. */
export function HowMany({ broadcast: given }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const whom = useWhom();
  const leftOut = useLeftOut();
  const broadcast = useCounted(given);
  const { id, estimate, smsCost, counting, originalId, others, chain } = broadcast;
  useRegions();
  const { audience, channels } = shownOf(broadcast);
  // The progress below moves on every two seconds; these figures are counted from the ledger, and less often.
  const grows = estimate !== null && originalId !== null && stillSpreads(chain);
  const { dataUpdatedAt } = useQuery({
    queryKey: ['broadcast', id],
    queryFn: () => broadcasts.get(id),
    refetchInterval: 5_000,
    enabled: grows,
  });
  const sentences = [
    ...(originalId === null ? [] : [whom(broadcast)]),
    ...(others !== null && others.notWritten > 0
      ? [t('numbers.notWritten', { addresses: number(others.notWritten) })]
      : []),
    ...leftOut(others),
  ];
  if (!estimate)
    return counting ? (
      <Text size="sm" role="status">
        {t('numbers.counting')}
      </Text>
    ) : null;
  return (
    <Stack gap="xs">
      {(grows || others !== null) && (
        <Text size="sm" c="dimmed">
          {t(grows ? 'numbers.countedAt' : 'numbers.asOf', {
            at: exactInstant(others?.countedAt ?? new Date(dataUpdatedAt)),
          })}
        </Text>
      )}
      <Facts
        beside
        facts={[
          [t('numbers.recipients'), t('numbers.people', { people: number(estimate.people) })],
          [
            t('numbers.regions'),
            audience.regions.length > NAMED
              ? number(audience.regions.length)
              : listed(audience.regions.map((code) => regionName(code))),
          ],
          ...CHANNELS.filter((channel) => channels.includes(channel)).map((channel): Fact => [
            t(`channels.${channel}`),
            t('numbers.messages', { messages: number(estimate.channels[channel]) }),
          ]),
          ...(smsCost === null || estimate.channels.sms === 0
            ? []
            : [
                [
                  t('numbers.cost'),
                  t('numbers.costOf', {
                    all: rupiah(estimate.channels.sms * smsCost),
                    each: rupiah(smsCost),
                  }),
                ] as const,
              ]),
        ]}
      />
      {sentences.length > 0 && (
        <List size="sm" spacing={4}>
          {sentences.map((sentence) => (
            <List.Item key={sentence}>{sentence}</List.Item>
          ))}
        </List>
      )}
    </Stack>
  );
}

/**
 * The progress: sent, waiting and claimed copies.
 * @param ids of a broadcast, or of all that a correction corrects: then their copies are summed up
 * @param correction `others` counts the recipients that got wrong text before any of them
 */
export function HowFar({
  ids,
  correction,
}: {
  ids: readonly string[];
  correction?: Pick<Broadcast, 'others'>;
}) {
  const { t } = useTranslation();
  const progress = useQueries({
    queries: ids.map((id) => ({
      queryKey: ['progress', id],
      queryFn: () => broadcasts.progress(id),
      refetchInterval: 2_000,
      staleTime: 0,
    })),
  });
  const counts = progress.flatMap(({ data }) => data?.total ?? []);
  if (counts.length < ids.length) return <Text size="sm">{t('loading')}</Text>;
  const total = sumOf(counts);
  const { pending, unlisted, claimed, unknown } = total;
  const earlier = correction?.others?.earlier ?? 0;
  if (everyone(total) === 0) return <Text size="sm">{t('numbers.nothingYet')}</Text>;
  return (
    <StoppedNumbers of={{ sent: reached(total), stopped: pending, unlisted, inHand: claimed, unknown }}>
      {ids.length > 1 && <List.Item>{t('numbers.summed', { count: ids.length })}</List.Item>}
      {earlier > 0 && <List.Item>{t('numbers.fromChain', { addresses: number(earlier) })}</List.Item>}
    </StoppedNumbers>
  );
}
