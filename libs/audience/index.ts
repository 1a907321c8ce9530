export {
  addressClass,
  isLargeClass,
  LARGE_CLASS,
  moveAddress,
  openAddress,
  sealAddress,
} from './addresses/addresses.js';
export { tryKeys } from './addresses/fitting-keys.js';
export { lookUpHash } from './addresses/look-up.js';
export { Audience, perChannel, type SuppressionReason } from './audience.js';
export { AudienceModule } from './audience.module.js';
export { type Contest, type Contestant, type Election } from './elections/election.js';
export { Elections, type KeptElection } from './elections/elections.js';
export { ContactImport, type ImportResult } from './importing/contact-import.js';
export {
  CONSENT_LANGUAGES,
  type ConsentLanguage,
  consentTexts,
  consentWording,
  PURPOSES,
  REGIONAL_WORDING,
  regionalWording,
  returnWording,
  type Wording,
} from './joining/consent-wording.js';
export { blocksOf } from './limits/network-blocks.rules.js';
export { countAct, type LimitKeys, NETWORK_LIMITS } from './limits/count-act.js';
export { LastWords, readDeparture } from './journal/journal.rules.js';
export { replay, type Replayed } from './journal/replay.js';
export { mayReturn, returnTo, type Wish } from './joining/memberships.js';
export { type Membership, type OwnAddress, Preferences } from './joining/preferences.js';
export { findPlaces, type Place, placeName } from './joining/region-search.rules.js';
export {
  Languages,
  type LanguageRecord,
  onceLiveConsent,
  type LiveLanguage,
  type LiveLanguages,
} from './languages/languages.js';
export { type Confirmation, type Confirmed, type OpenSignUp, SignUps } from './joining/sign-ups.js';
export { isDegree, isName } from './name.rules.js';
export { ImportRepository, type ImportedNames, type ImportRecord } from './importing/import-repository.js';
export { readName } from './importing/row.rules.js';
export { CODE_SYSTEMS } from './importing/region-finder.rules.js';
export { Withdrawal } from './importing/withdrawal.js';
export { loadReferenceData } from './reference-data.js';
export { Estimates } from './counting/estimates.js';
export { type ContactOverview, Overview } from './counting/overview.js';
export { MAY_HAVE_REACHED, reachedBefore } from './reached.js';
export {
  type AudienceQuery,
  type Estimate,
  type Reach,
  type Region,
  type RegionCount,
  type SpreadEstimate,
  withoutRegions,
} from './regions/region.js';
export { normaliseRegions } from './regions/regions.rules.js';
export {
  DataRequests,
  type DataRequest,
  type FoundPerson,
  type NewDataRequest,
  type WaitingRequests,
} from './rights/data-requests.js';
export { ErasureRemains } from './rights/erasure-remains.js';
export {
  actWord,
  ADDRESS_STATES,
  deliveryWord,
  noticeWord,
  sourceWord,
  suppressionWord,
} from './rights/held-words.js';
export type { Held, HeldAddress, HeldMessage } from './rights/held.js';
export { type Reconfirmation, Reconfirming } from './rights/reconfirming.js';
export { Rights } from './rights/rights.js';
export { seedContacts, type Seeding } from './seeding/seed-contacts.js';
export { AUDIENCE_SECRETS, renewAddresses } from './stored-secrets.js';
export {
  checkedAddress,
  countLook,
  countReveal,
  type ExactAddress,
  type FoundAddress,
  Suppressions,
} from './suppressions/suppressions.js';
export type { Lifting } from './suppressions/suppressions.rules.js';
export { takeTelegramUpdate } from './joining/telegram-updates.js';
export { TOPICS, topicIds } from './topics.js';
