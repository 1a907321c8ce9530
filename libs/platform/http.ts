import {
  type ArgumentMetadata,
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  type PipeTransform,
  SetMetadata,
  applyDecorators,
} from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiQuery, type ApiBodyOptions } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { awayFrom } from './away.rules.js';
import { sqlState } from './database.js';
import type { Logger } from './logging.js';
import { type Fault, Problem, type ProblemKind } from './problem.js';
import { Seldom } from './seldom.js';
import { unstorableIn } from './unstorable.rules.js';

const STATUS: Record<ProblemKind, number> = {
  invalid: 422,
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-many': 429,
  unavailable: 503,
};

/** SQLSTATEs of a statement, or its wait for a lock, that PostgreSQL stopped at its limit. */
const TOO_LONG = new Set(['57014', '55P03']);

const PUBLIC = 'siar:public';

/** Marks a route that needs no sign-in. A test keeps the list of them. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true);
Public.key = PUBLIC;

/**
 * Validates a body, query or path parameter against a zod schema, once, at the edge; no text in it may hold what PostgreSQL
 * cannot store, whatever its schema says. @throws Problem malformed naming each place.
 */
export class Validate<T extends z.ZodType> implements PipeTransform<unknown, z.output<T>> {
  constructor(private readonly schema: T) {}

  transform(value: unknown, { type, data }: Partial<ArgumentMetadata> = {}): z.output<T> {
    const place = type === 'param' && data !== undefined ? [data] : [];
    const parsed = this.schema.safeParse(value ?? {}, { error: plainly });
    const faults = parsed.success
      ? []
      : parsed.error.issues.flatMap((issue) => faultsOf(issue, [...place, ...issue.path]));
    const named = new Set(faults.map(({ path }) => path));
    for (const at of unstorableIn(value)) {
      const path = [...place, ...at].join('.');
      if (!named.has(path)) faults.push({ path, ...UNSTORABLE });
    }
    if (parsed.success && faults.length === 0) return parsed.data;
    throw new Problem('malformed', 'The request is not valid.', faults);
  }
}

const UNSTORABLE = {
  message: 'must be text without the character NUL (U+0000) and without half a surrogate pair',
  code: 'unstorable',
};

/** Says in plain words what zod says in a programmer's; undefined leaves it to zod. */
function plainly({ code, input }: { code: string; input?: unknown }): string | undefined {
  return code !== 'unrecognized_keys' && input === undefined ? 'is missing' : undefined;
}

/** A field there is not is named like any other place. */
function faultsOf(issue: z.core.$ZodIssue, path: PropertyKey[]): Fault[] {
  return issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'There is no such field here.' }))
    : [{ path: path.join('.'), message: issue.message }];
}

/** Documents a body in OpenAPI by its zod schema. */
export function BodySchema(schema: z.ZodType): MethodDecorator {
  return ApiBody({ schema: openApi(schema) } as ApiBodyOptions);
}

/** Documents each query parameter in OpenAPI by a zod object. */
export function QuerySchema(schema: z.ZodObject): MethodDecorator {
  return applyDecorators(
    ...Object.entries(schema.shape).map(([name, field]) =>
      ApiQuery({
        name,
        required: !(field as z.ZodType).safeParse(undefined).success,
        schema: openApi(field as z.ZodType) as object,
      }),
    ),
  );
}

/** Documents an answer that is CSV. */
export const AnswersCsv = (): MethodDecorator =>
  ApiOkResponse({ description: 'CSV (RFC 4180)', content: { 'text/csv': { schema: { type: 'string' } } } });

function openApi(schema: z.ZodType): unknown {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
  });
  return json;
}

/** Turns every error into application/problem+json (RFC 9457). What was not foreseen says nothing but 500. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly away = new Seldom();

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

  private describe(error: unknown): { status: number; title: string } & Record<string, unknown> {
    if (error instanceof Problem) {
      const { kind, message, faults, extra } = error;
      return {
        type: `urn:siar:${kind}`,
        title: message,
        status: STATUS[kind],
        ...(faults.length ? { faults } : {}),
        ...extra,
      };
    }
    if (error instanceof HttpException) {
      return { type: 'about:blank', title: error.message, status: error.getStatus() };
    }
    if (isBodyParserError(error)) {
      const title =
        error.type === 'entity.too.large'
          ? `The body is too large: at most ${error.limit} bytes are taken.`
          : error.type === 'entity.parse.failed'
            ? 'The body is not valid JSON.'
            : 'The body could not be read.';
      return { type: 'urn:siar:malformed', title, status: error.status };
    }
    const away = awayFrom(error);
    if (away) {
      this.away.say((leftOut) => this.logger.error({ err: error, leftOut }, 'a server Siar needs is away'));
      const { server, uncertain } = away;
      return {
        type: 'urn:siar:unavailable',
        title: uncertain
          ? `Siar lost its ${server} while it was finishing this: it may have been done. Look before you try again.`
          : `Siar cannot reach its ${server} just now. Nothing was changed; try again in a minute.`,
        status: 503,
        down: [server],
        ...(uncertain && { uncertain }),
      };
    }
    if (TOO_LONG.has(sqlState(error))) {
      this.logger.warn({ err: error }, 'a question to the database took too long and was stopped');
      return {
        type: 'urn:siar:unavailable',
        title:
          'This took longer than Siar lets it, and was stopped. Nothing was changed; ask for less, or try again in a minute.',
        status: 503,
        code: 'took-too-long',
        retryAfterSeconds: 60,
      };
    }
    this.logger.error({ err: error }, 'unforeseen error');
    return {
      type: 'about:blank',
      title: 'Something went wrong on our side. It has been logged.',
      status: 500,
    };
  }
}

function isBodyParserError(error: unknown): error is { type: string; status: number; limit?: number } {
  return (
    typeof error === 'object' && error !== null && 'type' in error && 'status' in error && 'expose' in error
  );
}
