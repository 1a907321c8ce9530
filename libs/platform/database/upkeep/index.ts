// What keeps a schema and its server fit: migrations, rights, maintenance, durability.
export { migrate } from './migrate.js';
export { type DatabaseRole, grantRights } from './grants.js';
export { maintain } from './maintenance.js';
export { unsafeSettings } from './durability.js';
