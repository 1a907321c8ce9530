import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { SESSION_COOKIE } from '../auth/gate.js';

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status'],
  properties: {
    type: { type: 'string', description: 'urn:siar:<kind>, or about:blank' },
    title: { type: 'string', description: 'what was wrong, and what would be right, for a person' },
    status: { type: 'integer' },
    down: {
      type: 'array',
      items: { type: 'string' },
      description: 'of a 503: which servers cannot be reached',
    },
    faults: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
  },
};

/** Serves the description of the API: a page at /api/docs, OpenAPI JSON at /api/docs-json. Neither holds any data. */
export function mountApiDocs(app: NestExpressApplication): void {
  const about = new DocumentBuilder()
    .setTitle('Siar')
    .setDescription('The staff API. Sign in by POST /api/v1/session; errors are problem+json (RFC 9457).')
    .setVersion('1')
    .addCookieAuth(SESSION_COOKIE)
    .addSecurityRequirements('cookie')
    .addGlobalResponse({
      status: 'default',
      description: 'What went wrong (RFC 9457)',
      content: { 'application/problem+json': { schema: PROBLEM } },
    })
    .build();
  SwaggerModule.setup('api/docs', app, () => SwaggerModule.createDocument(app, about), {
    jsonDocumentUrl: 'api/docs-json',
    yamlDocumentUrl: 'api/docs-yaml',
  });
}
