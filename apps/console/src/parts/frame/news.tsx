import { useDocumentVisibility } from '@mantine/hooks';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { news } from '../../api';

const NEWS = ['news'];
/** Polling interval of the counts at the bell and in the menu, in ms. */
const EVERY_MS = 15_000;

/** The newest news of the person, and what waits for them. */
export function useNews() {
  return useQuery({
    queryKey: [...NEWS, 'newest'],
    queryFn: () => news.page(null),
    refetchInterval: EVERY_MS,
    // The menu keeps its last counts: errors are for the screen to show.
    retry: false,
  }).data;
}

/** All news, page by page. */
export const useAllNews = () =>
  useInfiniteQuery({
    queryKey: [...NEWS, 'all'],
    queryFn: ({ pageParam }) => news.page(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ after }) => after,
  });

/** Refetches the news. */
export function useNewsAgain(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: NEWS });
}

/** Marks the news about a broadcast as read while its page is on screen: the page shows what they report. */
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
    // News that could not be stored as read stay new.
    void Promise.allSettled(unread.split(' ').map((id) => news.read(id))).then(() =>
      client.invalidateQueries({ queryKey: NEWS }),
    );
  }, [client, seen, unread, broadcastId]);
}
