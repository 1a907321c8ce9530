import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { ChannelName } from '#channels';
import { accountsOf, openAccount } from '#channels/accounts';
import { type Config, ConfigError } from '#platform/config';
import { type Logger, NestLogger } from '#platform/logging';
import type { OpenAccount } from './channel-worker.module.js';
import { workerMetrics } from './metrics.js';
import { WorkerModule } from './worker.module.js';

/** Minimum margin of a lease above the slowest hand-over, in seconds. */
const LEAST_TO_SEND_SECONDS = 4;

/** A channel worker: fans out waves, sends them and sends notices on the channels that CHANNEL names. */
export interface Worker {
  /** URL of /metrics and /health/live. */
  url: string;
  /** Accepts no more jobs, awaits those running, and closes all resources. Idempotent. */
  stop(): Promise<void>;
}

/** Starts a worker. @throws ConfigError when a setting of its channels is missing, or its timeouts are inconsistent */
export async function startWorker(config: Config, logger: Logger): Promise<Worker> {
  if (config.LEASE_SECONDS < config.PROVIDER_TIMEOUT_SECONDS + LEAST_TO_SEND_SECONDS) {
    throw new ConfigError(
      `LEASE_SECONDS must be at least ${LEAST_TO_SEND_SECONDS} more than PROVIDER_TIMEOUT_SECONDS (${config.PROVIDER_TIMEOUT_SECONDS}), or nothing claimed could be sent`,
    );
  }
  const opened = await Promise.all(
    config.CHANNEL.map(async (name): Promise<[ChannelName, OpenAccount[]]> => [
      name,
      await Promise.all(
        accountsOf(config)[name].map(async (account) => ({
          account,
          channel: await openAccount(account, config),
        })),
      ),
    ]),
  );
  const channels = opened.flatMap(([, accounts]) => accounts.map(({ channel }) => channel));
  const metrics = workerMetrics(config);
  for (const channel of channels)
    channel.onSimpler?.((ways) => {
      logger.warn(
        { channel: channel.name, account: channel.account, ...ways },
        'the provider does not do what it offers',
      );
      metrics.observer.simpler(channel.name, channel.account);
    });
  let app: INestApplicationContext;
  try {
    app = await NestFactory.createApplicationContext(
      WorkerModule.forRoot(config, logger, new Map(opened), metrics.observer),
      { logger: new NestLogger(logger), abortOnError: false },
    );
  } catch (error) {
    await Promise.allSettled(channels.map((channel) => channel.close()));
    throw error;
  }
  const stop = async (): Promise<void> => {
    await app.close();
    await metrics.close();
  };
  // Last: who answers here serves its channels.
  const url = await metrics.listen().catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  let stopped: Promise<void> | undefined;
  return { url, stop: () => (stopped ??= stop()) };
}
