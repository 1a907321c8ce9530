import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { constantTimeEqual } from '#platform/crypto';
import { asRequest } from '#platform/database';
import { isQuietCheck } from '#platform/http';
import { type Logger, LogThrottle } from '#platform/logging';
import type { Metrics } from './metrics.js';

/** Installs the middleware that precedes every route, in order. */
export function mountEdge(app: Express, secret: string, logger: Logger, metrics: Metrics): void {
  app.set('etag', false);
  app.set('x-powered-by', false);
  app.use(follow(logger, metrics));
  // Before the body parser: requests without the secret are not parsed.
  app.use('/citizens', admit(secret, logger));
  // Gateway requests use a pool of their own: they delay neither the bot nor the reading of callbacks.
  app.use('/citizens', (_request: Request, _response: Response, next: NextFunction) => asRequest(next));
  app.use('/citizens', express.json({ limit: '64kb' }));
}

/** Admits only the gateway. */
function admit(secret: string, logger: Logger) {
  const refused = new LogThrottle();
  return (request: Request, response: Response, next: NextFunction): void => {
    if (constantTimeEqual(request.get('authorization') ?? '', `Bearer ${secret}`)) return next();
    refused.say((leftOut) => logger.warn({ leftOut }, 'a request without REGISTRAR_SECRET was refused'));
    response
      .status(401)
      .type('application/problem+json')
      .send(
        JSON.stringify({
          type: 'urn:siar:unauthenticated',
          title: 'The registrar answers only a bearer of REGISTRAR_SECRET.',
          status: 401,
        }),
      );
  };
}

/** Logs one line per request: the operation, never its parameters. */
function follow(logger: Logger, metrics: Metrics) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const began = process.hrtime.bigint();
    response.once('close', () => {
      const seconds = Number(process.hrtime.bigint() - began) / 1e9;
      const route = request.route as { path?: unknown } | undefined;
      const pattern = typeof route?.path === 'string' ? route.path : '(none)';
      const answer = { route: pattern, status: response.statusCode, seconds };
      metrics.answered(answer);
      if (!isQuietCheck(answer)) logger.info(answer, 'answered');
    });
    next();
  };
}
