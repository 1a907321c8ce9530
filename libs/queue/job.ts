/** What a job carries: ids only, never a text, number or address. */
export type Job =
  | { name: 'fan-out'; waveId: string }
  | { name: 'send'; waveId: string; batchNo: number }
  | { name: 'notice'; noticeId: string };

/** In BullMQ a lower number goes first, and a job without one overtakes all that have one: so each has one. */
export const PRIORITY = { notice: 1, correction: 2, urgent: 3, ordinary: 10 } as const;

export interface QueuedJob {
  job: Job;
  priority: number;
  /** Unique among live jobs; no ":" and not all digits (BullMQ refuses them). */
  id: string;
}

/** A job's name with its ids, for logs and for comparing tables with queue. */
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
 * A job ready to queue. The stamp (ms) keeps a job that is added again apart from the same one just ending, which
 * BullMQ would otherwise take for a duplicate.
 */
export function queued(job: Job, priority: number, stamp: number): QueuedJob {
  return { job, priority, id: `${jobName(job)}-${stamp}` };
}
