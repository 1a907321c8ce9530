// Compares a text that a citizen holds with the approved ones.
export { findAlike, indexTexts } from './approved-texts.js';
export {
  type ContentForm,
  differs,
  formsOf,
  isCloser,
  type Likely,
  likelyForms,
  type Match,
  matchWith,
  resembles,
  type TextPlace,
  WORK,
} from './check.rules.js';
export type { Grave, Lack, Piece, Work } from './compare.rules.js';
export type { OwnLinks } from './slots.rules.js';
export { shinglesOf } from './shingles.rules.js';
export { type Token, tokensOf, TURNED } from './words.rules.js';
