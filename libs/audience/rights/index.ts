// What a citizen may ask for: a copy, a correction, an erasure.
export { DataRequests, type DataRequest } from './data-requests.js';
export { WaitingErasures } from './waiting-erasures.js';
export {
  actWord,
  ADDRESS_STATES,
  deliveryWord,
  noticeWord,
  sourceWord,
  suppressionWord,
} from './held-words.js';
export type { Held, HeldAddress, HeldMessage } from './held.js';
export { type Reconfirmation, Reconfirming } from './reconfirming.js';
export { Rights } from './rights.js';
