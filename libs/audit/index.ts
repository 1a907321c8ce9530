export { entries, type Entry, type Page, type Search } from './reading.js';
export { type Act, record } from './trail.js';
