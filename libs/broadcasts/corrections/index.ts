// Chains of corrections: their recipients, and what they take back.
export { type Chain, type ChainLink } from './chain.js';
export { correctionStanding, correctionTakenBack, DOUBTED, TEXT_TAKEN_BACK } from './standing.js';
export { readAs, type ReadFacts } from './standing.rules.js';
export {
  chainOf,
  chainParts,
  familyOf,
  HANDED_AT,
  isBeingCorrected,
  isCorrectionDrafted,
  leftOutBy,
  leftSince,
  MISSED,
  STANDS,
  UNCORRECTED,
  UNQUESTIONED,
} from './lineage.js';
