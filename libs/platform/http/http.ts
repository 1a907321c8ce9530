import {
  type ArgumentMetadata,
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  type PipeTransform,
  SetMetadata,
} from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { fault, type Fault, type Params, type ProblemCode, type ProblemKind } from '#contract/problems';
import { awayFrom } from '../program/away.rules.js';
import { sqlState } from '../database/database.js';
import type { Logger } from '../logging/logging.js';
import { Problem } from './problem.js';
import { LogThrottle } from '../logging/log-throttle.js';
import { unstorableIn } from '../database/unstorable.rules.js';
import { faultsOf } from './zod-faults.js';

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

const PUBLIC = 'siar:public';

/** Marks a route that needs no sign-in. A test holds the list of these routes. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true);
Public.key = PUBLIC;

/**
 * Validates a body, query or path parameter against a zod schema, at the edge. Also rejects text that PostgreSQL cannot
 * store, whatever the schema allows.
 * @throws Problem malformed with each place
 */
export class Validate<T extends z.ZodType> implements PipeTransform<unknown, z.output<T>> {
  constructor(private readonly schema: T) {}

  transform(value: unknown, { type, data }: Partial<ArgumentMetadata> = {}): z.output<T> {
    const place = type === 'param' && data !== undefined ? [data] : [];
    const parsed = this.schema.safeParse(value ?? {}, { reportInput: true });
    const faults = parsed.success
      ? []
      : parsed.error.issues.flatMap((issue) => faultsOf(issue, [...place, ...issue.path]));
    const named = new Set(faults.map(({ path }) => path));
    for (const at of unstorableIn(value)) {
      const path = [...place, ...at].join('.');
      if (!named.has(path)) faults.push(fault(path, 'unstorable'));
    }
    if (parsed.success && faults.length === 0) return parsed.data;
    throw new Problem('not-valid', {}, faults);
  }
}

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
