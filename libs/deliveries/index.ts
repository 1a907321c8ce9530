export { Account, type ListedDelivery, type Progress } from './account.js';
export { Brake, type BrakeWarning } from './brake.js';
export { Budget } from './budget.js';
export { Circuit } from './circuit.js';
export { Copies, CopyLookup, type CopyMark } from './copies.js';
export { DeliveriesModule } from './deliveries.module.js';
export { type Counts, DELIVERY_STATES, type DeliveryState } from './delivery.states.js';
export { FanOut } from './fan-out.js';
export { Feed } from './feed.js';
export { Helpdesk, type Verified } from './helpdesk.js';
export { LedgerUpkeep } from './ledger-upkeep.js';
export { type DeliveryFilter } from './listing.js';
export { type ChannelOutlook, Outlook } from './outlook.js';
export { rateOf } from './pace.rules.js';
export {
  type Approved,
  type Opened,
  type PublicRecord,
  PublicRecords,
  type Standing,
} from './public-record.js';
export { Receipts } from './receipts.js';
export { type Findings, Reconciler } from './reconcile.js';
export { type Failure, type Report, Reports } from './report.js';
export { type Refusal, refusalsNow } from './refusals.js';
export { Sender, type SendObserver } from './send.js';
export { type Standstill, Standstills } from './standstills.js';
export { TextCheck, TextLimits, type Verdict } from './text-check.js';
export { type Answer } from './verdict.rules.js';
export { inWords } from './verdict.words.js';
