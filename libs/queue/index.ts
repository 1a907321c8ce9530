export { migrateQueue } from './connection.js';
export { type Job, jobName, NOTICE_PRIORITY, PRIORITY, queued, type QueuedJob } from './job.js';
export { QueueModule } from './queue.module.js';
export { type Consumer, type FailedJob, type QueueDepth, Queues, type QueueStatus } from './queues.js';
