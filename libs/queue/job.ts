import { z } from 'zod';

const LARGEST_ID = 2n ** 63n - 1n;
const LARGEST_NO = 2 ** 31 - 1;
/** An id as PostgreSQL writes a bigint. */
const id = z.string().refine((text) => /^[1-9]\d{0,18}$/.test(text) && BigInt(text) <= LARGEST_ID);
const JOB = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('fan-out'), waveId: id }),
  z.strictObject({ name: z.literal('send'), waveId: id, batchNo: z.int().min(0).max(LARGEST_NO) }),
  z.strictObject({ name: z.literal('notice'), noticeId: id }),
]);

/** The data of a job: ids only, never a text, number or address. */
export type Job = z.output<typeof JOB>;
/** The jobs of one kind. */
export type JobOf<Kind extends JobKind> = {
  [Name in Job['name']]: (typeof KINDS)[Name] extends Kind ? Extract<Job, { name: Name }> : never;
}[Job['name']];

/**
 * Reads a job from a queue. Anybody with access to the queue's server can put anything there. A job is valid only if
 * its data has the right shape, its id was made of that data, and it is in the queue for jobs of its name.
 * @param jobId its id in the queue
 * @returns null when Siar did not write it like this
 */
export function readJob(data: unknown, jobId: string | undefined, of: JobKind): Job | null {
  const job = JOB.safeParse(data).data;
  if (!job || kindOf(job) !== of) return null;
  return /^-\d+$/.test(jobId?.startsWith(jobName(job)) ? jobId.slice(jobName(job).length) : '') ? job : null;
}

/** A channel has one queue for each kind: sends of broadcasts, their fan-outs, and notices. */
export type JobKind = 'sends' | 'fan-outs' | 'notices';
const KINDS = {
  send: 'sends',
  'fan-out': 'fan-outs',
  notice: 'notices',
} as const satisfies Record<Job['name'], JobKind>;
export const kindOf = ({ name }: Job): JobKind => KINDS[name];

/**
 * Priorities of broadcasts within their queues. In BullMQ a lower number goes first, and a job without one overtakes
 * all that have one: so each has one.
 */
export const PRIORITY = { correction: 2, urgent: 3, ordinary: 10 } as const;
/**
 * Priorities within the queue of notices. Anybody can cause a notice to a citizen, and people on call must not wait for
 * a crowd of them.
 */
export const NOTICE_PRIORITY = { staff: 1, citizen: 2 } as const;

export interface QueuedJob {
  job: Job;
  priority: number;
  /** Unique among live jobs; no ":" and not all digits (BullMQ refuses them). */
  id: string;
}

/** A job's name with its ids, for logs and for comparing the tables with the queue. */
export function jobName(job: Job): string {
  switch (job.name) {
    case 'fan-out':
      return `fan-out-${job.waveId}`;
    case 'send':
      return `send-${job.waveId}-${job.batchNo}`;
    case 'notice':
      return `notice-${job.noticeId}`;
  }
}

/**
 * Returns a job ready to queue. The stamp (ms) distinguishes a job that is added again from the same one just ending,
 * which BullMQ would otherwise treat as a duplicate.
 */
export function queued(job: Job, priority: number, stamp: number): QueuedJob {
  return { job, priority, id: `${jobName(job)}-${stamp}` };
}
