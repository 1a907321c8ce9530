// How many people an audience has.
export { Estimates } from './estimates.js';
export { type ContactOverview, Overview } from './overview.js';
export { type SpreadEstimate, withoutRegions } from './spread-estimate.js';
