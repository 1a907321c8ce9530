import 'reflect-metadata';
import type { Server } from 'node:http';
import { accountsOf } from '#channels/accounts';
import { type Config, ConfigError } from '#platform/config';
import { serve, type Serving } from '#platform/http';
import type { Logger } from '#platform/logging';
import { RegistrarModule } from './registrar.module.js';

const DEFAULT_PORT = 4300;
/** Maximum connections of one gateway, which opens up to 64, and of all gateways. */
const EACH = 128;
const IN_ALL = 1_024;
/** Timeouts for a request's head and for the whole request, in ms. */
const HEAD_MS = 5_000;
const REQUEST_MS = 10_000;

/** A running registrar. */
export type Registrar = Serving;

/**
 * Starts a registrar on HOST and PORT (0: any free one).
 * @throws Error when the database or the port is not available
 */
export async function startRegistrar(config: Config, logger: Logger): Promise<Registrar> {
  const { REGISTRAR_SECRET: secret } = config;
  if (secret === undefined) throw new ConfigError('REGISTRAR_SECRET is missing; see .env.example');
  // A wrong file stops this program now, not at the first callback of an account.
  accountsOf(config);
  const at = { host: config.HOST, port: config.PORT ?? DEFAULT_PORT };
  return serve(
    RegistrarModule.forRoot({ ...config, REGISTRAR_SECRET: secret }, logger),
    logger,
    at,
    (app) => {
      boundConnections(app.getHttpServer());
    },
  );
}

/**
 * Bounds connections, so that a compromised gateway exhausts neither memory nor file descriptors nor the other
 * gateways' connections.
 */
function boundConnections(server: Server): void {
  server.maxConnections = IN_ALL;
  server.headersTimeout = HEAD_MS;
  server.requestTimeout = REQUEST_MS;
  const open = new Map<string, number>();
  server.on('connection', (socket) => {
    const from = socket.remoteAddress ?? '';
    const others = open.get(from) ?? 0;
    if (others >= EACH) return socket.destroy();
    open.set(from, others + 1);
    return socket.once('close', () => {
      const left = (open.get(from) ?? 1) - 1;
      if (left > 0) open.set(from, left);
      else open.delete(from);
    });
  });
}
