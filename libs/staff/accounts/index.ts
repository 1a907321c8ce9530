// Accounts of staff, and the first and the last administrator.
export { endAllSessions } from './account.js';
export { resetLostAdmin } from './break-glass.js';
export { createFirstAdmins } from './first-admins.js';
export { OwnAddresses } from './own-addresses.js';
export { refusedChannels } from './staff-addresses.js';
