// The door to dispatch: what an approved document is handed over to (docs/architecture.md).
export {
  Dispatch,
  type DoubtBy,
  type DoubtLifted,
  type OnPausedChannel,
  type Part,
  type Paused,
  type Resumed,
  type Stop,
  strongestHindrance,
  type Tally,
  type Which,
} from './dispatch.js';
