// Deadlines, runs in turns, and answers served stale while they are renewed.
export { InTurns } from './in-turns.js';
export { moment } from './moment.js';
export { deadlineAfter, elapsedMs, isOver, type Moment } from './moment.rules.js';
export { SwrCache } from './swr-cache.js';
export { within } from './within.js';
