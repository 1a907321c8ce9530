export type { BrakeFinding } from './control/brake-finding.js';
export { type ChannelPause, ChannelPauses } from './control/channel-pauses.js';
export {
  type DoubtBy,
  mustBeFreeOfKpusDoubt,
  type Part,
  type Paused,
  type Resumed,
  type Stop,
  type Tally,
} from './control/control.js';
export { COUNTERS, type Counts, DELIVERY_STATES, type DeliveryState, SUMMED_COUNTERS } from './counters.js';
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
  type HindranceKind,
  HINDRANCES,
  hindrancesNow,
  holdsStamp,
  hindrancesOf,
  STRONGEST_HINDRANCE,
  type StrongestHindrance,
  strongestOf,
} from './control/hindrances.js';
export { ENDED, RESENDABLE_WAVE, TRANSITIONS, WAVE_STATES, type WaveState } from './wave.states.js';
export { WavesModule } from './waves.module.js';
export { type Released, Waves, type WaveView } from './waves.js';
