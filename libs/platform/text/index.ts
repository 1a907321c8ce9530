// Words of times and names.
export { editDistance } from './edit-distance.rules.js';
export { moment } from './moment.js';
export { deadlineAfter, elapsedMs, isOver, type Moment } from './moment.rules.js';
