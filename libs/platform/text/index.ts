// How alike two words are.
export { editDistance } from './edit-distance.rules.js';
