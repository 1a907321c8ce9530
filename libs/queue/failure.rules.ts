/** Why a job was given up, where what the program said is known. */
export type JobFailure = 'abandoned' | 'unreachable' | 'slow' | 'key' | 'refused';

/** What BullMQ, pg, ioredis and Siar's own programs say, the most telling first. */
const KNOWN: readonly [JobFailure, RegExp][] = [
  ['abandoned', /^job stalled more than allowable limit|this worker stops/i],
  ['key', /holds no key|unable to authenticate data/i],
  ['slow', /statement timeout|lock timeout|deadlock detected|could not serialize|did not answer within/i],
  [
    'unreachable',
    /E(?:CONNREFUSED|CONNRESET|TIMEDOUT|PIPE|NOTFOUND|AI_AGAIN|HOSTUNREACH)|Connection (?:terminated|is closed|ended)|terminating connection|timeout exceeded when trying to connect|the database system is/i,
  ],
  ['refused', /permission denied|authentication failed|refuses us/i],
];

/** @param said what the program said when it gave the job up @returns null where that is not known */
export const failureOf = (said: string): JobFailure | null =>
  KNOWN.find(([, pattern]) => pattern.test(said))?.[0] ?? null;
