/** The states of a delivery (DESIGN §1). */
export const DELIVERY_STATES = [
  'pending',
  'claimed',
  'accepted',
  'delivered',
  'failed',
  'suppressed',
  'expired',
  'cancelled',
  'unknown',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

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

/** One number for each state; `targeted` is their sum, at every moment. */
export type Counts = Record<DeliveryState, number> & { targeted: number };

/** `sum(w.pending)::int AS pending, …`: every counter of the waves `w`, summed, for a SELECT. */
export const SUMMED_COUNTERS: string = ['targeted', ...DELIVERY_STATES]
  .map((name) => `coalesce(sum(w.${name}), 0)::int AS ${name}`)
  .join(', ');
