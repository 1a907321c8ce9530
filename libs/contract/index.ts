export { entryInWords, READER_COLUMNS } from './audit-export.js';
export {
  APPROVED,
  BROADCAST_STATES,
  type BroadcastAct,
  BROADCASTS,
  type BroadcastState,
  isSettled,
  may,
  SUBMITTED,
} from './broadcast.states.js';
export { CHANNEL_NAMES, CHANNELS, type ChannelName } from './channels.js';
export { hasIdentityNumber, SIXTEEN } from './identity-number.rules.js';
export { problemDocument } from './problem-document.js';
export { COUNTERS, type Counts, DELIVERY_STATES, type DeliveryState } from './counts.js';
