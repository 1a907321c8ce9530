/** The states of a delivery (DESIGN §1), in each of which a wave counts its copies. */
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
 * One number for each state, of the copies that are listed; `targeted` is their sum. With those that are not listed it is
 * the account of everybody a broadcast was approved for: targeted + unlisted + neverListed, at every moment.
 */
export type Counts = Record<DeliveryState, number> & {
  targeted: number;
  /** Still to be listed: what was estimated at the approval beyond what is listed so far. */
  unlisted: number;
  /** Cancelled or expired before they were listed: estimated likewise. */
  neverListed: number;
  /** Estimated at the approval. */
  expected: number;
};

/** The names of the counters, in the order of a table. */
export const COUNTERS = ['expected', 'targeted', ...DELIVERY_STATES, 'unlisted', 'neverListed'] as const;

const COLUMNS: Partial<Record<(typeof COUNTERS)[number], string>> = { neverListed: 'never_listed' };

/** `sum(w.pending)::int AS pending, …`: every counter of the waves `w`, summed, for a SELECT. */
export const SUMMED_COUNTERS: string = COUNTERS.map(
  (name) => `coalesce(sum(w.${COLUMNS[name] ?? name}), 0)::int AS "${name}"`,
).join(', ');
