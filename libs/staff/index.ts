export { plainName } from './appointment-message.js';
export { Appointments, type AppointmentView, type OwnAppointment } from './appointments.js';
export { resetLostAdmin } from './break-glass.js';
export { createFirstAdmins, type FirstAdmin } from './first-admins.js';
export { type NamedPerson, officeNames, peopleAt } from './names.js';
export { NATIONAL_ZONE, OnCall, type OnCallCandidate, type OnCallEntry, putOnCall } from './on-call.js';
export { ON_CALL_ROLES, type OnCallRole, type OnCallRota, type Unmanned } from './on-call.rules.js';
export { OwnAddresses } from './own-addresses.js';
export { type OwnSession, OwnSessions } from './own-sessions.js';
export { hashPassword } from './password.js';
export { type PersonAt, personAt } from './person-at.js';
export { type Credentials, type NewSession, Sessions } from './sessions.js';
export { StaffModule } from './staff.module.js';
export {
  covers,
  type Duty,
  fitsOffice,
  isNational,
  isSteppedUp,
  maskAddress,
  mayKeepElections,
  NATIONAL_ROLES,
  type Organisation,
  type Role,
  ROLES,
  type SignedIn,
} from './staff.rules.js';
export { type AwaitedRole, type NewPerson, type Person, Staff } from './staff.js';
export { refusedChannels, type StaffAddress } from './staff-addresses.js';
