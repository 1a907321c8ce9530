import 'reflect-metadata';
import {
  type GatewaySettings,
  gatewaySettingsOf,
  type Logger,
  ProblemFilter,
  serve,
  type Serving,
} from '#platform';
import { mountEdge } from './edge.js';
import { LostReader } from './pages/showing.js';
import { GatewayModule } from './gateway.module.js';

const DEFAULT_PORT = 4100;

/** A gateway that takes requests. */
export type Gateway = Serving;

/** Starts a gateway on HOST and PORT (0: any free one). @throws Error when the database or the port is not to be had */
export function startGateway(given: GatewaySettings, logger: Logger): Promise<Gateway> {
  // Nothing else is within reach of a route, whatever the caller holds.
  const config = gatewaySettingsOf(given);
  const at = { host: config.HOST, port: config.PORT ?? DEFAULT_PORT };
  return serve(GatewayModule.forRoot(config, logger), logger, at, (app) => {
    mountEdge(app, config, logger);
    const problems = new ProblemFilter(logger);
    app.useGlobalFilters(new LostReader(config, (error, at) => problems.catch(error, at)));
  });
}
