import 'reflect-metadata';
import { type GatewaySettings, gatewaySettingsOf } from '#platform/config';
import { ProblemFilter, serve, type Serving } from '#platform/http';
import type { Logger } from '#platform/logging';
import { LostReader } from './verification/showing.js';
import { GatewayModule } from './gateway.module.js';

const DEFAULT_PORT = 4100;

/** A running gateway. */
export type Gateway = Serving;

/** Starts a gateway on HOST and PORT (0: any free one). @throws Error when the database or the port is not available */
export function startGateway(given: GatewaySettings, logger: Logger): Promise<Gateway> {
  // Drops all other settings of the caller, so that no route can read them.
  const config = gatewaySettingsOf(given);
  const at = { host: config.HOST, port: config.PORT ?? DEFAULT_PORT };
  return serve(GatewayModule.forRoot(config, logger), logger, at, (app) => {
    const problems = new ProblemFilter(logger);
    app.useGlobalFilters(new LostReader(config, (error, at) => problems.catch(error, at)));
  });
}
