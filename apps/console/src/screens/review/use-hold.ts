import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { Broadcast, Hold } from '../../api';
import { ApiError } from '../../http';
import { usePerson } from '../../session';
import { reviews } from '../../api/reviews';

/** Interval of renewing a hold, in ms: well before it lapses. */
const RENEW_MS = 30_000;

/**
 * Holds the review while its screen is open: takes the hold, renews it, and releases it on leaving. Takes over the hold
 * of another person only on request.
 * @param open whether there is something to decide
 */
export function useHold(
  { id, hold }: Pick<Broadcast, 'id' | 'hold'>,
  open: boolean,
): { mine: boolean; other: Hold | null; error: unknown; takeOver: () => Promise<void> } {
  const client = useQueryClient();
  const { personId } = usePerson();
  const [mine, setMine] = useState(false);
  const [other, setOther] = useState<Hold | null>(null);
  const [error, setError] = useState<unknown>(null);

  const ask = useCallback(
    async (takeOver: boolean): Promise<void> => {
      try {
        await reviews.hold(id, takeOver);
        setMine(true);
        setOther(null);
        setError(null);
      } catch (refusal) {
        setMine(false);
        const held = refusal instanceof ApiError && refusal.status === 409 ? refusal.problem['hold'] : null;
        setOther((held as Hold | null) ?? null);
        setError(held ? null : refusal);
      }
      await client.invalidateQueries({ queryKey: ['broadcast', id] });
    },
    [id, client],
  );

  useEffect(() => {
    if (!open) return;
    void ask(false);
    const timer = setInterval(() => void ask(false), RENEW_MS);
    return () => clearInterval(timer);
  }, [open, ask]);
  useEffect(
    () => () => {
      // Releases only the own hold: another person who has it by now keeps it.
      if (open) reviews.letGo(id).catch(() => undefined);
    },
    [open, id],
  );
  // The broadcast shows when somebody has taken over.
  const lost = mine && hold !== null && hold.by.id !== personId;
  return { mine: mine && !lost, other: lost ? hold : other, error, takeOver: () => ask(true) };
}
