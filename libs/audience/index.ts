export { Audience, perChannel, type SuppressionReason } from './audience.js';
export { AudienceModule } from './audience.module.js';
export { loadReferenceData } from './reference-data.js';
export { MAY_HAVE_REACHED, reachedBefore } from './may-have-reached.js';
export { AUDIENCE_SECRETS, renewAddresses } from './stored-secrets.js';
export { TOPICS, topicIds } from './topics.js';
