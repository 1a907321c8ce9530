import { skipToken, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import { comments, type CommentThread, type Discussion, type Who } from '../../api/comments';
import { usePerson, useRoles } from '../../session';

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
 * @param broadcast null: it is not saved yet. Who takes no part in it, such as an author of another office, asks nothing
 * @param every interval of asking again, in ms; absent: a sign of presence brings the news
 */
export function useDiscussion(
  broadcast: { id: string; discusses: boolean } | null,
  of: Talk['of'],
  every?: number,
): { talk: Talk | null; error: unknown; retry: () => void } {
  const id = broadcast?.discusses ? broadcast.id : null;
  const found = useQuery({
    queryKey: keyOf(id),
    queryFn: id === null ? skipToken : () => comments.of(id),
    refetchInterval: ({ state }) => (every !== undefined && state.data?.open ? every : false),
  });
  const { data } = found;
  const talk = useMemo(() => (data && id !== null ? { id, ...data, of } : null), [data, id, of]);
  return { talk, error: found.error, retry: () => void found.refetch() };
}

/** The threads of several broadcasts. */
export function useThreads(of: readonly { id: string; discusses: boolean }[]): CommentThread[] {
  return useQueries({
    queries: of
      .filter(({ discusses }) => discusses)
      .map(({ id }) => ({ queryKey: keyOf(id), queryFn: () => comments.of(id) })),
  }).flatMap(({ data }) => data?.threads ?? []);
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

/** Time in which other windows answer, in ms. */
const ANSWER_MS = 500;

/** Between windows of one browser: `asks` who else is there, `is` the answer. */
interface Call {
  place: string;
  from: string;
  what: 'asks' | 'is' | 'leaves';
}

/** Whether the person has a broadcast open in another window of this browser too: Siar counts a person once. */
export function useOtherWindow(id: string | null): boolean {
  const { personId } = usePerson();
  const [others, setOthers] = useState<readonly string[]>([]);
  useEffect(() => {
    if (id === null) return;
    const windows = new BroadcastChannel('siar-open');
    const me = { place: `${personId} ${id}`, from: crypto.randomUUID() };
    let answers = new Set<string>();
    let settles: ReturnType<typeof setTimeout>;
    const say = (what: Call['what']): void => windows.postMessage({ ...me, what });
    windows.onmessage = ({ data: { place, from, what } }: MessageEvent<Call>) => {
      if (place !== me.place) return;
      if (what === 'asks') say('is');
      if (what === 'leaves') answers.delete(from);
      else answers.add(from);
      setOthers((known) =>
        what === 'leaves' ? known.filter((one) => one !== from) : [...new Set([...known, from])],
      );
    };
    // A window that is gone without a word does not answer the next time.
    const ask = (): void => {
      answers = new Set();
      say('asks');
      settles = setTimeout(() => setOthers([...answers]), ANSWER_MS);
    };
    ask();
    const again = setInterval(ask, SIGN_MS);
    const leave = (): void => say('leaves');
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      clearInterval(again);
      clearTimeout(settles);
      leave();
      windows.close();
      setOthers([]);
    };
  }, [id, personId]);
  return others.length > 0;
}
