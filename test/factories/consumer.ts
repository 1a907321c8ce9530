import { type ConnectionOptions, Worker } from 'bullmq';
import type { Job } from '../../libs/queue/job.js';
import { namesOf } from '../../libs/queue/names.js';
import { JobProcessor, QueueLog, type Queues, workerOptions } from '#queue';

/** A consumer of one channel's queues. */
export interface Consumer {
  /** Takes no more jobs, and waits for running ones. */
  close(): Promise<void>;
}

/** Passes every job to a function, in place of the processors of a channel worker. */
class Handler extends JobProcessor {
  constructor(
    log: QueueLog,
    protected readonly handle: (job: Job) => Promise<void>,
  ) {
    super(log);
  }
}

/** Consumes a channel's jobs as a channel worker does, up to `lanes` of each kind at once. */
export function consume(
  queues: Queues,
  channel: string,
  lanes: number,
  handle: (job: Job) => Promise<void>,
): Consumer {
  const handlers = namesOf(channel).map((name) => {
    const handler = new Handler(queues['log'], handle);
    // What @nestjs/bullmq does for a `@Processor`.
    const worker = new Worker(name, (job) => handler.process(job), {
      connection: queues['connection'].options as ConnectionOptions,
      ...workerOptions(lanes),
    });
    (handler as unknown as { _worker: Worker })._worker = worker;
    worker.on('error', (error) => handler.onError(error));
    worker.on('failed', (job, error) => handler.onFailed(job, error));
    return handler;
  });
  return {
    close: async () => {
      await Promise.all(handlers.map((handler) => handler.close()));
    },
  };
}
