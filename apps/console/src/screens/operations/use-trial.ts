import { useQuery } from '@tanstack/react-query';
import { broadcasts, type OperationsView } from '../../api';
import type { Trial } from '../../parts/sending/trial.rules';
import { useTrials } from '../broadcast/stopping/use-trials';

/** Polling interval of the acts on a braked broadcast, in ms. */
const STOPS_MS = 4_000;

/** The trial of a braked broadcast, as far as it is known; null: there is none. @param of null: nothing is braked */
export function useTrial(
  of: Pick<OperationsView['hindrances'][number], 'broadcastId' | 'channel'> | null,
): Trial | null {
  const id = of?.broadcastId ?? '';
  const { data: broadcast } = useQuery({
    queryKey: ['broadcast', id],
    queryFn: () => broadcasts.get(id),
    refetchInterval: STOPS_MS,
    enabled: of !== null,
  });
  const [trial = null] = useTrials(
    { id, stops: broadcast?.stops ?? [] },
    of && broadcast ? [of.channel] : [],
  );
  return trial;
}
