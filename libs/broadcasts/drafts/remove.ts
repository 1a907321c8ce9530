import { may } from '#contract';
import { unlinkDraft } from '#notices';
import type { Tx } from '#platform/database';
import { Problem } from '#platform/http';
import type { SignedIn } from '#staff/roles';
import { mustBeVersion, mustCompose, note } from '../acts.js';
import { find } from '../store.js';
import { keepDeleted } from '../undo.js';

/**
 * Deletes a draft. The person who deletes it can undo that for a short time. A broadcast that was ever submitted stays: it
 * records what KPU was asked to decide on.
 * @throws Problem forbidden for everybody except the person who began it; conflict: changed since `version` (with the
 *   current one), or it was submitted
 */
export async function removeDraft(tx: Tx, person: SignedIn, id: string, version: number): Promise<void> {
  const broadcast = await find(tx, id, true);
  mustCompose(person, broadcast);
  if (broadcast.author.id !== person.personId)
    throw new Problem('only-its-author', { author: broadcast.author.name });
  if (broadcast.submission !== null || !may(broadcast.state, 'edit')) throw new Problem('was-submitted');
  mustBeVersion(broadcast, version);
  await keepDeleted(tx, person, id);
  await tx.query('DELETE FROM recording_uses WHERE broadcast_id = $1', [id]);
  await unlinkDraft(tx, id);
  await tx.query('DELETE FROM broadcasts WHERE id = $1', [id]);
  await note(tx, person, 'broadcast.delete', id, { kind: broadcast.draft.kind, version });
}
