export { ConfigError } from './config/config-error.js';
export {
  type Config,
  loadConfig,
  loadSettings,
  settingNames,
  settingShapes,
  shortUrl,
} from './config/config.js';
export type { SettingsFile } from './config/settings-file.js';
export {
  addressContext,
  addressHash,
  constantTimeEqual,
  contendedAddressHashes,
  type DeliveryRef,
  Keys,
  newCode,
  olderAddressHashes,
  readCode,
  type Sealed,
  sha256,
  writeCode,
} from './crypto/crypto.js';
export {
  hashedLeft,
  type HashedColumn,
  inTries,
  type Renewed,
  reseal,
  type SealedTable,
  sealedLeft,
  type StoredSecrets,
} from './crypto/stored-secrets.js';
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
} from './database/database.js';
export { inStates, move, type StateMachine, statesBefore, transition } from './database/states.js';
export { awayFrom } from './program/away.rules.js';
export {
  GATEWAY_SETTINGS,
  type GatewaySettings,
  gatewaySettingsOf,
  loadGatewaySettings,
} from './config/gateway-settings.js';
export { html, Html } from './http/html.js';
export { ProblemFilter, Public, unread, Validate } from './http/http.js';
export { editDistance } from './text/edit-distance.rules.js';
export {
  endStrays,
  forgetSilent,
  Heartbeat,
  type SilentProgram,
  silentPrograms,
} from './program/heartbeat.js';
export {
  type DatabaseLimits,
  MIGRATION_LIMITS,
  programLimits,
  TASK_LIMITS,
} from './database/limits.rules.js';
export { createLogger, type Logger, NestLogger } from './logging/logging.js';
export {
  CONFIG,
  FITTING_SCHEMA,
  InjectConfig,
  InjectLogger,
  LOGGER,
  PlatformModule,
} from './platform.module.js';
export { Periodic } from './scheduling/periodic.js';
export { SchedulingModule } from './scheduling/scheduling.module.js';
export { moment } from './text/moment.js';
export { deadlineAfter, elapsedMs, isOver, type Moment } from './text/moment.rules.js';
export {
  because,
  type Fault,
  fault,
  type Params,
  type ProblemCode,
  type ProblemKind,
  type ProblemParams,
} from '#contract/problems';
export { Problem } from './http/problem.js';
export { runProgram, runProgramWith, runTask } from './program/program.js';
export { projectRoot } from './program/project-root.js';
export { migrate } from './database/upkeep/migrate.js';
export { type Disk, diskOf } from './files/disk.js';
export { allLines, lastLines, LineFile } from './files/line-file.js';
export { type Counting, type Kept, KeptCounts } from './database/counts/kept-counts.js';
export { LargeReads } from './database/counts/large-reads.js';
export { Figures, isQuietCheck, OpsController } from './http/ops.controller.js';
export { asRequest } from './database/pools.js';
export { noteUntrustedProxy, watchProxies } from './http/proxies.js';
export { type Ranged, sendRanged } from './http/ranged.js';
export { type DatabaseRole, grantRights } from './database/upkeep/grants.js';
export { LogThrottle } from './logging/log-throttle.js';
export { maintain } from './database/upkeep/maintenance.js';
export { unsafeSettings } from './database/upkeep/durability.js';
export { beginEpoch, noteTimeline } from './config/epoch.js';
export { Installation, InstallationModule } from './config/installation.module.js';
export { refuseRealProvider } from './config/training.js';
export { serve, type Serving } from './http/serve.js';
export { beginSpan, type BroadcastSpan, inSpan, noteRoot, startTracing } from './tracing/tracing.js';
export { SwrCache } from './waiting/swr-cache.js';
export { within } from './waiting/within.js';
export { faultsOf } from './http/zod-faults.js';
