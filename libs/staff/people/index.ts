// People who sign in and their own addresses, the first administrators, and the way back of a lost one.
export { endAllSessions } from './account.js';
export { resetLostAdmin } from './break-glass.js';
export { createFirstAdmins } from './first-admins.js';
export { OwnAddresses } from './own-addresses.js';
export { SavedFilters } from './saved-filters.js';
export { refusedChannels } from './staff-addresses.js';
