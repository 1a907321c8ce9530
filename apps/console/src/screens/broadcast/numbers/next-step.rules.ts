import type { Trial } from '../../../parts/sending/trial.rules.js';

/** What holds it up, as far as the next step needs it: the strongest first. */
interface Held {
  kind: 'stopped' | 'braked' | 'paused' | 'slowed';
  cause: string;
  channel: string;
  waves: number;
  of: number;
}

/** What somebody does next about a broadcast: a key of `nextStep`. */
interface Step {
  what:
    | 'emergency'
    | 'servers'
    | 'brake'
    | 'trial'
    | 'refused'
    | 'few'
    | 'passed'
    | 'away'
    | 'channel'
    | 'paused'
    | 'kpu'
    | 'carrier'
    | 'uncertain'
    | 'failing'
    | 'operator';
  channels: string[];
}

/** What follows from a trial. */
const AFTER = {
  running: 'trial',
  later: 'refused',
  refused: 'refused',
  few: 'few',
  passed: 'passed',
} as const;
const SERVERS: readonly string[] = ['unserved', 'stall', 'queue'];

/**
 * The one thing to be done next; null: nothing is. What breaks comes before what somebody decided on, and that before what
 * waits for a decision. Others than operators wait for one, unless it is theirs to look at.
 */
export function nextStepOf({
  obstacles,
  trial,
  uncertain,
  failing,
  byKpu,
  operator,
}: {
  obstacles: readonly Held[];
  /** The trial of a brake; null: none. */
  trial: Trial['state'] | null;
  uncertain: boolean;
  /** Channels on which too many failed. */
  failing: readonly string[];
  /** Whether KPU decides on a doubt before anybody resumes it. */
  byKpu: boolean;
  operator: boolean;
}): Step | null {
  const on = (is: (one: Held) => boolean): string[] => [
    ...new Set(obstacles.flatMap((one) => (is(one) ? [one.channel] : []))),
  ];
  const braked = trial === null ? 'brake' : AFTER[trial];
  const steps: Step[] = [
    { what: 'emergency', channels: on(({ cause }) => cause === 'emergency') },
    { what: 'servers', channels: on(({ cause }) => SERVERS.includes(cause)) },
    { what: braked, channels: on(({ kind }) => kind === 'braked') },
    { what: 'away', channels: on(({ cause }) => cause === 'away') },
    { what: 'channel', channels: on(({ cause }) => cause === 'channel') },
    { what: byKpu ? 'kpu' : 'paused', channels: on(({ cause }) => cause === 'broadcast') },
    { what: 'carrier', channels: on(({ cause }) => cause === 'refused') },
  ];
  const step = steps.find(({ channels }) => channels.length > 0);
  if (step) return operator || step.what === 'kpu' ? step : { what: 'operator', channels: step.channels };
  // Causes are for everybody to look at; what is uncertain an operator decides on.
  if (failing.length > 0) return { what: 'failing', channels: [...failing] };
  return uncertain && operator ? { what: 'uncertain', channels: [] } : null;
}
