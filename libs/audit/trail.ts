import { fault } from '#contract/problems';
import type { Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { namesAddress } from './names-address.rules.js';

/** One act for the trail. */
export interface Act {
  /** The person, or null for Siar itself. */
  actorId: string | null;
  /** The act, such as `broadcast.approve`. */
  act: string;
  /** The subject, such as `broadcast:123`. */
  subject: string;
  /** Ids, states, counts and reasons: never a citizen's data. */
  detail?: Record<string, unknown>;
}

/** Members of a detail that people write: every reason enters the trail here, whatever the act. */
const WRITTEN = ['reason', 'note'];

/**
 * Writes an act into the trail, in the acting transaction: the entry exists if and only if the act does.
 * @throws Problem invalid where a person's reason holds an address
 */
export async function record(tx: Tx, { actorId, act, subject, detail = {} }: Act): Promise<void> {
  for (const path of WRITTEN) {
    const text = detail[path];
    if (actorId !== null && typeof text === 'string') mustNameNobody(text, path);
  }
  if (actorId === null)
    // Without the column: a channel worker and the registrar may not write an entry in a person's name.
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

/** @throws Problem invalid where a text by staff holds an address, without repeating it */
export function mustNameNobody(text: string, path: string): void {
  if (namesAddress(text)) throw new Problem('names-address', {}, [fault(path, 'names-address')]);
}
