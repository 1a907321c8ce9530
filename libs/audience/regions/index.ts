// Regions as an audience names them.
export { normaliseRegions } from './regions.rules.js';
