// Addresses that get nothing more.
export { checkedAddress, type ExactAddress, type FoundAddress, Suppressions } from './suppressions.js';
export type { Lifting } from './suppressions.rules.js';
