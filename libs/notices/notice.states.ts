import type { StateMachine } from '#platform/states';

/** The states of a notice: those of a delivery, without what only a broadcast's copy can become. */
export type NoticeState = 'pending' | 'claimed' | 'accepted' | 'delivered' | 'failed' | 'unknown' | 'expired';

/**
 * The permitted transitions. A worker that was slow, not dead, may report an unknown notice late; a receipt of arrival
 * is proof, whatever was recorded before.
 */
export const NOTICES: StateMachine<NoticeState> = {
  table: 'notices',
  as: 'n',
  next: {
    pending: ['pending', 'claimed', 'expired', 'delivered'],
    claimed: ['pending', 'accepted', 'delivered', 'failed', 'unknown', 'expired'],
    accepted: ['delivered', 'failed'],
    delivered: [],
    failed: ['delivered'],
    unknown: ['pending', 'accepted', 'delivered', 'failed', 'unknown', 'expired'],
    expired: ['delivered'],
  },
};
