export { type ChannelPause, ChannelPauses } from './control/channel-pauses.js';
export { mustBeFreeOfKpusDoubt } from './control/control.js';
export { SUMMED_COUNTERS } from './summed-counters.js';
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
export { ENDED, RESENDABLE_WAVE, TRANSITIONS, WAVE_STATES, type WaveState } from './wave.states.js';
export { WavesModule } from './waves.module.js';
export { type Released, Waves, type WaveView } from './waves.js';
