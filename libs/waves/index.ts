export type { BrakeFinding } from './brake-finding.js';
export { type ChannelPause, ChannelPauses } from './channel-pauses.js';
export {
  type DoubtBy,
  mustBeFreeOfKpusDoubt,
  type Part,
  type Paused,
  type Resumed,
  type Stop,
  type Tally,
} from './control.js';
export { COUNTERS, type Counts, DELIVERY_STATES, type DeliveryState, SUMMED_COUNTERS } from './counters.js';
export {
  CLAIMS_MAY_BEGIN,
  Emergency,
  type EmergencyStop,
  type HeldBack,
  NO_EMERGENCY_STOP,
  type Stopped,
} from './emergency.js';
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
} from './hindrances.js';
export { type Forecast, forecast, type Lot } from './forecast.rules.js';
export {
  LATE_CHOICES,
  type LateChoice,
  type Missed,
  type NextOpening,
  type Plan,
  type PlanInput,
  type PlannedWave,
  type PlanRegion,
  type QuietPeriod,
  type Warning,
} from './plan.js';
export { localHours, type LocalHours } from './local-hours.rules.js';
export { planWaves, scheduledTimes, sendingDays } from './plan.rules.js';
export { type LocalDateTime, type Schedule, scheduleSchema } from './schedule.js';
export { DEFAULT_WINDOW, isOpen, nextOpening, OPEN_WAVE, type Window } from './window.rules.js';
export { ENDED, RESENDABLE_WAVE, TRANSITIONS, WAVE_STATES, type WaveState } from './wave.states.js';
export { WavesModule } from './waves.module.js';
export { type Released, Waves, type WaveView } from './waves.js';
