export { plainName } from './appointments/appointment-message.js';
export { Appointments, type AppointmentView, type OwnAppointment } from './appointments/appointments.js';
export { endAllSessions } from './accounts/account.js';
export { resetLostAdmin } from './accounts/break-glass.js';
export { createFirstAdmins, type FirstAdmin } from './accounts/first-admins.js';
export { IssuerLogout } from './issuer/issuer-logout.js';
export { ISSUER_STAY_MS, IssuerSignIn } from './issuer/issuer-sign-in.js';
export { withOutcome } from './issuer/return-path.rules.js';
export { KEY_PREFIX, MachineKeys } from './machine-keys/machine-keys.js';
export { type NamedPerson, officeNames, peopleAt } from './roles/names.js';
export {
  NATIONAL_ZONE,
  OnCall,
  type OnCallCandidate,
  type OnCallEntry,
  putOnCall,
} from './on-call/on-call.js';
export { ON_CALL_ROLES, type OnCallRole, type OnCallRota, type Unmanned } from './on-call/on-call.rules.js';
export { OwnAddresses } from './accounts/own-addresses.js';
export { type OwnSession, OwnSessions } from './sign-in/own-sessions.js';
export { hashPassword } from './sign-in/password.js';
export { type PersonAt, personAt } from './roles/person-at.js';
export { type Credentials, type NewSession, Sessions } from './sign-in/sessions.js';
export { StaffModule } from './staff.module.js';
export {
  covers,
  type Duty,
  fitsOffice,
  isNational,
  isSteppedUp,
  maskAddress,
  mayApproveLanguages,
  mayKeepElections,
  NATIONAL_ROLES,
  type Organisation,
  type Role,
  ROLES,
  type SignedIn,
} from './roles/staff.rules.js';
export { STAFF_SECRETS } from './stored-secrets.js';
export { type AwaitedRole, type NewPerson, type Person, Staff } from './staff.js';
export { refusedChannels, type StaffAddress } from './accounts/staff-addresses.js';
