// Deadlines, and answers served stale while they are renewed.
export { moment } from './moment.js';
export { deadlineAfter, elapsedMs, isOver, type Moment } from './moment.rules.js';
export { SwrCache } from './swr-cache.js';
export { within } from './within.js';
