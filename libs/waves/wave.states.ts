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

/** The states in which nothing of a wave goes out any more by itself. */
export const ENDED = ['completed', 'cancelled', 'expired'] as const satisfies readonly WaveState[];

/**
 * What may follow what. A paused wave remembers where it was (`resume_state`) and goes back there. A wave is released
 * straight from planned where its fan-out is not done by its due instant, as with "now". A completed one goes out again
 * only where an operator resends its unknown copies.
 */
export const TRANSITIONS: Readonly<Record<WaveState, readonly WaveState[]>> = {
  planned: ['prepared', 'released', 'paused', 'cancelled', 'expired'],
  prepared: ['released', 'paused', 'cancelled', 'expired'],
  released: ['paused', 'completed', 'cancelled', 'expired'],
  paused: ['planned', 'prepared', 'released', 'completed', 'cancelled', 'expired'],
  completed: ['released'],
  cancelled: [],
  expired: [],
};

/** The states a wave may come to this one from: what the SQL that moves waves asks for. */
export function statesBefore(next: WaveState): WaveState[] {
  return WAVE_STATES.filter((state) => TRANSITIONS[state].includes(next));
}

/** A list of states for SQL's IN: literals, so that PostgreSQL can match them with a partial index. */
export function inStates(states: readonly WaveState[]): string {
  return `IN (${states.map((state) => `'${state}'`).join(', ')})`;
}

/** What is no more said of a wave that is paused no more, for an UPDATE. */
export const UNPAUSED = 'pause_reason = NULL, paused_by = NULL, paused_at = NULL, brake = NULL';

/** Of a wave `w`, in SQL: its unknown copies can be sent again, as far as the wave itself goes. The clock is read once a statement. */
export const RESENDABLE_WAVE = `w.expires_at > (SELECT siar_now()) AND w.state ${inStates(['released', 'completed', 'paused'])}`;
