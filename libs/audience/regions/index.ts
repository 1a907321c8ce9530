// Regions, and the queries that choose people by them.
export {
  type Estimate,
  type Region,
  type RegionCount,
  type SpreadEstimate,
  withoutRegions,
} from './region.js';
export { normaliseRegions } from './regions.rules.js';
