import type { StateMachine } from '#platform/states';

/** `pending`: its owner has not confirmed it yet, or the consent ran out; `invalid`: the provider called it dead. */
export type AddressState = 'pending' | 'active' | 'unsubscribed' | 'invalid';

/** The permitted transitions. A new consent makes any address active, an active one again. */
export const ADDRESSES: StateMachine<AddressState> = {
  table: 'addresses',
  as: 'a',
  next: {
    pending: ['active', 'unsubscribed', 'invalid'],
    active: ['active', 'pending', 'unsubscribed', 'invalid'],
    unsubscribed: ['active', 'unsubscribed'],
    invalid: ['active', 'unsubscribed', 'invalid'],
  },
};
