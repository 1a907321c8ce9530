import { useQuery } from '@tanstack/react-query';
import { type Broadcast, broadcasts } from '../../../api';

/** Pause between two questions for counts that are still missing, in ms. */
export const COUNTING_MS = 2_000;

/** The same broadcast with the counts that were still missing, once they are there: those of a nation take minutes. */
export function useCounted(broadcast: Broadcast): Broadcast {
  const { id, version, counting } = broadcast;
  const { data } = useQuery({
    queryKey: ['broadcast', id],
    queryFn: () => broadcasts.get(id),
    enabled: counting,
    refetchInterval: ({ state }) => (state.data?.counting === false ? false : COUNTING_MS),
  });
  return counting && data?.version === version ? data : broadcast;
}
