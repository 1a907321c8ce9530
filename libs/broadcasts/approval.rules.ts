import { Problem } from '#platform';
import { covers, type SignedIn } from '#staff';

/** Who acts, as far as these rules care. */
export type Actor = Pick<SignedIn, 'personId' | 'roles' | 'organisation'>;

/** A broadcast, as far as the rules on people care. */
export interface Ownership {
  organisationId: string;
  authorId: string;
  /** All who ever changed it. */
  editors: readonly string[];
  /** Who submitted what is under review; null before. */
  submittedBy: string | null;
  /** Region codes of its audience. */
  regions: readonly string[];
}

/** An author of the organisation whose broadcast it is may edit, submit and withdraw it. */
export function mayCompose(actor: Actor, { organisationId }: Pick<Ownership, 'organisationId'>): boolean {
  return actor.roles.includes('author') && actor.organisation.id === organisationId;
}

/** A reviewer of a KPU office that answers for all the broadcast's regions may reject and withdraw it. */
export function mayReview(actor: Actor, { regions }: Pick<Ownership, 'regions'>): boolean {
  return (
    actor.roles.includes('reviewer') &&
    actor.organisation.kind === 'kpu' &&
    covers(actor.organisation.regionCode, [...regions])
  );
}

/**
 * Why somebody may not approve; null when they may. KPU owns the content and decides by four eyes: a reviewer whose
 * office answers for every region, and who neither wrote, changed nor submitted it.
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
 * As what a person may stop a broadcast: KPU, who answers for the content, and its authors always; operators may pause.
 * @returns null when they may not
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
 * Which broadcasts a person sees: those of their own organisation; people of KPU also those that were submitted at least
 * once and all of whose regions their office answers for. Roles decide what one may do, not what one sees.
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
