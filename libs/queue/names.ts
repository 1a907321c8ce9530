import type { Job as BullJob } from 'bullmq';
import { type Job, type JobKind, jobName, readJob } from './job.js';

/**
 * Suffixes of the names of a channel's queues. Each kind has its own queue, since one would wait for the other. In a
 * broadcast to a whole country, copies for all lanes are ready long before the last region's are written. A crowd of
 * notices, each waiting in a lane for its slot, would leave no lane for copies.
 */
const SUFFIX: Readonly<Record<JobKind, string>> = { sends: '', 'fan-outs': '-fan-out', notices: '-notices' };
export const KINDS = Object.keys(SUFFIX) as JobKind[];

/** The name of a channel's queue for one kind of jobs. */
export const queueName = (channel: string, kind: JobKind): string => channel + SUFFIX[kind];

/** The names of all of a channel's queues. */
export const namesOf = (channel: string): string[] => KINDS.map((kind) => queueName(channel, kind));

/** Returns a job as Siar wrote it; null for any other. */
export const jobOf = (job: BullJob): Job | null =>
  readJob(
    job.data,
    job.id,
    KINDS.find((kind) => kind !== 'sends' && job.queueName.endsWith(SUFFIX[kind])) ?? 'sends',
  );

/** Returns a job's name with its ids, for logs and operators. */
export const nameOf = (job: BullJob): string => {
  const known = jobOf(job);
  return known ? jobName(known) : 'not a job of Siar';
};
