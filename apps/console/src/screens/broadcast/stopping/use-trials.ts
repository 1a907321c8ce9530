import type { Broadcast, Channel } from '../../../api';
import { type Trial, trialOf } from '../../../parts/sending/trial.rules';
import { useForecast } from '../numbers/use-forecast';
import { useWaves } from './stopping';

/** The trials of the braked channels of a broadcast, as far as they are known. @param channels empty: nothing is asked */
export function useTrials(
  { id, stops }: { id: string; stops: Broadcast['stops'] },
  channels: readonly Channel[],
): Trial[] {
  const { data: waves = [] } = useWaves(id, channels.length > 0);
  const { data: forecast } = useForecast(id, channels.length > 0);
  return channels.flatMap((one) => trialOf(one, waves, stops, forecast?.[one]?.retryAt) ?? []);
}
