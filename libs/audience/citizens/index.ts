// What the gateway asks of the registrar about citizens.
export {
  type Answer,
  type Asked,
  type HeldAnswer,
  type MembershipView,
  type Operation,
  OPERATIONS,
} from './operations.js';
