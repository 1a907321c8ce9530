// Languages as data, and which are live.
export {
  Languages,
  type LanguageRecord,
  onceLiveConsent,
  type LiveLanguage,
  type LiveLanguages,
} from './languages.js';
