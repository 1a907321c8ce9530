export { AuditModule } from './audit.module.js';
export { canonicalEntry, type Seal } from './chain.rules.js';
export { exportEntries } from './csv-stream.js';
export {
  approvalsOf,
  entries,
  type Entry,
  newest,
  newestWithin,
  type Page,
  type Search,
  type Span,
} from './reading.js';
export { Sealer } from './sealer.js';
export { chainState, type ChainState, rootOver, shownEntries, shownLinks } from './showing.js';
export { type Act, mustNameNobody, record } from './trail.js';
export { type Verdict, verify } from './verify.js';
