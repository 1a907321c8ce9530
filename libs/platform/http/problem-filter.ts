import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Response } from 'express';
import type { Fault, Params, ProblemCode, ProblemKind } from '#contract/problems';
import { sqlState } from '../database/database.js';
import { LogThrottle } from '../logging/log-throttle.js';
import type { Logger } from '../logging/logging.js';
import { awayFrom } from '../program/away.rules.js';
import { Problem } from './problem.js';

const STATUS: Record<ProblemKind, number> = {
  invalid: 422,
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-many': 429,
  'too-large': 413,
  unavailable: 503,
  unforeseen: 500,
};

/** SQLSTATEs of a statement or a lock wait that PostgreSQL stopped at its limit. */
const TOO_LONG = new Set(['57014', '55P03']);

/** Turns every error into application/problem+json (RFC 9457). An unforeseen error reveals nothing but 500. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly away = new LogThrottle();

  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const problem = this.describe(error);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    // RFC 9110 §10.2.3
    if ('retryAfterSeconds' in problem) response.set('Retry-After', String(problem['retryAfterSeconds']));
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }

  private describe(error: unknown): ProblemDocument {
    if (error instanceof Problem) return documentOf(error);
    if (error instanceof HttpException) {
      const status = error.getStatus();
      const code = status === 404 ? 'no-such-path' : 'refused';
      return { type: 'about:blank', title: error.message, status, code, params: {} };
    }
    if (isBodyParserError(error)) return { ...documentOf(unread(error)), status: error.status };
    const away = awayFrom(error);
    if (away) {
      this.away.say((leftOut) =>
        this.logger.error({ err: error, leftOut }, 'a required server is unavailable'),
      );
      const { server, uncertain } = away;
      const more = { down: [server], ...(uncertain && { uncertain }) };
      return documentOf(new Problem(uncertain ? 'server-lost' : 'server-away', { server }, [], more));
    }
    if (TOO_LONG.has(sqlState(error))) {
      this.logger.warn({ err: error }, 'PostgreSQL stopped a statement at its time limit');
      return documentOf(new Problem('took-too-long', {}, [], { retryAfterSeconds: 60 }));
    }
    this.logger.error({ err: error }, 'unforeseen error');
    return { ...documentOf(new Problem('unforeseen')), type: 'about:blank' };
  }
}

/** A problem document (RFC 9457): `code` and `params` are for programs, the rest is English for people. */
interface ProblemDocument extends Record<string, unknown> {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  params: Params;
  faults?: Fault[];
}

const documentOf = ({ kind, code, params, message, faults, extra }: Problem): ProblemDocument => ({
  type: `urn:siar:${kind}`,
  title: message,
  status: STATUS[kind],
  code,
  params,
  ...(faults.length > 0 ? { faults } : {}),
  ...extra,
});

/** Describes an unreadable body in our own words: the parser's message quotes the body. */
export function unread({ type, limit }: { type?: string; limit?: number }): Problem {
  if (type === 'entity.too.large') return new Problem('body-too-large', { max: limit ?? 0 });
  return new Problem(type === 'entity.parse.failed' ? 'not-json' : 'body-unread');
}

function isBodyParserError(error: unknown): error is { type: string; status: number; limit?: number } {
  return (
    typeof error === 'object' && error !== null && 'type' in error && 'status' in error && 'expose' in error
  );
}
