import { inStates, type StateMachine } from '#platform/states';
import type { WaveState } from '#contract/api/run';

export type { WaveState } from '#contract/api/run';

/** A wave's states (docs/states.md). The database checks the same list. */
export const WAVE_STATES = [
  'planned',
  'prepared',
  'released',
  'paused',
  'completed',
  'cancelled',
  'expired',
] as const;
/** The final states: no more copies of the wave go out unless an operator resends some. */
export const ENDED = ['completed', 'cancelled', 'expired'] as const satisfies readonly WaveState[];

/**
 * The permitted transitions. A paused wave stores its former state (`resume_state`) and returns to it. A wave goes
 * straight from planned to released when its fan-out is not done by its due instant, as with "now". A completed wave
 * goes out again only when an operator resends unknown or rejected copies of it.
 */
export const WAVES: StateMachine<WaveState> = {
  table: 'waves',
  as: 'w',
  next: {
    planned: ['prepared', 'released', 'paused', 'cancelled', 'expired'],
    prepared: ['released', 'paused', 'cancelled', 'expired'],
    released: ['paused', 'completed', 'cancelled', 'expired'],
    paused: ['planned', 'prepared', 'released', 'completed', 'cancelled', 'expired'],
    completed: ['released'],
    cancelled: [],
    expired: [],
  },
};

/** Resets the columns of a pause, in an UPDATE. */
export const UNPAUSED = 'pause_reason = NULL, paused_by = NULL, paused_at = NULL, brake = NULL';

/**
 * SQL condition: the state and expiry of a wave `w` allow a resend of its copies. Reads the clock once in a
 * statement.
 */
export const RESENDABLE_WAVE = `w.expires_at > (SELECT siar_now()) AND w.state ${inStates(['released', 'completed', 'paused'])}`;
