export type { Part, Paused, Resumed, Stop, Tally } from './control.js';
export {
  CLAIMS_MAY_BEGIN,
  Emergency,
  type EmergencyStop,
  type Held,
  NO_EMERGENCY_STOP,
  type Stopped,
} from './emergency.js';
export type { Forecast } from './forecast.rules.js';
export type { NextOpening, Plan, PlanInput, PlannedWave, PlanRegion, QuietPeriod, Warning } from './plan.js';
export { planWaves } from './plan.rules.js';
export { type LocalDateTime, type Schedule, scheduleSchema } from './schedule.js';
export { DEFAULT_WINDOW, isOpen, nextOpening, OPEN_WAVE, type Window } from './window.rules.js';
export { ENDED, TRANSITIONS, WAVE_STATES, type WaveState } from './wave.states.js';
export { WavesModule } from './waves.module.js';
export { type Released, Waves, type WaveView } from './waves.js';
