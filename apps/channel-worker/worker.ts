import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Audience } from '#audience';
import { Broadcasts } from '#broadcasts';
import { type Channel, openChannel } from '#channels';
import { Budget, Circuit, FanOut, QueueFeeder, rateOf, Sender } from '#dispatch';
import { Brake, Standstills } from '#dispatch/control';
import { Notices } from '#notices';
import {
  type Config,
  ConfigError,
  Database,
  Heartbeat,
  Keys,
  type Logger,
  mustBeSameKind,
  NestLogger,
} from '#platform';
import { type Job, Queues } from '#queue';
import { serveMetrics } from './metrics.js';
import { Progress } from './progress.js';
import { WorkerModule } from './worker.module.js';

/**
 * Concurrent batches per channel: while one waits for its slots, the next is claimed. The same number of waves is
 * fanned out, and of notices waits for slots, concurrently.
 */
const LANES = 4;

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
  const channels = await Promise.all(config.CHANNEL.map((name) => openChannel(name, config)));
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(config, logger), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  try {
    await mustBeSameKind(app.get(Database).manager, config.TRAINING);
  } catch (error) {
    await app.close();
    throw error;
  }
  const heartbeat = app.get(Heartbeat);
  const progress = new Progress(app.get(Standstills), app.get(Queues), config.STALL_SECONDS);
  heartbeat.alsoAsk(() => progress.made(config.CHANNEL));
  const { name } = heartbeat;
  const metrics = await serveMetrics(config);
  const stopping = new AbortController();
  const closers: (() => Promise<void>)[] = [];
  for (const channel of channels) {
    const rate = rateOf(channel.name, config);
    const budget = new Budget(app.get(Database), channel.name, rate);
    const changed = await budget.open();
    if (changed)
      logger.warn(
        { channel: channel.name, rate, was: changed.was },
        "the account's rate changed for all workers: align their settings",
      );
    const circuit = new Circuit({
      channel,
      config,
      logger,
      database: app.get(Database),
      onClosed: () => app.get(QueueFeeder).top(channel.name),
    });
    const withCircuitBreaker = circuit.withCircuitBreaker();
    const sender = new Sender({
      channel: withCircuitBreaker,
      budget,
      circuit,
      config,
      logger,
      worker: name,
      database: app.get(Database),
      keys: app.get(Keys),
      broadcasts: app.get(Broadcasts),
      audience: app.get(Audience),
      brake: app.get(Brake),
      feed: app.get(QueueFeeder),
      observer: progress.observing(metrics.observer),
    });
    progress.sparing(sender);
    const paced = budget.paced(
      withCircuitBreaker,
      () => stopping.signal.aborted,
      (config.LEASE_SECONDS - config.PROVIDER_TIMEOUT_SECONDS) * 1000,
    );
    const consumer = app
      .get(Queues)
      .consume(channel.name, LANES, (job) =>
        work(app, job, { sender, paced, progress, stopping: stopping.signal }),
      );
    circuit.start();
    channel.prepare?.();
    closers.push(async () => {
      sender.stop();
      await consumer.close();
      await sender.settled();
      await circuit.stop();
      await channel.close();
    });
  }
  await heartbeat.serves(config.CHANNEL);
  const stop = async (): Promise<void> => {
    stopping.abort();
    await Promise.all(closers.map((close) => close()));
    await metrics.close();
    await app.close();
  };
  let stopped: Promise<void> | undefined;
  logger.info({ channels: config.CHANNEL, worker: name }, 'worker is up');
  return { url: metrics.url, stop: () => (stopped ??= stop()) };
}

/** The consumers of one channel's jobs. */
interface Parts {
  sender: Sender;
  /** Channel for notices, which wait for the account's budget. */
  paced: Channel;
  progress: Progress;
  stopping: AbortSignal;
}

async function work(
  app: INestApplicationContext,
  job: Job,
  { sender, paced, progress, stopping }: Parts,
): Promise<void> {
  switch (job.name) {
    case 'fan-out':
      return app.get(FanOut).run(
        job.waveId,
        paced.name,
        stopping,
        (waveId, batchNo) => sender.batch(waveId, batchNo, 'fan-out'),
        () => progress.moved(),
      );
    case 'send':
      return sender.batch(job.waveId, job.batchNo, 'queue');
    case 'notice':
      if (await app.get(Notices).deliver(job.noticeId, paced)) progress.moved();
  }
}
