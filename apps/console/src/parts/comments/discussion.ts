import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo } from 'react';
import { comments, type CommentThread, type Discussion, type Who } from '../../api/comments';
import { ApiError } from '../../http';
import { useRoles } from '../../session';

/** Interval of the signs that somebody has it open, in ms. After three that are missing they count as gone. */
const SIGN_MS = 15_000;

/** What is said about a broadcast, for the places on a screen. */
export interface Talk {
  id: string;
  threads: readonly CommentThread[];
  /** Whether comments can be added. */
  open: boolean;
  /** The texts on the screen. */
  of: 'draft' | 'submission';
}

const Shared = createContext<Talk | null>(null);
/** Gives the places on a screen what is said about its broadcast; null: nothing can be said. */
export const TalkProvider = Shared.Provider;
export const useTalk = (): Talk | null => useContext(Shared);

const NOBODY: readonly Who[] = [];
const keyOf = (id: string | null): readonly unknown[] => ['comments', id];

/**
 * What is said about a broadcast.
 * @param id null: it is not saved yet
 * @param every interval of asking again, in ms; absent: a sign of presence brings the news
 */
export function useDiscussion(
  id: string | null,
  of: Talk['of'],
  every?: number,
): { talk: Talk | null; error: unknown; retry: () => void } {
  const takesPart = useRoles('author', 'reviewer');
  const found = useQuery({
    queryKey: keyOf(id),
    queryFn: takesPart && id !== null ? () => comments.of(id) : skipToken,
    refetchInterval: ({ state }) => (every !== undefined && state.data?.open ? every : false),
  });
  const { data } = found;
  const talk = useMemo(() => (data && id !== null ? { id, ...data, of } : null), [data, id, of]);
  // An author of another office that sees it takes no part in it.
  const aside = found.error instanceof ApiError && found.error.status === 403;
  return { talk, error: aside ? null : found.error, retry: () => void found.refetch() };
}

/** Puts what an act on the comments has answered on the screen. */
export function useKeep(id: string): (discussion: Discussion) => void {
  const client = useQueryClient();
  return (discussion) => client.setQueryData(keyOf(id), discussion);
}

/**
 * Tells the others that the person has this broadcast open, while its page is visible, and asks for new comments when
 * there are any. @returns who else has it open
 */
export function usePresence(id: string | null): readonly Who[] {
  const client = useQueryClient();
  const takesPart = useRoles('author', 'reviewer');
  const signed = takesPart && id !== null ? id : null;
  const { data } = useQuery({
    queryKey: ['presence', id],
    queryFn: signed === null ? skipToken : () => comments.sign(signed),
    refetchInterval: SIGN_MS,
    gcTime: 0,
  });
  const newest = data?.commented ?? null;
  useEffect(() => {
    if (newest !== null) void client.invalidateQueries({ queryKey: keyOf(id) });
  }, [client, id, newest]);
  useEffect(() => {
    if (signed === null) return;
    // Whoever is not told so here counts as gone a little later.
    const leave = (): void => void comments.leave(signed).catch(() => undefined);
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [signed]);
  return data?.others ?? NOBODY;
}
