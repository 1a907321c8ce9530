import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { news } from '../api';

const NEWS = ['news'];
/** How old the count at the bell and those of the menu may be, in ms. */
const EVERY_MS = 15_000;

/** The newest of what the person is told, and what waits for them. */
export function useNews() {
  return useQuery({
    queryKey: [...NEWS, 'newest'],
    queryFn: () => news.page(null),
    refetchInterval: EVERY_MS,
    // The menu stays as it was: an error is for the screen to say.
    retry: false,
  }).data;
}

/** All of it, page by page. */
export const useAllNews = () =>
  useInfiniteQuery({
    queryKey: [...NEWS, 'all'],
    queryFn: ({ pageParam }) => news.page(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ after }) => after,
  });

/** Asks for the news again. */
export function useNewsAgain(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: NEWS });
}
