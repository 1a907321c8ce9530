import type { SuppressionReason } from '../audience.js';
import type { OwnAddress } from '../joining/preferences.js';
import type { SuppressionLifting as Lifting } from '#contract/api/contacts';

export type { SuppressionLifting as Lifting } from '#contract/api/contacts';

/** State of a suppressed address. */
export interface Suppressed {
  reason: SuppressionReason;
  /** Null: no contact holds it. */
  state: OwnAddress['state'] | null;
  /** Whether a consent exists that is not withdrawn. */
  consented: boolean;
}

/** Reasons that concern the address, not its owner's decision. */
const OF_THE_ADDRESS: readonly SuppressionReason[] = ['dead-address', 'soft-failures', 'staff'];

/**
 * Decides what staff can do about a suppression. Only the owner withdraws or renews consent (UU 27/2022 articles 20–22
 * and 40): an owner who left, or opted out at the provider, returns by signing up, which needs no lifting. A complaint
 * prevents even that, because no confirmation may be sent; staff lift it at the owner's request, and the leaving stays
 * in force. Pure.
 */
export function liftingOf({ reason, state, consented }: Suppressed): Lifting {
  if (reason === 'complaint') return 'own-return';
  if (!OF_THE_ADDRESS.includes(reason)) return 'refused';
  if (state === null) return 'waits';
  return state === 'unsubscribed' || !consented ? 'own-return' : 'writes-again';
}

/** Whether lifting requires the owner's own request. */
export const mustHaveAsked = (reason: SuppressionReason): boolean => reason === 'complaint';
