import { useDocumentVisibility } from '@mantine/hooks';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
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

/** Counts news about a broadcast as read while its page is on screen, which then shows what they tell of. */
export function useReadNews(broadcastId: string): void {
  const client = useQueryClient();
  const seen = useDocumentVisibility() === 'visible';
  const unread = useNews()
    ?.news.filter(({ read, broadcast }) => !read && broadcast?.id === broadcastId)
    .map(({ id }) => id)
    .join(' ');
  useEffect(() => {
    if (!seen || !unread) return;
    void client.invalidateQueries({ queryKey: ['broadcast', broadcastId] });
    // What could not be kept stays new.
    void Promise.allSettled(unread.split(' ').map((id) => news.read(id))).then(() =>
      client.invalidateQueries({ queryKey: NEWS }),
    );
  }, [client, seen, unread, broadcastId]);
}
