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
export { localHours, type LocalHours } from './times-for-review.rules.js';
export { planWaves, scheduledTimes, sendingDays } from './plan.rules.js';
export { type LocalDateTime, type Schedule } from '#contract/api/message';
export { isWithinWindow, nextOpening, OPEN_WAVE, type Window } from './window.rules.js';
