export { Account, type ListedDelivery, type Progress } from './reports/account.js';
export { Brake, type BrakeWarning } from './flow-control/brake.js';
export { Budget } from './flow-control/budget.js';
export { Circuit } from './flow-control/circuit.js';
export { Copies, CopyLookup, type CopyMark } from './sending/copies.js';
export { CountedTextLimits } from './verification/counted-limits.js';
export { DispatchModule } from './dispatch.module.js';
export { FanOut } from './fan-out/fan-out.js';
export { QueueFeeder } from './flow-control/queue-feeder.js';
export { type Compared, Helpdesk, type Subscription, type Verified } from './verification/helpdesk.js';
export { LedgerUpkeep } from './ledger/ledger-upkeep.js';
export { type DeliveryFilter } from './reports/listing.js';
export { type ChannelForecast, CompletionForecast } from './reports/completion-forecast.js';
export { rateOf } from './flow-control/pace.rules.js';
export {
  type Approved,
  type Opened,
  type PublicRecord,
  PublicRecords,
} from './verification/public-record.js';
export { Receipts } from './receipts/receipts.js';
export { type Findings, Reconciler } from './recovery/reconcile.js';
export { type Failure, type Report, Reports } from './reports/report.js';
export { type Refusal, refusalsNow } from './sending/refusals.js';
export { Sender, type SendObserver } from './sending/send.js';
export { type Standstill, Standstills } from './flow-control/standstills.js';
export { TextCheck, TextLimits, type Verdict } from './verification/text-check.js';
export { type ResendAct, type Resent, UnknownCopies, type UnknownGroup } from './recovery/unknown.js';
export { type Answer, fallen, type Standing, standingOf } from './verification/verdict.rules.js';
export { inWords } from './verification/verdict.words.js';
export { type ChannelPause, ChannelPauses } from './control/channel-pauses.js';
export { mustBeFreeOfKpusDoubt } from './control/control.js';
export { SUMMED_COUNTERS } from './waves/summed-counters.js';
export {
  CLAIMS_MAY_BEGIN,
  Emergency,
  type EmergencyStop,
  type HeldBack,
  NO_EMERGENCY_STOP,
  type Stopped,
} from './control/emergency.js';
export {
  type HinderedBroadcast,
  type Hindrance,
  type HindranceCause,
  hindrancesNow,
  holdsStamp,
  hindrancesOf,
} from './control/hindrances.js';
export { ENDED, RESENDABLE_WAVE, TRANSITIONS, WAVE_STATES, type WaveState } from './waves/wave.states.js';
export { type Released, Waves, type WaveView } from './waves/waves.js';
