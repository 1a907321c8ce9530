import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ChannelName } from '#channels';
import type { SendObserver } from '#dispatch/sending';
import type { Config } from '#platform/config';
import { constantTimeEqual } from '#platform/crypto';
import { diskOf } from '#platform/files';

/** A worker's metrics, and the server that shows them. */
export interface WorkerMetrics {
  /** Counts hand-overs. */
  observer: SendObserver & { simpler(channel: ChannelName, account: string): void };
  /** Serves /metrics and /health/live. @returns the URL */
  listen(): Promise<string>;
  close(): Promise<void>;
}

/**
 * Counts hand-overs, for Prometheus. Listens on HOST, loopback by default; requests from other hosts need
 * METRICS_TOKEN.
 */
export function workerMetrics(
  config: Pick<Config, 'PORT' | 'HOST' | 'METRICS_TOKEN' | 'STATE_DIR'>,
): WorkerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const handOvers = new Counter({
    name: 'siar_hand_overs_total',
    help: 'Hand-overs to a provider, by what came of them.',
    labelNames: ['channel', 'account', 'outcome'],
    registers: [registry],
  });
  const latency = new Histogram({
    name: 'siar_provider_seconds',
    help: 'How long a provider took to answer a hand-over.',
    labelNames: ['channel', 'account'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
    registers: [registry],
  });
  const simpler = new Counter({
    name: 'siar_provider_simpler_total',
    help: 'How often a provider turned out not to do what it offers, and was asked in a simpler way from then on.',
    labelNames: ['channel', 'account'],
    registers: [registry],
  });
  const size = new Gauge({
    name: 'siar_disk_bytes',
    help: 'Size of the disk that a folder of this program is on.',
    labelNames: ['folder'],
    registers: [registry],
  });
  const free = new Gauge({
    name: 'siar_disk_free_bytes',
    help: 'Room left on that disk. Left out where the disk does not answer.',
    labelNames: ['folder'],
    registers: [registry],
    collect: async () => {
      free.reset();
      size.reset();
      const disk = await diskOf(config.STATE_DIR).catch(() => null);
      if (!disk) return;
      free.set({ folder: 'STATE_DIR' }, disk.free);
      size.set({ folder: 'STATE_DIR' }, disk.size);
    },
  });
  const server = createServer((request, response) => {
    if (request.url === '/health/live') {
      response.end('ok\n');
    } else if (request.url === '/metrics') {
      if (!mayRead(request, config.METRICS_TOKEN)) {
        response.writeHead(401, { 'www-authenticate': 'Bearer' }).end('bring METRICS_TOKEN\n');
        return;
      }
      registry.metrics().then(
        (text) => response.setHeader('content-type', registry.contentType).end(text),
        () => response.writeHead(500).end(),
      );
    } else {
      response.writeHead(404).end();
    }
  });
  return {
    observer: {
      handedOver(channel, account, outcome, seconds) {
        handOvers.inc({ channel, account, outcome });
        latency.observe({ channel, account }, seconds);
      },
      simpler: (channel, account) => simpler.inc({ channel, account }),
    },
    listen: async () => {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(config.PORT ?? 0, config.HOST, resolve);
      });
      return `http://${config.HOST}:${(server.address() as AddressInfo).port}`;
    },
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
}

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** A worker has no proxy in front: a loopback connection comes from this machine. */
const mayRead = ({ socket, headers }: IncomingMessage, token: string | undefined): boolean =>
  LOOPBACK.test(socket.remoteAddress ?? '') ||
  (token !== undefined && constantTimeEqual(headers.authorization ?? '', `Bearer ${token}`));
