import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { broadcasts, type ListWhere } from '../../api';
import { withoutSign } from '../../parts/frame/search.rules';
import { earliestToday } from '../../times';
import { daysOf, type Several, type Shown, valuesOf } from './list.rules';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What the API is asked for; a filter that it would refuse is left out. */
export function whereOf({ search, filters, sort, order }: Shown): ListWhere {
  const { held, reached, corrected, ended, region, topic, election, author } = filters;
  const { from, to } = daysOf(filters, earliestToday([]));
  const several = (name: Several): string | null => valuesOf(name, filters).join(',') || null;
  return {
    q: withoutSign(search),
    state: several('state'),
    kind: several('kind'),
    channel: several('channel'),
    from: DAY.test(from) ? from : null,
    to: DAY.test(to) ? to : null,
    held: held === 'yes' ? held : null,
    reached: reached === 'low' || reached === 'missed' ? reached : null,
    ended: ended === 'day' ? ended : null,
    corrected: corrected === 'yes' ? corrected : null,
    ...(region && { region }),
    ...(topic && { topic }),
    ...(election && { election }),
    author: author && /^[1-9]\d{0,17}$/.test(author) ? author : null,
    sort,
    order,
  };
}

/** The list, page by page, asked again every 15 s. */
export function useList(shown: Shown) {
  const where = whereOf(shown);
  return useInfiniteQuery({
    queryKey: ['broadcasts', where],
    // The first page has the numbers of all states, too.
    queryFn: ({ pageParam }) =>
      broadcasts.page(pageParam === null ? { ...where, counts: 'states' } : where, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.after,
    // What was found before stays until the answer is there: nothing jumps.
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
}

/** What the list shows: what is sought, or, where nothing matches it, what was meant. */
export function useFound(shown: Shown) {
  const exact = useList(shown);
  const none = !exact.isPlaceholderData && exact.data?.pages[0]?.broadcasts.length === 0;
  const words = useMeant(shown, none);
  const of = words ? { ...shown, search: words } : shown;
  return { words, of, list: useList(of) };
}

/**
 * The words that a search may have meant, among what the same filters show.
 * @param none whether nothing matches it
 * @returns null: none, or not known; undefined: being asked
 */
function useMeant(shown: Shown, none: boolean): string | null | undefined {
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
