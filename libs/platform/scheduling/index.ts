// Periodic tasks and their scheduler.
export { Periodic } from './periodic.js';
export { SchedulingModule } from './scheduling.module.js';
