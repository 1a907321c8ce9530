// Deadlines, and answers served stale while they are renewed.
export { SwrCache } from './swr-cache.js';
export { within } from './within.js';
