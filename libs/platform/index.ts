export { ConfigError } from './config-error.js';
export { type Config, loadConfig, loadSettings, settingNames, shortUrl } from './config.js';
export {
  addressContext,
  addressHash,
  constantTimeEqual,
  type DeliveryRef,
  Keys,
  newCode,
  readCode,
  type Sealed,
  sha256,
  writeCode,
} from './crypto.js';
export {
  databaseOptions,
  driverOptions,
  longTransaction,
  migrate,
  now,
  prepared,
  row,
  rows,
  sqlState,
  type Statement,
  type Tx,
} from './database.js';
export { awayFrom } from './away.rules.js';
export {
  GATEWAY_SETTINGS,
  type GatewaySettings,
  gatewaySettingsOf,
  loadGatewaySettings,
} from './gateway-settings.js';
export { AnswersCsv, BodySchema, ProblemFilter, Public, QuerySchema, unread, Validate } from './http.js';
export { editDistance } from './edit-distance.rules.js';
export { endStrays, forgetSilent, Heartbeat, type SilentProgram, silentPrograms } from './heartbeat.js';
export { type DatabaseLimits, MIGRATION_LIMITS, programLimits, TASK_LIMITS } from './limits.rules.js';
export { createLogger, type Logger, NestLogger } from './logging.js';
export { InjectConfig, InjectLogger, PlatformModule } from './platform.module.js';
export { Periodic } from './scheduling/periodic.js';
export { SchedulingModule } from './scheduling/scheduling.module.js';
export { moment } from './moment.js';
export { deadlineAfter, elapsedMs, isOver, type Moment } from './moment.rules.js';
export {
  because,
  type Fault,
  fault,
  type Params,
  type ProblemCode,
  type ProblemKind,
  type ProblemParams,
} from '#contract/problems';
export { Problem } from './problem.js';
export { runProgram, runProgramWith, runTask } from './program.js';
export { projectRoot } from './project-root.js';
export { LargeReads } from './large-reads.js';
export { Figures, OpsController } from './ops.controller.js';
export { asRequest } from './pools.js';
export { noteUntrustedProxy, watchProxies } from './proxies.js';
export { type Ranged, sendRanged } from './ranged.js';
export { type DatabaseRole, grantRights } from './rights.js';
export { Seldom } from './seldom.js';
export { mustBeSameKind, TRAINING_MARK } from './training.js';
export { serve, type Serving } from './serve.js';
export { Shelf } from './shelf.js';
export { within } from './within.js';
export { faultsOf, says } from './zod-faults.js';
