import { Problem } from '#platform/http';
import { covers, type SignedIn } from '#staff/roles';

/** The acting person, with the fields that these rules need. */
export type Actor = Pick<SignedIn, 'personId' | 'roles' | 'organisation'>;

/** A broadcast, with the fields that the rules on people need. */
export interface Ownership {
  organisationId: string;
  authorId: string;
  /** All who ever changed it. */
  editors: readonly string[];
  /** The person who submitted what is under review; null before a submission. */
  submittedBy: string | null;
  /** Region codes of its audience. */
  regions: readonly string[];
}

/** Allows an author of the broadcast's organisation to edit, submit and withdraw it. */
export function mayCompose(actor: Actor, { organisationId }: Pick<Ownership, 'organisationId'>): boolean {
  return actor.roles.includes('author') && actor.organisation.id === organisationId;
}

/** Allows a reviewer of a KPU office that answers for all regions of the broadcast to reject and withdraw it. */
export function mayReview(actor: Actor, { regions }: Pick<Ownership, 'regions'>): boolean {
  return (
    actor.roles.includes('reviewer') &&
    actor.organisation.kind === 'kpu' &&
    covers(actor.organisation.regionCode, [...regions])
  );
}

/**
 * Why a person may not approve; null when they may. KPU owns the content and decides by the four-eyes principle: the
 * reviewer's office answers for every region, and the reviewer neither wrote, changed nor submitted the broadcast.
 * Said again in SQL: by the database for every program (sql/who-may-approve.sql), and by those who are told of it
 * (`TOOK_PART` in store.ts).
 */
export function whyNotApprove(actor: Actor, broadcast: Ownership): Problem | null {
  if (!actor.roles.includes('reviewer') || actor.organisation.kind !== 'kpu')
    return new Problem('reviewers-approve');
  if (!covers(actor.organisation.regionCode, [...broadcast.regions])) {
    return new Problem('higher-office', { office: actor.organisation.name });
  }
  if (actor.personId === broadcast.authorId) return new Problem('you-wrote');
  if (actor.personId === broadcast.submittedBy) return new Problem('you-submitted');
  if (broadcast.editors.includes(actor.personId)) return new Problem('you-changed');
  return null;
}

/**
 * The capacity in which a person may stop a broadcast: KPU, which answers for the content, and its authors always;
 * operators may pause.
 */
export function stopsAs(
  actor: Actor,
  broadcast: Pick<Ownership, 'organisationId' | 'regions'>,
  act: 'pause' | 'cancel',
): 'kpu' | 'author' | 'operator' | null {
  if (mayReview(actor, broadcast)) return 'kpu';
  if (mayCompose(actor, broadcast)) return 'author';
  return act === 'pause' && actor.roles.includes('operator') ? 'operator' : null;
}

/**
 * Whether a person sees a broadcast: people see those of their own organisation; people of KPU also those that were
 * submitted at least once and whose regions their office all answers for. Roles decide on acts, not on visibility.
 */
export function maySee(
  { organisation }: Pick<Actor, 'organisation'>,
  broadcast: Pick<Ownership, 'organisationId' | 'regions'> & { submitted: boolean },
): boolean {
  if (broadcast.organisationId === organisation.id) return true;
  return (
    organisation.kind === 'kpu' &&
    broadcast.submitted &&
    covers(organisation.regionCode, [...broadcast.regions])
  );
}
