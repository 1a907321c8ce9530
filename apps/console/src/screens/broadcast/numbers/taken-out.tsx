import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Channel, CHANNELS, outcomes } from '../../../api';
import { listed, number } from '../../../times';
import { takenOut } from '../../../parts/sending/provider-codes.rules';

/**
 * Where the brake found too many dead addresses: how many this broadcast took out. The provider may have been wrong.
 * @param channels those on which it found them
 */
export function TakenOut({ id, channels }: { id: string; channels: readonly Channel[] }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['failures', id],
    queryFn: () => outcomes.failures(id),
    refetchInterval: 15_000,
    enabled: channels.length > 0,
  });
  const addresses = data ? takenOut(data.failures, channels) : 0;
  if (addresses === 0) return null;
  const names = CHANNELS.filter((one) => channels.includes(one)).map((one) => t(`channels.${one}`));
  return (
    <Text size="sm" fw={600}>
      {t('resume.takenOut', { addresses: number(addresses), channels: listed(names) })}
    </Text>
  );
}
