import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import type { GatewaySettings } from '#platform/config';
import { asRequest, type Database } from '#platform/database';
import { isQuietCheck, noteUntrustedProxy, watchProxies } from '#platform/http';
import type { Logger } from '#platform/logging';
import type { Metrics } from './metrics.js';
import { checkPage } from '../verification/paste-page.js';
import type { RecordPageCache } from '../verification/record-page-cache.js';
import { tooLongPage } from '../pages/plain-pages.js';
import { languageOf, namesOf, showPage } from '../verification/showing.js';

/** Installs the middleware that precedes every route, in order. */
export function mountEdge(
  app: Express,
  config: GatewaySettings,
  logger: Logger,
  { database, metrics, pages }: { database: Database; metrics: Metrics; pages: RecordPageCache },
): void {
  app.set('trust proxy', config.TRUST_PROXY);
  app.set('etag', false);
  app.disable('x-powered-by');
  app.use(onItsPool);
  watchProxies(app, config, logger, () => {
    metrics.untrustedProxy();
    noteUntrustedProxy(database.manager, 'gateway', logger);
  });
  app.use(follow(logger, metrics));
  app.use(securityHeaders(config));
  app.use(bodies(config));
  // Ahead of Nest, through which the way costs more than the page itself.
  app.get('/verify/:code', pages.showReady);
}

/** Sets the headers of helmet, which are the same for every answer. */
function securityHeaders(config: GatewaySettings) {
  const headers = headersOf(
    helmet({
      // No script or frame of any origin: the pages are text, one stylesheet, the organisations' marks and plain forms.
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          styleSrc: ["'self'"],
          ...(hasMarks(config) ? { imgSrc: ["'self'"] } : {}),
          formAction: ["'self'"],
          baseUri: ["'none'"],
          frameAncestors: ["'none'"],
        },
      },
    }),
  );
  return (_request: Request, response: Response, next: NextFunction): void => {
    for (const [name, value] of headers) response.setHeader(name, value);
    next();
  };
}

/** The headers that a middleware sets on an answer. */
function headersOf(middleware: ReturnType<typeof helmet>): [name: string, value: string][] {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  middleware(response.req, response, (error) => {
    if (error !== undefined) throw error;
  });
  return Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]);
}

/** Reads the bodies of requests that have one. */
function bodies(config: GatewaySettings) {
  const parsers = express.Router();
  parsers.use(
    '/webhooks/twilio/status',
    express.raw({ type: 'application/x-www-form-urlencoded', limit: '16kb' }),
  );
  parsers.use('/webhooks/email/bounce', express.raw({ type: 'message/rfc822', limit: '512kb' }));
  parsers.use('/webhooks/telegram', express.raw({ type: 'application/json', limit: '512kb' }));
  // A pasted text; form encoding may take nine bytes per letter.
  parsers.use('/verify', express.raw({ type: () => true, limit: '128kb' }));
  // Other bodies are small. They are read and ignored, so that the client receives the answer.
  parsers.use(express.raw({ type: () => true, limit: '16kb' }));
  parsers.use(tooLong(config));
  return (request: Request, response: Response, next: NextFunction): void => {
    const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
    if (length === undefined && encoding === undefined) next();
    else parsers(request, response, next);
  };
}

const hasMarks = (config: GatewaySettings): boolean => (namesOf(config).marks ?? []).length > 0;

/** Readiness checks use a pool of their own: citizens' requests cannot delay them. */
function onItsPool(request: Request, _response: Response, next: NextFunction): void {
  if (request.path.startsWith('/health/')) next();
  else asRequest(next);
}

/** Answers an oversized form with a page that explains it; a program gets the problem document. */
function tooLong(config: GatewaySettings) {
  const names = namesOf(config);
  return (error: { type?: string }, request: Request, response: Response, next: NextFunction): void => {
    const language = languageOf(request);
    if (error.type !== 'entity.too.large') next(error);
    else if (request.path.startsWith('/verify'))
      showPage(request, response, names, {
        ...checkPage(language, '', { text: '', fault: 'long' }),
        status: 413,
      });
    else if (request.accepts(['json', 'html']) === 'html')
      showPage(request, response, names, tooLongPage(language));
    else next(error);
  };
}

/** Logs one line per request: the route's pattern, never the path or query, which contain tokens and codes. */
function follow(all: Logger, metrics: Metrics) {
  // None of these fields can carry what the logger removes.
  const logger = all.child({}, { redact: [] });
  return (request: Request, response: Response, next: NextFunction): void => {
    const began = process.hrtime.bigint();
    response.once('close', () => {
      const seconds = Number(process.hrtime.bigint() - began) / 1e9;
      const route = request.route as { path?: unknown } | undefined;
      const pattern = typeof route?.path === 'string' ? route.path : '(none)';
      const answer = { method: request.method, route: pattern, status: response.statusCode, seconds };
      metrics.answered(answer);
      if (!isQuietCheck(answer)) logger.info(answer, 'answered');
    });
    next();
  };
}
