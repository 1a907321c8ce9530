/** Why a job failed for good, where its error message is known. */
export type JobFailure = 'abandoned' | 'unreachable' | 'slow' | 'key' | 'refused';

/** Messages of BullMQ, pg, ioredis and Siar's own programs, the most specific first. */
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

/** @param message of the failed job @returns null where the message is not known */
export const failureOf = (message: string): JobFailure | null =>
  KNOWN.find(([, pattern]) => pattern.test(message))?.[0] ?? null;
