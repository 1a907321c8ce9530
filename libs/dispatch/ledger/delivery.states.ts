import type { DeliveryState } from '#contract';

/**
 * The permitted transitions of a delivery. `delivered` is final. A delivery leaves `unknown` by an operator's resend or
 * word that the provider has it, by a receipt, or by the late outcome of a worker that was slow, not dead. After a restore what may be out becomes `unknown`.
 */
export const DELIVERY_TRANSITIONS: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  pending: ['claimed', 'delivered', 'suppressed', 'expired', 'cancelled', 'unknown'],
  claimed: ['accepted', 'delivered', 'failed', 'pending', 'unknown', 'expired'],
  accepted: ['delivered', 'failed'],
  delivered: [],
  // A receipt of arrival is proof, whatever the ledger recorded before (a retry, an operator's resend). Pending again is
  // what a provider rejected at the hand-over, by an operator's act.
  failed: ['delivered', 'pending'],
  suppressed: ['delivered'],
  expired: ['delivered'],
  cancelled: ['delivered'],
  unknown: ['accepted', 'delivered', 'failed', 'pending'],
};
