// Chains of corrections: whom each goes to, and what it takes back.
export { type Chain, type ChainLink } from './chain.js';
export { correctionStanding, correctionTakenBack, DOUBTED, TEXT_TAKEN_BACK } from './standing.js';
export { readAs, type ReadFacts } from './standing.rules.js';
export {
  chainOf,
  chainParts,
  familyOf,
  HANDED_AT,
  isBeingCorrected,
  leftOutBy,
  leftSince,
  MISSED,
  UNCORRECTED,
} from './lineage.js';
