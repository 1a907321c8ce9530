/** A wave's states (DESIGN §1). The database checks the same list. */
export const WAVE_STATES = [
  'planned',
  'prepared',
  'released',
  'paused',
  'completed',
  'cancelled',
  'expired',
] as const;
export type WaveState = (typeof WAVE_STATES)[number];

/**
 * What may follow what. A paused wave remembers where it was (`resume_state`) and goes back there. A wave is released
 * straight from planned where its fan-out is not done by its due instant, as with "now".
 */
export const TRANSITIONS: Readonly<Record<WaveState, readonly WaveState[]>> = {
  planned: ['prepared', 'released', 'paused', 'cancelled', 'expired'],
  prepared: ['released', 'paused', 'cancelled', 'expired'],
  released: ['paused', 'completed', 'cancelled', 'expired'],
  paused: ['planned', 'prepared', 'released', 'completed', 'cancelled', 'expired'],
  completed: [],
  cancelled: [],
  expired: [],
};

/** The states a wave may come to this one from: what the SQL that moves waves asks for. */
export function statesBefore(next: WaveState): WaveState[] {
  return WAVE_STATES.filter((state) => TRANSITIONS[state].includes(next));
}

/** The states a wave never leaves. */
export const ENDED: readonly WaveState[] = WAVE_STATES.filter((state) => TRANSITIONS[state].length === 0);
