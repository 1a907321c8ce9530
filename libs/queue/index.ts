export { migrateQueue } from './connection.js';
export { type Job, jobName, PRIORITY, queued, type QueuedJob } from './job.js';
export { QueueModule } from './queue.module.js';
export { type Consumer, type QueueDepth, Queues } from './queues.js';
