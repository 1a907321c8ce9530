import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { Broadcast, Hold } from '../../api';
import { ApiError } from '../../http';
import { usePerson } from '../../session';
import { reviews } from '../../api/reviews';

/** A hold is renewed this often, in ms: well before it lapses. */
const RENEW_MS = 30_000;

/**
 * Takes the review in hand while its screen is open, renews it, and lets go on leaving. What somebody else has is not
 * taken over unless asked.
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
      // Whoever has it by now keeps it: this lets go of one's own alone.
      if (open) reviews.letGo(id).catch(() => undefined);
    },
    [open, id],
  );
  // The page learns from the broadcast when somebody took it over.
  const lost = mine && hold !== null && hold.by.id !== personId;
  return { mine: mine && !lost, other: lost ? hold : other, error, takeOver: () => ask(true) };
}
