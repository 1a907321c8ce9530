import type { LoggerService } from '@nestjs/common';
import { CHANNELS } from '#contract';
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';

export type { Logger } from 'pino';

/**
 * Creates a logger that writes JSON lines to stdout. Log ids, states and counts: never an address, a name, a text or a
 * secret. Fields that could carry one are removed.
 * @param program name of the program
 * @param to destination instead of stdout
 */
export function createLogger(program: string, level: string, to?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: { program, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        'to',
        'address',
        'text',
        'html',
        'subject',
        'body',
        'password',
        'token',
        'phone',
        ...CHANNELS,
      ].flatMap((name) => [name, `*.${name}`]),
      remove: true,
    },
    serializers: { err: safeError },
  };
  return to ? pino(options, to) : pino(options);
}

/** Serialises an error without the parameters and server details that may carry a citizen's data. */
function safeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: 'not an Error' };
  const { name, message, stack } = error;
  const code = 'code' in error ? error.code : undefined;
  return {
    name,
    message: message.replaceAll(/[\w.+-]+@[\w.-]+|\+?\d{9,15}/g, '…'),
    code,
    stack: stack?.split('\n').slice(1, 8).join('\n'),
  };
}

/** Adapts pino to Nest's logger. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: unknown): void {
    this.logger.debug({ context }, String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    // Nest throws the error of a failed start too, and runProgram reports it in one line.
    if (rest.at(-1) === 'ExceptionHandler') return this.debug(message, 'ExceptionHandler');
    this.logger.error(
      { context: rest.at(-1), err: message instanceof Error ? message : undefined },
      String(message),
    );
  }

  warn(message: unknown, context?: unknown): void {
    this.logger.warn({ context }, String(message));
  }

  debug(message: unknown, context?: unknown): void {
    this.logger.debug({ context }, String(message));
  }

  verbose(message: unknown, context?: unknown): void {
    this.logger.trace({ context }, String(message));
  }
}
