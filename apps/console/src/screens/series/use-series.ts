import { useQueries, useQuery } from '@tanstack/react-query';
import { broadcasts } from '../../api';
import { reviews } from '../../api/reviews';
import { type Series, series } from '../../api/series';
import { usePerson } from '../../session';
import { useHold } from '../review/use-hold';
import type { Reviewed } from './once.rules';

const EVERY_MS = 15_000;

export const useSeries = (id: string) =>
  useQuery({ queryKey: ['series', id], queryFn: () => series.get(id), refetchInterval: EVERY_MS });

/** Everything about each member; null until all of it is there. */
export function useReviewed(
  members: readonly Pick<Series['members'][number], 'id' | 'daysBefore'>[],
): Reviewed[] | null {
  const found = useQueries({
    queries: members.map(({ id }) => ({
      queryKey: ['broadcast', id],
      queryFn: () => broadcasts.get(id),
      refetchInterval: EVERY_MS,
    })),
  });
  const reviewed = useQueries({
    queries: members.map(({ id }) => ({
      queryKey: ['review', id],
      queryFn: () => reviews.of(id),
      refetchInterval: EVERY_MS,
    })),
  });
  const all = members.flatMap(({ daysBefore }, at) => {
    const [broadcast, review] = [found[at]?.data, reviewed[at]?.data];
    return broadcast && review ? [{ daysBefore, broadcast, review }] : [];
  });
  return all.length === members.length ? all : null;
}

const HELD = { held: series, query: 'series' };

/** Holds all reviews of a series while its screen is open. */
export function useSeriesHold({ id, members }: Series, open: boolean): ReturnType<typeof useHold> {
  const { personId } = usePerson();
  const holds = members.flatMap(({ hold }) => hold ?? []);
  const hold = holds.find(({ by }) => by.id !== personId) ?? holds[0] ?? null;
  return useHold({ id, hold }, open, HELD);
}
