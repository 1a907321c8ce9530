// Copies whose outcome is not known: what is repaired, and what an operator may send again.
export {
  doubtful,
  examine,
  type Examined,
  needsSettling,
  type Rule,
  settleRestore,
} from './after-restore.js';
export { Fence } from './fence.js';
export { Reconciler } from './reconcile.js';
export {
  type AcceptedUnknown,
  type ResendAct,
  type Resent,
  UnknownCopies,
  type UnknownGroup,
} from './unknown.js';
export { RejectedCopies, type RejectedGroup } from './rejected.js';
export { RESENDABLE_WAVE } from '../waves/wave.states.js';
