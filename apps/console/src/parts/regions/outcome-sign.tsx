import { type Outcome, OUTCOME_SIGNS } from './outcome.rules';

/** Two bars, as they stand on a button that pauses: drawn, since many fonts lack the sign. */
const BARS = 'M1.5 0.5h2.5v9h-2.5zM6 0.5h2.5v9h-2.5z';

/** That something is paused, as large as the letters beside it. */
export const PauseSign = () => (
  <svg viewBox="0 0 10 10" width="0.8em" height="0.8em" aria-hidden>
    <path d={BARS} fill="currentColor" />
  </svg>
);

/** The sign beside a colour; nothing where the colour has none. */
export const OutcomeSign = ({ of }: { of: Outcome }) => (of === 'held' ? <PauseSign /> : OUTCOME_SIGNS[of]);

/** Whether a colour has a sign. */
export const hasSign = (of: Outcome): boolean => of === 'held' || OUTCOME_SIGNS[of] !== '';

/** The bars on a map. @param size in the map's units */
export const MapPauseSign = ({ x, y, size }: { x: number; y: number; size: number }) => (
  <path d={BARS} transform={`translate(${x - size / 2} ${y - size / 2}) scale(${size / 10})`} />
);
