import type { Tx } from '#platform';

/** One act, as it goes into the trail. */
export interface Act {
  /** The person, or null for Siar itself. */
  actorId: string | null;
  /** What was done, such as `broadcast.approve`. */
  act: string;
  /** What it was done to, such as `broadcast:123`. */
  subject: string;
  /** Ids, states, counts and reasons: never a citizen's data. */
  detail?: Record<string, unknown>;
}

/** Writes an act into the trail in the acting transaction: it stands if and only if what it tells of does. */
export async function record(tx: Tx, { actorId, act, subject, detail = {} }: Act): Promise<void> {
  if (actorId === null)
    // Without the column: a channel worker may write no entry in a person's name.
    await tx.query('INSERT INTO audit_entries (act, subject, detail) VALUES ($1, $2, $3)', [
      act,
      subject,
      detail,
    ]);
  else
    await tx.query('INSERT INTO audit_entries (actor_id, act, subject, detail) VALUES ($1, $2, $3, $4)', [
      actorId,
      act,
      subject,
      detail,
    ]);
}
