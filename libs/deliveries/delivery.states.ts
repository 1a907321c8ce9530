import type { DeliveryState } from '#waves';

/**
 * Where a delivery may go from each state. Nothing leaves `delivered`; `unknown` goes back only by an operator's act, and
 * becomes `accepted` where its worker was not dead but slow.
 */
export const DELIVERY_TRANSITIONS: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  pending: ['claimed', 'delivered', 'suppressed', 'expired', 'cancelled'],
  claimed: ['accepted', 'delivered', 'failed', 'pending', 'unknown', 'expired'],
  accepted: ['delivered', 'failed'],
  delivered: [],
  // A receipt of arrival is proof, however the ledger came to think otherwise (a retry, an operator's resend).
  failed: ['delivered'],
  suppressed: ['delivered'],
  expired: ['delivered'],
  cancelled: ['delivered'],
  unknown: ['accepted', 'delivered', 'failed', 'pending'],
};
