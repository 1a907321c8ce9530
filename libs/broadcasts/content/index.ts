// Texts with variables, rendered for one recipient.
export type { Variable } from './variables.js';
export { compileDocument } from './render.js';
export { recordingsIn } from './alternatives.rules.js';
