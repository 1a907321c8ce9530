import type { SuppressionReason } from './audience.js';
import type { OwnAddress } from './joining/preferences.js';

/**
 * What lifting a suppression would come to:
 * - `writes-again`: consent stands, so messages go there again
 * - `waits`: nobody holds the address now; it may be signed up or imported again
 * - `own-return`: nothing goes there until its owner signs up again themselves
 * - `refused`: it stands for the owner's own decision, which staff cannot take back
 */
export type Lifting = 'writes-again' | 'waits' | 'own-return' | 'refused';

/** What is known of a suppressed address. */
export interface Suppressed {
  reason: SuppressionReason;
  /** Null: no contact holds it. */
  state: OwnAddress['state'] | null;
  /** Whether there is a consent that was not withdrawn. */
  consented: boolean;
}

/** They say something of the address, not of its owner's will. */
const OF_THE_ADDRESS: readonly SuppressionReason[] = ['dead-address', 'soft-failures', 'staff'];

/**
 * Decides what staff can do about a suppression. Consent is withdrawn by its owner and given anew by its owner (UU 27/2022
 * articles 20–22 and 40): who left, or told the provider to stop, comes back by signing up, for which nothing need be lifted.
 * A complaint bars even that, since no confirmation may be sent there; staff lift it when the owner has asked for it, and
 * then the leaving stands all the same. Pure.
 */
export function liftingOf({ reason, state, consented }: Suppressed): Lifting {
  if (reason === 'complaint') return 'own-return';
  if (!OF_THE_ADDRESS.includes(reason)) return 'refused';
  if (state === null) return 'waits';
  return state === 'unsubscribed' || !consented ? 'own-return' : 'writes-again';
}

/** Whether lifting is only for an owner who has asked for it themselves. */
export const mustHaveAsked = (reason: SuppressionReason): boolean => reason === 'complaint';
