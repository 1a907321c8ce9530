// Roles and offices: who is responsible for what.
export { type NamedPerson, officeNames, peopleAt } from './trail-names.js';
export { type PersonAt, personAt } from './person-at.js';
export {
  covers,
  type Duty,
  isSteppedUp,
  maskAddress,
  mayApproveLanguages,
  mayKeepElections,
  type Organisation,
  type Role,
  ROLES,
  type SignedIn,
} from './staff.rules.js';
