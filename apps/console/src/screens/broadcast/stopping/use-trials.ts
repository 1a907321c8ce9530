import type { Broadcast, Channel } from '../../../api';
import { heldRegions, type Trial, trialOf } from '../../../parts/sending/trial.rules';
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

/**
 * Whether the brake of a channel holds copies of a broadcast in several regions, so that one of them can be tried.
 * @param channel null: nothing is asked
 * @param before what serves until that is known
 */
export function useSeveralHeld(id: string, channel: Channel | null, before: boolean): boolean {
  const { data: waves } = useWaves(id, channel !== null);
  return channel !== null && waves ? heldRegions(channel, waves).length > 1 : before;
}
