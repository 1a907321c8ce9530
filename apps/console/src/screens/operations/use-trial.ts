import { useQuery } from '@tanstack/react-query';
import { broadcasts, type OperationsView } from '../../api';
import { type Trial, trialOf } from '../../parts/sending/trial.rules';
import { useWaves } from '../broadcast/stopping/stopping';

/** Polling interval of the acts on a braked broadcast, in ms. */
const STOPS_MS = 4_000;

/** The trial of a braked broadcast, as far as it is known. */
export function useTrial({
  broadcastId: id,
  channel,
}: Pick<OperationsView['hindrances'][number], 'broadcastId' | 'channel'>): Trial | null {
  const { data: waves } = useWaves(id);
  const { data: broadcast } = useQuery({
    queryKey: ['broadcast', id],
    queryFn: () => broadcasts.get(id),
    refetchInterval: STOPS_MS,
  });
  return waves && broadcast ? trialOf(channel, waves, broadcast.stops) : null;
}
