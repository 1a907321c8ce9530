import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Config } from '#platform/config';
import { ProblemFilter } from '#platform/http';
import { type Logger, NestLogger } from '#platform/logging';
import { mountConsole } from './console.js';
import { mountApiDocs } from './ops/api-docs.js';
import { PublisherModule } from './publisher.module.js';

const DEFAULT_PORT = 4000;

/** A publisher that accepts requests. */
export interface Publisher {
  url: string;
  app: NestExpressApplication;
  /** Stops accepting requests, lets the timers finish, and closes every connection. */
  stop: () => Promise<void>;
}

/** Starts a publisher on HOST and PORT (0: any free one). @throws Error when the database or the port is unavailable */
export async function startPublisher(config: Config, logger: Logger): Promise<Publisher> {
  const app = await NestFactory.create<NestExpressApplication>(PublisherModule.forRoot(config, logger), {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
    // Otherwise a live progress stream would block the stop for ever.
    forceCloseConnections: true,
  });
  try {
    app.useGlobalFilters(new ProblemFilter(logger));
    mountApiDocs(app);
    mountConsole(app);
    await app.listen(config.PORT ?? DEFAULT_PORT, config.HOST);
  } catch (error) {
    await app.close();
    throw error;
  }
  return { url: await app.getUrl(), app, stop: () => app.close() };
}
