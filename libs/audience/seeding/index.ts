// Generated people for demos and benches.
export { seedContacts } from './seed-contacts.js';
