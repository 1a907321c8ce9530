// What people write beside a draft, and who has it open.
export { Comments } from './comments.js';
export { Presence } from './presence.js';
