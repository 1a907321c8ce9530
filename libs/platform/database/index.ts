// Connections, statements and transactions.
export {
  type Connection,
  connectionOf,
  Database,
  databaseOptions,
  driverOptions,
  longTransaction,
  now,
  prepared,
  row,
  rows,
  SingleConnection,
  sqlState,
  type Statement,
  type Tx,
} from './database.js';
export { type DatabaseLimits, MIGRATION_LIMITS, programLimits, TASK_LIMITS } from './limits.rules.js';
export { asRequest } from './pools.js';
