import { OnWorkerEvent, WorkerHost } from '@nestjs/bullmq';
import type { Job as BullJob, WorkerOptions } from 'bullmq';
import type { JobKind, JobOf } from './job.js';
import type { QueueLog } from './log.js';
import { jobOf, nameOf } from './names.js';

/**
 * A worker that has not renewed its lock for this long, in ms, counts as dead, and its jobs go to another: urgent
 * copies must not wait long for it. If it was only slow, the claims in the ledger keep both from sending the same copy.
 */
export const LOCK_MS = 15_000;

/** The options of a `@Processor` that runs up to `lanes` jobs at once. */
export const workerOptions = (lanes: number): Omit<WorkerOptions, 'connection'> => ({
  concurrency: lanes,
  lockDuration: LOCK_MS,
  stalledInterval: LOCK_MS / 3,
  maxStalledCount: 100,
  // Siar sets no rate limit: a limit is somebody else's, and is removed soon.
  maximumRateLimitDelay: 1_000,
});

/**
 * Base of the `@Processor` of one queue. A handler that throws returns the job for another try. A job that Siar did not
 * write is removed, and nothing is done.
 */
export abstract class JobProcessor<Kind extends JobKind = JobKind> extends WorkerHost {
  private readonly ending = new AbortController();

  constructor(private readonly log: QueueLog) {
    super();
  }

  protected abstract handle(job: JobOf<Kind>): Promise<void>;

  /** Aborts when this processor takes no more jobs: running ones are to end soon. */
  protected get stopping(): AbortSignal {
    return this.ending.signal;
  }

  async process(bullJob: BullJob): Promise<void> {
    const job = jobOf(bullJob);
    if (job) await this.handle(job as JobOf<Kind>);
    else this.log.ignored(bullJob.queueName);
  }

  @OnWorkerEvent('error')
  onError(error: Error): void {
    this.log.error(this.worker.name, error);
  }

  @OnWorkerEvent('failed')
  onFailed(job: BullJob | undefined, error: Error): void {
    this.log.failed(this.worker.name, job && nameOf(job), error);
  }

  /** Leaves jobs to other workers, or takes them again. Running ones go on. */
  rest(rests: boolean): void {
    if (this.ending.signal.aborted || rests === this.worker.isPaused()) return;
    // What goes wrong with the queue is an event of its own.
    void (rests ? this.worker.pause(true) : this.worker.resume());
  }

  /** Takes no more jobs, and waits for running ones. */
  async close(): Promise<void> {
    this.ending.abort();
    await this.worker.close();
  }
}
