import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Broadcast, type Channel, CHANNELS, outcomes } from '../../../api';
import { lately, listed, number } from '../../../times';
import { useRoles } from '../../../session';
import { takenOut } from '../../../parts/sending/provider-codes.rules';

/**
 * Where the brake found too many dead addresses: how many this broadcast took out, and what was given back of them. The
 * provider may have been wrong.
 * @param channels those on which it found them
 */
export function TakenOut({
  broadcast: { id, stops },
  channels,
}: {
  broadcast: Pick<Broadcast, 'id' | 'stops'>;
  channels: readonly Channel[];
}) {
  const { t } = useTranslation();
  // Operators are asked to give them back, beside this.
  const asked = useRoles('operator');
  const { data } = useQuery({
    queryKey: ['failures', id],
    queryFn: () => outcomes.failures(id),
    refetchInterval: 15_000,
    enabled: channels.length > 0 && !asked,
  });
  const namesOf = (some: readonly string[]): string =>
    listed(CHANNELS.filter((one) => some.includes(one)).map((one) => t(`channels.${one}`)));
  const given = stops.filter(
    ({ act, channel }) => act === 'give-back' && channels.some((one) => one === channel),
  );
  const back = given.reduce((sum, { copies }) => sum + (copies ?? 0), 0);
  const addresses = data ? Math.max(0, takenOut(data.failures, channels) - back) : 0;
  return (
    <>
      {given.map(({ at, by, channel, copies }) => (
        <Text size="sm" fw={600} key={at}>
          {t('resume.givenBack', {
            addresses: number(copies ?? 0),
            channels: namesOf(channel ? [channel] : []),
            at: lately(at),
            name: by?.name ?? 'Siar',
          })}
        </Text>
      ))}
      {addresses > 0 && !asked && (
        <Text size="sm" fw={600}>
          {t('resume.takenOut', { addresses: number(addresses), channels: namesOf(channels) })}
        </Text>
      )}
    </>
  );
}
