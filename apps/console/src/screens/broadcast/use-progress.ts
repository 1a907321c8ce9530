import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { broadcasts, type BroadcastState, type Progress } from '../../api';
import { ApiError } from '../../http';

/** In these nothing happens any more: the server ends the stream after them. */
const ENDED: readonly BroadcastState[] = ['completed', 'cancelled', 'expired', 'rejected', 'withdrawn'];
/** After the browser has given up, it is tried again this long afterwards, in ms. */
const AGAIN_MS = 5_000;
/** Receipts still come when a broadcast has ended: they are looked for this often, in ms. */
const RECEIPTS_MS = 15_000;

/**
 * A broadcast's counts as they change. When the connection is lost the browser takes it up again by itself; where it
 * gives up (the server refused), the counts are asked for plainly, which also renews an ended session.
 * @returns the last counts known; whether they are live, being looked for again, or final
 */
export function useProgress(id: string): {
  progress: Progress | null;
  link: 'live' | 'lost' | 'ended';
  error: unknown;
} {
  const client = useQueryClient();
  const [progress, setProgress] = useState<Progress | null>(null);
  const [link, setLink] = useState<'live' | 'lost' | 'ended'>('live');
  const [error, setError] = useState<unknown>(null);
  const state = useRef<string | null>(null);

  useEffect(() => {
    let closed = false;
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const take = (next: Progress): void => {
      // The rest of the screen goes by the broadcast's state.
      if (state.current !== null && state.current !== next.state) {
        void client.invalidateQueries({ queryKey: ['broadcast', id] });
      }
      state.current = next.state;
      setProgress(next);
      setError(null);
      const ended = ENDED.includes(next.state);
      setLink(ended ? 'ended' : 'live');
      if (!ended) return;
      source?.close();
      timer = setTimeout(() => void askPlainly(), RECEIPTS_MS);
    };
    const askPlainly = async (): Promise<void> => {
      try {
        const next = await broadcasts.progress(id);
        if (closed) return;
        take(next);
        if (!ENDED.includes(next.state)) listen();
      } catch (refusal) {
        if (closed) return;
        setError(refusal);
        setLink('lost');
        if (refusal instanceof ApiError && [0, 503].includes(refusal.status)) {
          timer = setTimeout(() => void askPlainly(), AGAIN_MS);
        }
      }
    };
    const listen = (): void => {
      source = new EventSource(broadcasts.events(id));
      source.addEventListener('progress', (event: MessageEvent<string>) =>
        take(JSON.parse(event.data) as Progress),
      );
      source.addEventListener('error', () => {
        setLink('lost');
        if (source?.readyState === EventSource.CLOSED) timer = setTimeout(() => void askPlainly(), AGAIN_MS);
      });
    };
    listen();
    return () => {
      closed = true;
      clearTimeout(timer);
      source?.close();
    };
  }, [id, client]);
  return { progress, link, error };
}
