// Addresses that get nothing more.
export { RejectedAddresses, type RejectedBy, type RejectedOn } from './rejected.js';
export { checkedAddress, type ExactAddress, type FoundAddress, Suppressions } from './suppressions.js';
export type { Lifting } from './suppressions.rules.js';
