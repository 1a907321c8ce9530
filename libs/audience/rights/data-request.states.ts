import type { StateMachine } from '#platform/states';

/** `verified`: an officer has checked who asks. A check that nothing rests on yet can be taken back. */
export const DATA_REQUESTS: StateMachine<'open' | 'verified' | 'closed'> = {
  table: 'data_requests',
  as: 'q',
  next: { open: ['verified', 'closed'], verified: ['open', 'closed'], closed: [] },
};
