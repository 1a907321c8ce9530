/** The states of a delivery (docs/states.md). A wave counts its copies in each of them. */
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
 * The number of listed copies in each state; `targeted` is their sum. At every moment, targeted + unlisted +
 * neverListed covers everybody a broadcast was approved for.
 */
export type Counts = Record<DeliveryState, number> & {
  targeted: number;
  /** Not listed yet: the estimate at the approval less the copies listed so far. */
  unlisted: number;
  /** Cancelled or expired before they were listed: also an estimate. */
  neverListed: number;
  /** The estimate at the approval. */
  expected: number;
};

/** The names of the counters, in the order of a table. */
export const COUNTERS = ['expected', 'targeted', ...DELIVERY_STATES, 'unlisted', 'neverListed'] as const;
