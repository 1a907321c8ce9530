import { setTimeout as sleep } from 'node:timers/promises';
import { getQueueToken } from '@nestjs/bullmq';
import type { INestApplicationContext } from '@nestjs/common';
import { type ConnectionOptions, type Queue, Worker } from 'bullmq';
import { type Job, kindOf, queued } from '../../libs/queue/job.js';
import { namesOf, queueName } from '../../libs/queue/names.js';
import { JobProcessor, QueueLog, Queues, workerOptions } from '#queue';

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

/** Puts jobs on a channel's queues that fail for good. */
export async function giveUp(
  app: INestApplicationContext,
  channel: string,
  jobs: readonly Job[],
): Promise<void> {
  const queues = app.get(Queues);
  const before = (await queues.depth(channel)).failed;
  for (const job of jobs) {
    const queue = app.get<Queue>(getQueueToken(queueName(channel, kindOf(job))), { strict: false });
    await queue.add(job.name, job, { jobId: queued(job, 10, 1).id, attempts: 1, priority: 10 });
  }
  const consumer = consume(queues, channel, 1, () => Promise.reject(new Error('the database is away')));
  while ((await queues.depth(channel)).failed < before + jobs.length) await sleep(20);
  await consumer.close();
}
