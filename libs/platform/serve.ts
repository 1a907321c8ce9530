import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ProblemFilter } from './http.js';
import { type Logger, NestLogger } from './logging.js';

/** A program that takes requests. */
export interface Serving {
  url: string;
  app: NestExpressApplication;
  /** Takes no more requests and closes every connection. */
  stop(): Promise<void>;
}

/**
 * Serves a module's routes over HTTP.
 * @param at 0 is any free port
 * @param mount sets up what a request passes before it reaches a route
 * @throws Error when the database or the port is not available
 */
export async function serve(
  module: DynamicModule,
  logger: Logger,
  at: { host: string; port: number },
  mount: (app: NestExpressApplication) => void,
): Promise<Serving> {
  const app = await NestFactory.create<NestExpressApplication>(module, {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
    forceCloseConnections: true,
  });
  try {
    app.useGlobalFilters(new ProblemFilter(logger));
    mount(app);
    await app.listen(at.port, at.host);
  } catch (error) {
    await app.close();
    throw error;
  }
  return { url: await app.getUrl(), app, stop: () => app.close() };
}
