import type { Trial } from '../../../parts/sending/trial.rules.js';

/** What holds it up, as far as the next step needs it: the strongest first. */
interface Held {
  kind: 'stopped' | 'braked' | 'paused' | 'slowed';
  cause: string;
  channel: string;
  waves: number;
  of: number;
  /** Whether its content is in doubt. */
  doubted?: boolean;
}

/** What somebody does next about a broadcast: a key of `nextStep`. */
interface Step {
  what:
    | 'emergency'
    | 'allStopped'
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
    | 'doubt'
    | 'doubtAuthor'
    | 'doubtOthers'
    | 'carrier'
    | 'uncertain'
    | 'failing'
    | 'resend'
    | 'resendAsk'
    | 'operator';
  channels: string[];
  /** What it is about; null: no hindrance. */
  cause: string | null;
  /** Of a resend: how many can go again. */
  copies?: number;
}

/** What follows from a trial. */
const AFTER = {
  running: 'trial',
  later: 'refused',
  refused: 'refused',
  few: 'few',
  passed: 'passed',
} as const;
/** What somebody decides on its content: no operator's to handle. */
export const ON_DOUBT: readonly string[] = ['kpu', 'doubt', 'doubtAuthor', 'doubtOthers'];
const SERVERS: readonly string[] = ['unserved', 'stall', 'queue'];

/**
 * The one thing to be done next; null: nothing is. A doubt comes before all but what stops every broadcast: until somebody has
 * decided on the content, nothing of it goes on. Then what breaks comes before what somebody decided on, and that before what
 * waits for a decision. Others than operators wait for one, unless it is theirs to look at.
 */
export function nextStepOf({
  obstacles,
  trial,
  uncertain,
  failing,
  again,
  byKpu,
  operator,
  author,
}: {
  obstacles: readonly Held[];
  /** The trial of a brake; null: none. */
  trial: Trial['state'] | null;
  uncertain: boolean;
  /** Channels on which too many failed. */
  failing: readonly string[];
  /** What was rejected and should be sent again; null: nothing. */
  again: { channels: readonly string[]; copies: number } | null;
  /** Whether KPU decides on a doubt before anybody resumes it. */
  byKpu: boolean;
  operator: boolean;
  author: boolean;
}): Step | null {
  const on = (is: (one: Held) => boolean): string[] => [
    ...new Set(obstacles.flatMap((one) => (is(one) ? [one.channel] : []))),
  ];
  const braked = trial === null ? 'brake' : AFTER[trial];
  const one = (what: Step['what'], is: (one: Held) => boolean): Step => ({
    what,
    channels: on(is),
    cause: obstacles.find(is)?.cause ?? null,
  });
  const steps: Step[] = [
    one('emergency', ({ cause }) => cause === 'emergency'),
    one(
      byKpu ? 'kpu' : author ? 'doubtAuthor' : operator ? 'doubt' : 'doubtOthers',
      ({ doubted }) => doubted === true,
    ),
    one('servers', ({ cause }) => SERVERS.includes(cause)),
    one(braked, ({ kind }) => kind === 'braked'),
    one('away', ({ cause }) => cause === 'away'),
    one('channel', ({ cause }) => cause === 'channel'),
    one('paused', ({ cause }) => cause === 'broadcast'),
    one('carrier', ({ cause }) => cause === 'refused'),
  ];
  const step = steps.find(({ channels }) => channels.length > 0);
  if (step && (operator || ON_DOUBT.includes(step.what))) return step;
  // An operator may have stopped everything for the content, which is the author's to mend.
  if (step) return { ...step, what: step.what === 'emergency' ? 'allStopped' : 'operator' };
  // What is still rejected would only be rejected again.
  if (again && !failing.some((channel) => !again.channels.includes(channel)))
    return {
      what: operator ? 'resend' : 'resendAsk',
      channels: [...again.channels],
      cause: null,
      copies: again.copies,
    };
  // Causes are for everybody to look at; what is uncertain an operator decides on.
  if (failing.length > 0) return { what: 'failing', channels: [...failing], cause: null };
  return uncertain && operator ? { what: 'uncertain', channels: [], cause: null } : null;
}
