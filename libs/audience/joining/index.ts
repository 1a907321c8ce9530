// How citizens subscribe, verify, choose and leave.
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
} from './consent-wording.js';
export { mayReturn, returnTo, type Wish } from './memberships.js';
export { type Membership, type OwnAddress, Preferences } from './preferences.js';
export { findPlaces, type Place, placeName } from './region-search.rules.js';
export { type Confirmation, type OpenSignUp, SignUps } from './sign-ups.js';
export { takeTelegramUpdate } from './taken-updates.js';
