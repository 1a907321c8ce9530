import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { BROADCAST_KINDS, BROADCAST_STATES, broadcasts, CHANNELS, type ListWhere } from '../../api';
import { withoutSign } from '../../parts/frame/search.rules';
import type { Shown } from './list.rules';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What the API is asked for; a filter that it would refuse is left out. */
export function whereOf({ search, filters, sort, order }: Shown): ListWhere {
  const { state, kind, channel, from, to, reached, corrected, ...others } = filters;
  return {
    q: withoutSign(search),
    state: BROADCAST_STATES.find((one) => one === state) ?? null,
    kind: BROADCAST_KINDS.find((one) => one === kind) ?? null,
    channel: CHANNELS.find((one) => one === channel) ?? null,
    from: from && DAY.test(from) ? from : null,
    to: to && DAY.test(to) ? to : null,
    reached: reached === 'low' ? reached : null,
    corrected: corrected === 'yes' ? corrected : null,
    ...others,
    author: others.author && /^[1-9]\d{0,17}$/.test(others.author) ? others.author : null,
    sort,
    order,
  };
}

/** The list, page by page, asked again every 15 s. */
export function useList(shown: Shown) {
  const where = whereOf(shown);
  return useInfiniteQuery({
    queryKey: ['broadcasts', where],
    queryFn: ({ pageParam }) => broadcasts.page(where, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.after,
    // What was found before stays until the answer is there: nothing jumps.
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
}

/**
 * The words that a search may have meant, among what the same filters show.
 * @param none whether nothing matches it
 * @returns null: none, or not known; undefined: being asked
 */
export function useMeant(shown: Shown, none: boolean): string | null | undefined {
  const where = whereOf(shown);
  const sought = none && shown.search !== '';
  const meant = useQuery({
    queryKey: ['broadcasts', 'meant', where],
    queryFn: () => broadcasts.meant(where),
    enabled: sought,
    staleTime: 60_000,
  });
  return !sought || meant.isError ? null : meant.data;
}
