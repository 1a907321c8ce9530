export { Processor } from '@nestjs/bullmq';
export { migrateQueue } from './connection.js';
export { type Job, type JobOf, jobName, NOTICE_PRIORITY, PRIORITY, queued, type QueuedJob } from './job.js';
export { QueueLog } from './log.js';
export { queueName } from './names.js';
export { JobProcessor, workerOptions } from './processor.js';
export { openQueueNotes, ClaimNotes } from './claim-notes.js';
export { Processors, QueueModule } from './queue.module.js';
export { type FailedJob, type QueueDepth, Queues, type QueueStatus } from './queues.js';
