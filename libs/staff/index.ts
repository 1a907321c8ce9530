export { StaffModule } from './staff.module.js';
export { STAFF_SECRETS } from './stored-secrets.js';
export { type AwaitedRole, type NewPerson, type Person, Staff } from './staff.js';
