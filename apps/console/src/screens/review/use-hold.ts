import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { Broadcast, Hold } from '../../api';
import { ApiError } from '../../http';
import { usePerson } from '../../session';
import { reviews } from '../../api/reviews';
import { isActing } from '../../parts/forms/acting';
import { refused } from './hold.rules';

/** Interval of renewing a hold, in ms: well before it lapses. */
const RENEW_MS = 30_000;

/** What is held: one review, or all of a series. */
interface Held {
  hold: (id: string, takeOver: boolean) => Promise<unknown>;
  letGo: (id: string) => Promise<unknown>;
}

const ONE = { held: reviews, query: 'broadcast' };

/** Reads again what is shown of each review: a series shows several. */
const readAgain = (client: QueryClient): Promise<unknown> =>
  Promise.all(['series', 'broadcast', 'review'].map((one) => client.invalidateQueries({ queryKey: [one] })));

/**
 * Holds the review while its screen is open: takes the hold, renews it, and releases it on leaving. Takes over the hold
 * of another person only on request.
 * @param open whether there is something to decide
 * @param of how it is held, and the query that shows it; by default one review
 */
export function useHold(
  { id, hold }: Pick<Broadcast, 'id' | 'hold'>,
  open: boolean,
  { held, query }: { held: Held; query: string } = ONE,
): { mine: boolean; other: Hold | null; error: unknown; takeOver: () => Promise<void> } {
  const client = useQueryClient();
  const { personId } = usePerson();
  const [mine, setMine] = useState(false);
  const [other, setOther] = useState<Hold | null>(null);
  const [error, setError] = useState<unknown>(null);

  const ask = useCallback(
    async (takeOver: boolean): Promise<void> => {
      try {
        await held.hold(id, takeOver);
        setMine(true);
        setOther(null);
        setError(null);
      } catch (refusal) {
        const why = refused(refusal instanceof ApiError ? refusal.problem : null);
        if (why === 'changed') {
          // Nothing is left to hold: the page says so as soon as it has read the outcome.
          setError(null);
          await readAgain(client);
          return;
        }
        setMine(false);
        setOther(why === 'failed' ? null : why.by);
        setError(why === 'failed' ? refusal : null);
      }
      await client.invalidateQueries({ queryKey: [query, id] });
    },
    [id, client, held, query],
  );

  useEffect(() => {
    if (!open) return;
    void ask(false);
    const timer = setInterval(() => {
      // The person's own decision ends the hold: renewed beside it, it would be refused.
      if (!isActing(client)) void ask(false);
    }, RENEW_MS);
    return () => clearInterval(timer);
  }, [open, ask, client]);
  useEffect(
    () => () => {
      // Releases only the own hold: another person who has it by now keeps it.
      if (open) held.letGo(id).catch(() => undefined);
    },
    [open, id, held],
  );
  // The broadcast shows when somebody has taken over.
  const lost = mine && hold !== null && hold.by.id !== personId;
  return { mine: mine && !lost, other: lost ? hold : other, error, takeOver: () => ask(true) };
}
