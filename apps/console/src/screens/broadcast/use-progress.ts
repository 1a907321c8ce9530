import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { broadcasts, type BroadcastState, type Progress } from '../../api';
import { ApiError } from '../../http';

/** In these nothing happens any more: the server ends the stream after them. */
const ENDED: readonly BroadcastState[] = ['completed', 'cancelled', 'expired', 'rejected', 'withdrawn'];
/** While the stream is down, the counts are asked for plainly this often, in ms. */
const POLL_MS = 5_000;
/** Receipts still come when a broadcast has ended: they are looked for this often, in ms. */
const RECEIPTS_MS = 15_000;

/** `live`: streamed; `polled`: the stream is down, the counts are asked for; `lost`: neither answers; `ended`: final. */
export type Link = 'live' | 'polled' | 'lost' | 'ended';

/**
 * A broadcast's counts as they change. When the stream is lost the browser takes it up again by itself, and where it gives
 * up we do; meanwhile the counts are asked for plainly, which also renews an ended session.
 * @param over whether the broadcast has ended, as far as the rest of the screen knows
 * @returns the last counts known, and how they come
 */
export function useProgress(
  id: string,
  over: boolean,
): { progress: Progress | null; link: Link; error: unknown } {
  const client = useQueryClient();
  const [progress, setProgress] = useState<Progress | null>(null);
  const [link, setLink] = useState<Link>('live');
  const [error, setError] = useState<unknown>(null);
  const stands = useRef<string | null>(null);

  // What had ended runs again once an operator has sent unknown copies again.
  useEffect(() => {
    let closed = false;
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const take = (next: Progress, how: Link): void => {
      // The rest of the screen goes by the broadcast's state and what hinders it where.
      const holds = next.hindrances.map(({ kind, channel, waves, of }) => [kind, channel, waves < of]);
      const standing = JSON.stringify([next.state, holds]);
      if (stands.current !== null && stands.current !== standing) {
        void client.invalidateQueries({ queryKey: ['broadcast', id] });
      }
      stands.current = standing;
      setProgress(next);
      setError(null);
      const ended = ENDED.includes(next.state);
      setLink(ended ? 'ended' : how);
      if (!ended) return;
      source?.close();
      again(RECEIPTS_MS);
    };
    const again = (afterMs: number): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        timer = undefined;
        void askPlainly();
      }, afterMs);
    };
    const askPlainly = async (): Promise<void> => {
      try {
        const next = await broadcasts.progress(id);
        if (closed) return;
        take(next, 'polled');
        if (ENDED.includes(next.state)) return;
        if (source === null || source.readyState === EventSource.CLOSED) listen();
        again(POLL_MS);
      } catch (refusal) {
        if (closed) return;
        setError(refusal);
        setLink('lost');
        if (refusal instanceof ApiError && [0, 503].includes(refusal.status)) again(POLL_MS);
      }
    };
    const listen = (): void => {
      source = new EventSource(broadcasts.events(id));
      source.addEventListener('progress', (event: MessageEvent<string>) => {
        clearTimeout(timer);
        timer = undefined;
        take(JSON.parse(event.data) as Progress, 'live');
      });
      source.addEventListener('error', () => {
        setLink((now) => (now === 'polled' ? now : 'lost'));
        // The browser tries again sooner than that, and fails again: it must not put off our asking.
        if (timer === undefined) again(POLL_MS);
      });
    };
    listen();
    return () => {
      closed = true;
      clearTimeout(timer);
      source?.close();
    };
  }, [id, client, over]);
  return { progress, link, error };
}
