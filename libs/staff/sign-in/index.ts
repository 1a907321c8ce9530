// Passwords, second factors and sessions.
export { type OwnSession, OwnSessions } from './own-sessions.js';
export { hashPassword } from './password.js';
export { Sessions } from './sessions.js';
