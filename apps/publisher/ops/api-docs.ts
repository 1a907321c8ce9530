import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { Express, NextFunction, Response } from 'express';
import { z } from 'zod';
import { problemDocument } from '#contract';
import { API, type RouteName } from '#contract/api';
import type { Config } from '#platform/config';
import { SESSION_COOKIE } from '../auth/cookies.js';
import { KEY_SECURITY } from '../auth/decorators.js';
import type { Gate, StaffRequest } from '../auth/gate.js';

const PATHS = ['/api/docs', '/api/docs-json', '/api/docs-yaml'];

/**
 * Restricts the description of the API to people who are signed in, except on a trial installation (REQUIRE_TOTP is
 * off): it holds no data, but maps what can be attacked. Install it before `mountApiDocs`.
 */
export function guardApiDocs(app: Express, gate: Gate, { REQUIRE_TOTP }: Pick<Config, 'REQUIRE_TOTP'>): void {
  if (!REQUIRE_TOTP) return;
  app.use(PATHS, async (request: StaffRequest, _response: Response, next: NextFunction): Promise<void> => {
    await gate.admit(request, { roles: 'any' });
    next();
  });
}

/** Serves the description of the API: a page at /api/docs, OpenAPI JSON at /api/docs-json. */
export function mountApiDocs(app: NestExpressApplication): void {
  const about = new DocumentBuilder()
    .setTitle('Siar')
    .setDescription('The staff API. Sign in by POST /api/v1/session; errors are problem+json (RFC 9457).')
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addCookieAuth(SESSION_COOKIE)
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'A machine key, `siar_…`, for routes that name it.' },
      KEY_SECURITY,
    )
    .addSecurityRequirements('cookie')
    .addGlobalResponse({
      status: 'default',
      description: 'What went wrong (RFC 9457)',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    })
    .build();
  SwaggerModule.setup('api/docs', app, () => withContract(SwaggerModule.createDocument(app, about)), {
    jsonDocumentUrl: 'api/docs-json',
    yamlDocumentUrl: 'api/docs-yaml',
  });
}

/** Adds what each route takes and answers, by the contract. */
function withContract(document: OpenAPIObject): OpenAPIObject {
  const schemas = new Map<string, object>();
  for (const [path, item] of Object.entries(document.paths))
    for (const method of METHODS) {
      const operation = item[method];
      if (!operation) continue;
      const name = `${method.toUpperCase()} ${path.replace(/^\/api\/v1/, '')}`;
      if (!Object.hasOwn(API, name)) throw new Error(`the contract has no ${name}`);
      const { query, body, answer }: Contract = API[name as RouteName];
      if (query) operation.parameters = [...(operation.parameters ?? []), ...parametersOf(query, schemas)];
      if (body)
        operation.requestBody = {
          required: !body.safeParse(undefined).success,
          content: { 'application/json': { schema: described(body, schemas) } },
        };
      for (const [status, response] of Object.entries(operation.responses))
        if (answer && status.startsWith('2') && response && !('$ref' in response))
          response.content = { 'application/json': { schema: described(answer, schemas) } };
    }
  const problem = described(problemDocument, schemas);
  return {
    ...document,
    components: {
      ...document.components,
      schemas: { ...Object.fromEntries(schemas), Problem: problem },
    },
  };
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
type Contract = { query?: z.ZodObject; body?: z.ZodType; answer?: z.ZodType };
type Schema = Exclude<
  NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string],
  { $ref: string }
>;
type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Parameter = NonNullable<Operation['parameters']>[number];

function parametersOf(query: z.ZodObject, schemas: Map<string, object>): Parameter[] {
  return Object.entries<z.ZodType>(query.shape).map(([name, field]) => ({
    name,
    in: 'query',
    required: !field.safeParse(undefined).success,
    schema: described(field, schemas),
  }));
}

/** A schema as JSON on the wire. Schemas with a name go to `named`, and are referred to. */
function described(schema: z.ZodType, named: Map<string, object>): Schema {
  const made = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const {
    $schema: _,
    $defs = {},
    ...json
  } = JSON.parse(JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/')) as Record<
    string,
    unknown
  > & { $defs?: Record<string, object> };
  for (const [name, one] of Object.entries($defs)) named.set(name, one);
  const id = schema.meta()?.id;
  if (id === undefined) return json as Schema;
  named.set(id, json);
  return { $ref: `#/components/schemas/${id}` } as unknown as Schema;
}
