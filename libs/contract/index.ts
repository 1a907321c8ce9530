export { entryInWords, READER_COLUMNS } from './audit-export.js';
export {
  type Answer,
  type Asked,
  type CopyMark,
  type HeldAnswer,
  type Later,
  type MembershipView,
  OPERATIONS,
  type Operation,
  type Unknown,
} from './citizens.js';
export { problemDocument } from './problem-document.js';
export { COUNTERS, type Counts, DELIVERY_STATES, type DeliveryState } from './counts.js';
