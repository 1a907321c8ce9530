import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Broadcast, broadcasts, type Channel, type Wave } from '../../../api';
import { pausePlace } from '../../../parts/sending/pause-place';
import { leftInDoubt } from '../../../parts/sending/doubts.rules';
import { doubtedPlaces } from '../../../parts/sending/pauses.rules';
import { useRegions } from '../../../parts/regions/regions';

/** What of a broadcast is in doubt, where that is not all of it. */
export function DoubtPlaces({ broadcast: { id, pausedWaves, stops, doubt } }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  useRegions();
  const { data: waves = [] } = useQuery({
    queryKey: ['waves', id],
    queryFn: () => broadcasts.waves(id),
    enabled: pausedWaves > 0,
    refetchInterval: 15_000,
  });
  const places = doubtedPlaces<Channel, Wave>(waves, (wave) => leftInDoubt(stops, doubt, wave)).map((one) =>
    pausePlace(t, one),
  );
  if (places.length === 0) return null;
  return <Text size="sm">{t('broadcast.doubtIn', { places: places.join('; ') })}</Text>;
}
