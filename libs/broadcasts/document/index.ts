// The frozen document, and how two of them differ.
export { type FrozenDocument } from './freeze.js';
export { type Difference, differences, permittedKinds } from './settings.rules.js';
