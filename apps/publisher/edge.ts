import { randomUUID } from 'node:crypto';
import cookieParser from 'cookie-parser';
import express, { type Express, type NextFunction, type Response } from 'express';
import helmet from 'helmet';
import type { Config } from '#platform/config';
import { asRequest, type Database } from '#platform/database';
import { isQuietCheck, noteUntrustedProxy, Problem, unread, watchProxies } from '#platform/http';
import type { Logger } from '#platform/logging';
import type { StaffRequest } from './auth/gate.js';
import { isCrossSite } from './auth/same-origin.rules.js';

/** Largest JSON body accepted, in bytes. */
const JSON_LIMIT = 1 << 20;

/** Pages load everything from this origin only; requiring TLS is left to the proxy. */
const OWN_ONLY = {
  styleSrc: ["'self'", "'unsafe-inline'"],
  fontSrc: ["'self'", 'data:'],
  upgradeInsecureRequests: null,
};

/** Called for each answer, when it was sent or its connection broke. */
type OnAnswer = (answer: { method: string; route: string; status: number; seconds: number }) => void;

/** Installs everything a request passes before it reaches a route, in order. */
export function mountEdge(
  app: Express,
  config: Config,
  logger: Logger,
  { database, onAnswer }: { database: Database; onAnswer: OnAnswer },
): void {
  app.set('trust proxy', config.TRUST_PROXY);
  app.set('etag', false);
  watchProxies(app, config, logger, () => noteUntrustedProxy(database.manager, 'publisher', logger));
  app.use(follow(logger, onAnswer));
  app.use(onItsPool);
  app.use(helmet({ contentSecurityPolicy: { directives: OWN_ONLY } }));
  app.use(neverCached);
  app.use(refuseCrossSite);
  app.use(cookieParser());
  app.use(jsonReader());
}

/** Requests that stop sending or report health: they must not wait for people's pages. */
const AHEAD =
  /^\/(?:health\/.*|api\/v1\/(?:emergency-stop|broadcasts\/\d+\/(?:pause|cancel)|operations\/channels\/\w+\/pause))$/;

/** Pages have a pool of database connections of their own: they wait for each other, and release waits for none of them. */
function onItsPool(request: StaffRequest, _response: Response, next: NextFunction): void {
  if (AHEAD.test(request.path)) next();
  else asRequest(next);
}

/** Gives the request an id and logs one line when it ends: the route's pattern, never the address or a body. */
function follow(logger: Logger, onAnswer: OnAnswer) {
  return function followed(request: StaffRequest, response: Response, next: NextFunction): void {
    const began = process.hrtime.bigint();
    const given = request.get('x-request-id');
    const requestId = given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
    request.requestId = requestId;
    response.set('X-Request-Id', requestId);
    response.once('close', () => {
      const seconds = Number(process.hrtime.bigint() - began) / 1e9;
      const answer = {
        method: request.method,
        route: routeOf(request),
        status: response.statusCode,
        seconds,
      };
      onAnswer(answer);
      if (isQuietCheck(answer)) return;
      logger.info(
        { requestId, ...answer, whole: response.writableFinished, personId: request.person?.personId },
        'answered',
      );
    });
    next();
  };
}

/** The matched pattern, such as `/api/v1/people/:id/roles`: keeps ids and tokens in an address out of logs. */
function routeOf(request: StaffRequest): string {
  const route = request.route as { path?: unknown } | undefined;
  const path = typeof route?.path === 'string' ? route.path : '';
  return `${request.baseUrl}${path}` || '(none)';
}

function neverCached(_request: StaffRequest, response: Response, next: NextFunction): void {
  response.set('Cache-Control', 'no-store');
  next();
}

/** Reads JSON bodies. Errors use our own words: the parser's quote the body. */
function jsonReader() {
  const read = express.json({ limit: JSON_LIMIT });
  return function jsonRead(request: StaffRequest, response: Response, next: NextFunction): void {
    read(request, response, (error: unknown) =>
      next(error === undefined ? undefined : unread(error as { type?: string; limit?: number })),
    );
  };
}

/** In addition to the strict cookie: state-changing requests are accepted only from our own pages, or from no page at all. */
function refuseCrossSite(request: StaffRequest, _response: Response, next: NextFunction): void {
  const forged = isCrossSite({
    method: request.method,
    host: request.host,
    origin: request.get('origin'),
    fetchSite: request.get('sec-fetch-site'),
  });
  next(forged ? new Problem('other-site') : undefined);
}
