import { ConfigError } from '../config/config-error.js';
import { type Config, loadConfig } from '../config/config.js';
import { createLogger, type Logger } from '../logging/logging.js';
import { startTracing } from '../tracing/tracing.js';
import { endWhenSpinning } from './spin-guard.js';
import { within } from '../waiting/within.js';

/** Longest time for a shutdown, in ms. docker-compose.yml kills a program after 60 s. */
const STOP_WITHIN_MS = 50_000;

/** An event loop may block for SPIN_PATIENCE times DATABASE_TIMEOUT_SECONDS, and for no less than LEAST_SPIN_MS. */
const SPIN_PATIENCE = 3;
const LEAST_SPIN_MS = 10_000;

/**
 * Runs a program that needs every setting: `runProgramWith` and `loadConfig`.
 * @param start returns a function that stops the program
 */
export function runProgram(
  name: string,
  start: (config: Config, logger: Logger) => Promise<() => Promise<void>>,
): Promise<void> {
  return runProgramWith(name, loadConfig, async (config, logger) => {
    const endTracing = await startTracing(name, config, logger);
    const stop = await start(config, logger);
    return async () => {
      await stop();
      await endTracing();
    };
  });
}

/**
 * Runs a program: reads its configuration, starts it, and stops it once on SIGTERM, on SIGINT or when its parent dies.
 * A failed start ends it with one line on stderr and exit code 1 (2 for an invalid setting). A program whose event loop
 * blocks is killed.
 * @param load reads the needed settings from the environment, such as `loadSettings` with a few names
 * @param start returns a function that stops the program
 * @param stopWithinMs time limit of a shutdown, in ms; after that the program exits with code 1, because servers it
 *   waits for may be gone
 */
export async function runProgramWith<
  Settings extends Pick<Config, 'LOG_LEVEL'> & Partial<Pick<Config, 'DATABASE_TIMEOUT_SECONDS'>>,
>(
  name: string,
  load: (env: NodeJS.ProcessEnv) => Settings,
  start: (settings: Settings, logger: Logger) => Promise<() => Promise<void>>,
  stopWithinMs = STOP_WITHIN_MS,
): Promise<void> {
  try {
    const config = load(process.env);
    const logger = createLogger(name, config.LOG_LEVEL);
    const { DATABASE_TIMEOUT_SECONDS: seconds } = config;
    if (seconds !== undefined)
      endWhenSpinning(name, Math.max(LEAST_SPIN_MS, SPIN_PATIENCE * seconds * 1000), logger);
    const stop = await start(config, logger);
    const end = (): void => {
      within(stopWithinMs, stop()).then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ err: error }, 'did not stop cleanly');
          process.exit(1);
        },
      );
    };
    process.once('SIGTERM', end);
    process.once('SIGINT', end);
    // When the parent process dies, its children stop.
    if (process.send) process.once('disconnect', end);
  } catch (error) {
    process.exit(complain(name, error));
  }
}

/**
 * Runs a task that ends by itself. A failure writes one line to stderr and sets exit code 1 (2 for an invalid setting).
 */
export async function runTask(name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.exitCode = complain(name, error);
  }
}

/** Writes to stderr, in one line, why a program ends. @returns its exit code */
function complain(name: string, error: unknown): number {
  // A refused connection to a name with several addresses is an AggregateError, which has no message of its own.
  const cause = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  const [line] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  process.stderr.write(`${name}: ${line}\n`);
  return error instanceof ConfigError ? 2 : 1;
}
