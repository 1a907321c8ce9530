import { ConfigError } from './config-error.js';
import { type Config, loadConfig } from './config.js';
import { createLogger, type Logger } from './logging.js';
import { endWhenSpinning } from './spin-guard.js';
import { within } from './within.js';

/** Stopping waits for what is under way; docker-compose.yml kills a program after 60 s. In ms. */
const STOP_WITHIN_MS = 50_000;

/** A program's event loop may stand still for this many times DATABASE_TIMEOUT_SECONDS, and no less than so many ms. */
const SPIN_PATIENCE = 3;
const LEAST_SPIN_MS = 10_000;

/**
 * Runs a program that needs every setting: `runProgramWith` and `loadConfig`.
 * @param start gives back what stops the program again
 */
export function runProgram(
  name: string,
  start: (config: Config, logger: Logger) => Promise<() => Promise<void>>,
): Promise<void> {
  return runProgramWith(name, loadConfig, start);
}

/**
 * Runs a program: reads its configuration, starts it, and stops it once on SIGTERM, SIGINT or its parent's death.
 * A wrong setting or a failed start ends it with one line on stderr and exit code 1 (2 for a wrong setting). One whose loop
 * spins is killed.
 * @param load reads what the program needs from the environment, such as `loadSettings` of a few names
 * @param start gives back what stops the program again
 * @param stopWithinMs what stops no sooner is ended all the same, with exit code 1: servers it waits for may be gone
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
    // A parent that started us and died takes its children with it.
    if (process.send) process.once('disconnect', end);
  } catch (error) {
    process.exit(complain(name, error));
  }
}

/** Runs a task that ends by itself. A failure is one line on stderr, and exit code 1 (2 for a wrong setting). */
export async function runTask(name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.exitCode = complain(name, error);
  }
}

/** Says in one line why a program ends. @returns its exit code */
function complain(name: string, error: unknown): number {
  // A refused connection to a name with several addresses is an AggregateError, which has no message of its own.
  const cause = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  const [line] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  process.stderr.write(`${name}: ${line}\n`);
  return error instanceof ConfigError ? 2 : 1;
}
