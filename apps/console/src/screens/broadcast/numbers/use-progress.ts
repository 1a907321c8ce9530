import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type Broadcast, broadcasts, type BroadcastState, type Progress } from '../../../api';
import { ApiError } from '../../../http';
import { changedAt, endedWith, isSettling } from './live.rules';

/** States in which nothing happens any more: the server ends the stream after them. */
const ENDED: readonly BroadcastState[] = ['completed', 'cancelled', 'expired', 'rejected', 'withdrawn'];
/** Polling interval while the stream is down, in ms. */
const POLL_MS = 5_000;
/** Receipts arrive after a broadcast has ended: the polling interval for them, in ms. */
const RECEIPTS_MS = 15_000;
/** The remaining copies of an ended broadcast are closed one batch after another: the polling interval until then, in ms. */
const SETTLING_MS = 1_000;

const NOTHING = { progress: null, at: null, changed: null };

/**
 * `live`: streamed; `polled`: the stream is down, the counts are polled; `lost`: neither works; `settling`: it ended, and
 * the rest is being closed; `ended`: final.
 */
export type Link = 'live' | 'polled' | 'lost' | 'settling' | 'ended';

/**
 * The counts of a broadcast as they change. When the stream is lost, the browser reconnects; where it gives up, this
 * hook does. Until then it polls the counts, which also renews an ended session.
 * @param over whether the broadcast has ended, according to the rest of the screen
 * @returns the last known counts, when they came and when they last changed since it was opened, and how they arrive
 */
export function useProgress(
  id: string,
  over: boolean,
): { progress: Progress | null; at: Date | null; changed: Date | null; link: Link; error: unknown } {
  const client = useQueryClient();
  const [{ progress, at, changed }, setShown] = useState<{
    progress: Progress | null;
    at: Date | null;
    changed: Date | null;
  }>(NOTHING);
  const [link, setLink] = useState<Link>('live');
  const [error, setError] = useState<unknown>(null);
  const stands = useRef<string | null>(null);

  // An ended broadcast runs again after an operator resends unknown copies.
  useEffect(() => {
    let closed = false;
    let source: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const take = (next: Progress, how: Link): void => {
      // The rest of the screen depends on the broadcast's state and on its hindrances.
      const holds = next.hindrances.map(({ kind, channel, waves, of, since }) => [
        kind,
        channel,
        waves < of,
        since,
      ]);
      const standing = JSON.stringify([next.state, holds]);
      // The page may have read the state just before a run began: the first counts correct it too.
      const read = client.getQueryData<Broadcast>(['broadcast', id])?.state ?? next.state;
      if (stands.current === null ? read !== next.state : stands.current !== standing) {
        // An end shows at once: until the broadcast is fetched again, its page would offer a pause of what has ended.
        client.setQueryData<Broadcast>(['broadcast', id], (shown) => shown && endedWith(shown, next));
        void client.invalidateQueries({ queryKey: ['broadcast', id] });
      }
      stands.current = standing;
      setShown((shown) => ({
        progress: next,
        at: new Date(),
        changed: changedAt(shown.progress, next, shown.changed, new Date()),
      }));
      setError(null);
      const ended = ENDED.includes(next.state);
      const settling = isSettling(ended, next.total);
      setLink(settling ? 'settling' : ended ? 'ended' : how);
      if (!ended) return;
      source?.close();
      again(settling ? SETTLING_MS : RECEIPTS_MS);
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
        // The browser reconnects sooner than that, and fails again: it must not postpone the polling.
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
  return { progress, at, changed, link, error };
}
