export { addressHash, openAddress, sealAddress } from './addresses.js';
export { Audience, type SuppressionReason } from './audience.js';
export { AudienceModule } from './audience.module.js';
export type { Contest, Contestant, Election } from './election.js';
export { loadReferenceData } from './reference-data.js';
export type { AudienceQuery, Estimate, Reach, Region, RegionCount } from './region.js';
export { normaliseRegions } from './regions.rules.js';
export { seedContacts, type Seeding } from './seeding/seed-contacts.js';
export { TOPICS, topicIds } from './topics.js';
