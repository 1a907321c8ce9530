import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { NextFunction, Response } from 'express';
import { z } from 'zod';
import { problemDocument } from '#contract';
import type { Config } from '#platform';
import { SESSION_COOKIE } from '../auth/cookies.js';
import { Gate, type StaffRequest } from '../auth/gate.js';
import { ANSWERS, SCHEMAS } from './answers.generated.js';

/** The error response of every operation. */
function problemSchema(): object {
  const { $schema: _, ...schema } = z.toJSONSchema(problemDocument);
  return schema;
}

const PATHS = ['/api/docs', '/api/docs-json', '/api/docs-yaml'];

/**
 * Serves the description of the API: a page at /api/docs, OpenAPI JSON at /api/docs-json. Neither holds any data, but they
 * map what can be attacked: only for people who are signed in, except on a trial installation (REQUIRE_TOTP is off).
 */
export function mountApiDocs(
  app: NestExpressApplication,
  { REQUIRE_TOTP }: Pick<Config, 'REQUIRE_TOTP'>,
): void {
  if (REQUIRE_TOTP) {
    const gate = app.get(Gate);
    app.use(PATHS, async (request: StaffRequest, _response: Response, next: NextFunction): Promise<void> => {
      await gate.admit(request, { roles: 'any' });
      next();
    });
  }
  const about = new DocumentBuilder()
    .setTitle('Siar')
    .setDescription('The staff API. Sign in by POST /api/v1/session; errors are problem+json (RFC 9457).')
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addCookieAuth(SESSION_COOKIE)
    .addSecurityRequirements('cookie')
    .addGlobalResponse({
      status: 'default',
      description: 'What went wrong (RFC 9457)',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    })
    .build();
  SwaggerModule.setup(
    'api/docs',
    app,
    () => withAnswers(SwaggerModule.createDocument(app, about), ANSWERS, SCHEMAS),
    {
      jsonDocumentUrl: 'api/docs-json',
      yamlDocumentUrl: 'api/docs-yaml',
    },
  );
}

/**
 * Adds the response schema of each operation that does not declare one.
 * @param answers schemas by operation id, generated from the methods' return types (`npm run api:types`)
 * @param schemas the schemas they share
 */
export function withAnswers(
  document: OpenAPIObject,
  answers: Record<string, object>,
  schemas: Record<string, object>,
): OpenAPIObject {
  for (const item of Object.values(document.paths)) {
    for (const operation of [item.get, item.post, item.put, item.patch, item.delete]) {
      const schema = answers[operation?.operationId ?? ''];
      if (!operation || !schema) continue;
      for (const [status, response] of Object.entries(operation.responses))
        if (status.startsWith('2') && response && !('$ref' in response) && !response.content)
          response.content = { 'application/json': { schema } };
    }
  }
  return {
    ...document,
    components: { ...document.components, schemas: { ...schemas, Problem: problemSchema() } as Schemas },
  };
}

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
