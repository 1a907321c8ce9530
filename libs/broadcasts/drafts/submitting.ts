import { BROADCASTS } from '#contract';
import type { Tx } from '#platform/database';
import { move } from '#platform/states';
import type { SignedIn } from '#staff/roles';
import type { PlannedWave } from '#planning';
import { decide, identityOf, note } from '../acts.js';
import { recordingsIn } from '../content/alternatives.rules.js';
import { type Assessor, type Prepared, refuse } from './assess.js';
import { canonicalText, digestOf } from '../document/freeze.js';
import { noteUses } from '../recordings/recordings.js';
import type { StoredBroadcast } from '../store.js';

/**
 * Puts a broadcast under review: freezes its draft, computes the digest, and voids an earlier submission that is not
 * decided on. The caller has locked the broadcast's row and checked that the state allows the act.
 * @param prepared its draft, looked up before the transaction
 * @returns the submission's number, and its waves as they would be planned now
 * @throws Problem invalid with all faults that prevent submitting
 */
export async function enterReview(
  tx: Tx,
  person: SignedIn,
  broadcast: StoredBroadcast,
  prepared: Prepared,
  assessor: Assessor,
  at: { now: Date; confirmed: boolean },
): Promise<{ no: number; waves: readonly PlannedWave[] }> {
  const { id } = broadcast;
  const { obstacles, document, plan } = assessor.assess(prepared, identityOf(broadcast), at);
  refuse('unsubmitted', obstacles);
  if (!document || !plan) throw new Error('A draft without obstacles has a document');
  if (broadcast.state === 'in_review') await decide(tx, broadcast, person, 'voided');
  const text = canonicalText(document);
  const digest = digestOf(text);
  const no = (broadcast.submission?.no ?? 0) + 1;
  await tx.query(
    `INSERT INTO submissions (broadcast_id, no, digest, document, submitted_by)
     VALUES ($1, $2, $3, $4, $5)`,
    [id, no, digest, text, person.personId],
  );
  refuse('unsubmitted', await noteUses(tx, id, no, recordingsIn(document)));
  await move(
    tx,
    BROADCASTS,
    'in_review',
    { set: 'submission_no = $2, updated_at = siar_now()', where: 'b.id = $1' },
    [id, no],
  );
  await note(tx, person, 'broadcast.submit', id, { no, digest });
  return { no, waves: plan.waves };
}
