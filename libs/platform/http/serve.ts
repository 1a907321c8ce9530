import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ProblemFilter } from './problem-filter.js';
import { type Logger, NestLogger } from '../logging/logging.js';

/** A running HTTP server. */
export interface Serving {
  url: string;
  app: NestExpressApplication;
  /** Stops accepting requests and closes every connection. */
  stop(): Promise<void>;
}

/**
 * Serves a module's routes over HTTP.
 * @param at port 0 selects any free port
 * @param mount installs middleware in front of the routes
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
