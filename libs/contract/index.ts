export { actOf } from './audit-acts.js';
export {
  type Answer,
  type Asked,
  type CopyMark,
  type HeldAnswer,
  type Later,
  type MembershipView,
  OPERATIONS,
  type Operation,
  type Unknown,
} from './citizens.js';
export { problemDocument } from './problem-document.js';
