import { BlockList, isIPv6 } from 'node:net';
import type { Express, NextFunction, Request, Response } from 'express';
import type { Config } from '../config/config.js';
import { rows, type Tx } from '../database/database.js';
import type { Logger } from '../logging/logging.js';
import { LogThrottle } from '../logging/log-throttle.js';

/** Networks in which our own proxy can be. A forwarding header from anywhere else is forged. */
const NEAR = new BlockList();
for (const [network, bits, family] of [
  ['127.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['::1', 128, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
] as const)
  NEAR.addSubnet(network, bits, family);

const isNear = (address: string): boolean => {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return NEAR.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
};
const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1|localhost)$/;

/**
 * Detects a proxy in front of this program that TRUST_PROXY does not name. Then all people count as one network and
 * share its limits. Warns at start where the settings show it, and logs an error when a request shows it.
 * @param onUntrusted called for a request that a nearby untrusted proxy forwarded, once a minute at most
 */
export function watchProxies(
  app: Express,
  config: Pick<Config, 'TRUST_PROXY' | 'HOST' | 'PUBLIC_URL'>,
  logger: Logger,
  onUntrusted: () => void,
): void {
  const { TRUST_PROXY, HOST, PUBLIC_URL } = config;
  if (TRUST_PROXY === 'loopback' && !LOOPBACK.test(HOST) && PUBLIC_URL.startsWith('https:'))
    logger.warn({ TRUST_PROXY, HOST }, `TRUST_PROXY names no proxy that could reach this program: ${MEANS}`);
  const throttle = new LogThrottle();
  app.use(function proxyWatched(request: Request, _response: Response, next: NextFunction): void {
    const from = request.socket.remoteAddress;
    if (request.headers['x-forwarded-for'] !== undefined && from !== undefined && isNear(from)) {
      const trusts = app.get('trust proxy fn') as (address: string, hop: number) => boolean;
      if (!trusts(from, 0))
        throttle.say((leftOut) => {
          logger.error(
            { TRUST_PROXY, leftOut },
            `a proxy that TRUST_PROXY does not name forwards requests: ${MEANS}`,
          );
          onUntrusted();
        });
    }
    next();
  });
}

const MEANS =
  'everybody counts as one network, and a few wrong codes make all of them wait. Set TRUST_PROXY to its address';

/** Records an untrusted proxy where operators look it up. A failure is only logged: the request goes on. */
export function noteUntrustedProxy(
  tx: Pick<Tx, 'query'>,
  program: 'gateway' | 'publisher',
  logger: Logger,
): void {
  rows(tx, 'SELECT note_untrusted_proxy($1)', [program]).catch((error: unknown) =>
    logger.warn({ err: error }, 'failed to record an untrusted proxy'),
  );
}
