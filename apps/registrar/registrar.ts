import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type Config, ConfigError, type Logger, NestLogger, ProblemFilter } from '#platform';
import { mountEdge } from './edge.js';
import { RegistrarModule } from './registrar.module.js';

const DEFAULT_PORT = 4300;

/** A registrar that takes requests. */
export interface Registrar {
  url: string;
  app: NestExpressApplication;
  /** Takes no more requests and closes every connection. */
  stop(): Promise<void>;
}

/** Starts a registrar on HOST and PORT (0: any free one). @throws Error when the database or the port is not available */
export async function startRegistrar(config: Config, logger: Logger): Promise<Registrar> {
  const { REGISTRAR_SECRET: secret } = config;
  if (secret === undefined) throw new ConfigError('REGISTRAR_SECRET is missing; see .env.example');
  const app = await NestFactory.create<NestExpressApplication>(RegistrarModule.forRoot(config, logger), {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
    forceCloseConnections: true,
  });
  try {
    app.useGlobalFilters(new ProblemFilter(logger));
    mountEdge(app, secret, logger);
    await app.listen(config.PORT ?? DEFAULT_PORT, config.HOST);
  } catch (error) {
    await app.close();
    throw error;
  }
  return { url: await app.getUrl(), app, stop: () => app.close() };
}
