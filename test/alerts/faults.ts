/** A fault, as docs/promises.md has it or a variety of it, and the alerts that it fires. */
export interface Fault {
  /** How long it lasts, in seconds: longer than the alerts wait, unless nobody shall be woken for it. */
  seconds: number;
  /** The alerts that it must fire. */
  alerts: readonly string[];
  /** Those that may come too, by what the fault hits. */
  also?: readonly string[];
}

const DOWN = ['SiarProgramSilent', 'SiarTargetDown'];
/** Of what hangs or is killed in a hand-over nobody can say whether it went out. */
const UNKNOWN = ['SiarUnknownCopies'];

export const FAULTS = {
  'nothing is wrong': { seconds: 60, alerts: [] },
  'a channel worker is killed': { seconds: 120, alerts: DOWN, also: UNKNOWN },
  'a channel worker hangs': { seconds: 120, alerts: DOWN, also: UNKNOWN },
  'a publisher is killed': { seconds: 120, alerts: DOWN },
  'a publisher hangs': { seconds: 120, alerts: DOWN },
  'the whole queue is lost': { seconds: 90, alerts: [] },
  'PostgreSQL is killed and comes back 10 s later': { seconds: 10, alerts: [] },
  'PostgreSQL stays away': { seconds: 120, alerts: ['SiarNotRead'], also: UNKNOWN },
  'PostgreSQL hangs': { seconds: 120, alerts: ['SiarNotRead'], also: UNKNOWN },
  'Redis is killed and comes back 10 s later': { seconds: 10, alerts: [] },
  'Redis stays away': { seconds: 120, alerts: ['SiarNotRead', 'SiarStalled'] },
  'Redis hangs': { seconds: 120, alerts: ['SiarNotRead', 'SiarStalled'] },
  'a provider hangs': { seconds: 120, alerts: ['SiarProviderAway'], also: UNKNOWN },
  'a provider refuses connections': { seconds: 120, alerts: ['SiarProviderAway'] },
  'a provider says "slow down"': { seconds: 90, alerts: [] },
  'one of two accounts is killed': { seconds: 390, alerts: ['SiarAccountAway'], also: UNKNOWN },
  'one of two accounts refuses us': { seconds: 390, alerts: ['SiarAccountAway'] },
  'a broadcast is paused': { seconds: 60, alerts: [] },
  'everything is stopped': { seconds: 60, alerts: ['SiarEverythingStopped'] },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof FAULTS;
