// Slow counts that are kept, and a limit on how many large reads run at once.
export { type Counting, type Kept, KeptCounts } from './kept-counts.js';
export { LargeReads } from './large-reads.js';
