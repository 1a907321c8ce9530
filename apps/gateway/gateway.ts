import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type GatewaySettings, gatewaySettingsOf, type Logger, NestLogger, ProblemFilter } from '#platform';
import { mountEdge } from './edge.js';
import { GatewayModule } from './gateway.module.js';

const DEFAULT_PORT = 4100;

/** A gateway that takes requests. */
export interface Gateway {
  url: string;
  app: NestExpressApplication;
  /** Takes no more requests and closes every connection. */
  stop(): Promise<void>;
}

/** Starts a gateway on HOST and PORT (0: any free one). @throws Error when the database or the port is not to be had */
export async function startGateway(given: GatewaySettings, logger: Logger): Promise<Gateway> {
  // Nothing else is within reach of a route, whatever the caller holds.
  const config = gatewaySettingsOf(given);
  const app = await NestFactory.create<NestExpressApplication>(GatewayModule.forRoot(config, logger), {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
    forceCloseConnections: true,
  });
  try {
    app.useGlobalFilters(new ProblemFilter(logger));
    mountEdge(app, config, logger);
    await app.listen(config.PORT ?? DEFAULT_PORT, config.HOST);
  } catch (error) {
    await app.close();
    throw error;
  }
  return { url: await app.getUrl(), app, stop: () => app.close() };
}
