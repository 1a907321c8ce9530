import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Erasures, ImportBook, Reconfirming, SignUps, Withdrawal } from '#audience';
import { Sealer } from '#audit';
import { Alerts, Broadcasts, News, Recordings } from '#broadcasts';
import { CHANNELS } from '#channels';
import { Brake, Feed, LedgerUpkeep, Receipts, Reconciler, Standstills } from '#deliveries';
import { awayFrom, endStrays, forgetSilent, InjectLogger, type Logger, Seldom } from '#platform';
import { Notices } from '#notices';
import { Waves } from '#waves';
import { Metrics } from './ops/metrics.js';

/** How often it is looked what is due, in ms, besides at the instants at which something is. */
const RELEASE_MS = 500;

/**
 * What a publisher does by the clock: releases waves, drains receipts, reconciles, sends notices off, calls those on call,
 * seals the trail, keeps the ledger in shape.
 * Any number of publishers may do this at once. Timers, not queue jobs: those would be lost with the queue.
 */
@Injectable()
export class Clockwork implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly wheels: Promise<void>[] = [];
  /** One for all wheels: a server that is away stops every one of them. */
  private readonly away = new Seldom();
  private readonly strays = new Seldom(3600_000);

  constructor(
    private readonly waves: Waves,
    private readonly feed: Feed,
    private readonly receipts: Receipts,
    private readonly reconciler: Reconciler,
    private readonly upkeep: LedgerUpkeep,
    private readonly metrics: Metrics,
    private readonly brake: Brake,
    private readonly notices: Notices,
    private readonly alerts: Alerts,
    private readonly news: News,
    private readonly broadcasts: Broadcasts,
    private readonly sealer: Sealer,
    private readonly signUps: SignUps,
    private readonly withdrawal: Withdrawal,
    private readonly imports: ImportBook,
    private readonly recordings: Recordings,
    private readonly erasures: Erasures,
    private readonly reconfirming: Reconfirming,
    private readonly standstills: Standstills,
    private readonly database: DataSource,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    // Each wheel listens to it.
    setMaxListeners(0, this.stopping.signal);
    let restMs = RELEASE_MS;
    this.turn(
      'release',
      () => restMs,
      async () => {
        restMs = RELEASE_MS;
        const { nextInMs } = await this.waves.release();
        const due = performance.now() + (nextInMs ?? RELEASE_MS);
        await Promise.all(CHANNELS.map((channel) => this.feed.top(channel)));
        restMs = Math.min(RELEASE_MS, Math.max(0, due - performance.now()));
      },
    );
    this.turn('receipts', 250, async () => {
      for (let taken = 1; taken > 0 && !this.stopping.signal.aborted;) {
        const drained = await this.receipts.drain();
        for (const part of drained.toJudge) await this.brake.judge(part);
        taken = drained.taken;
      }
    });
    this.turn('brake', 2000, async () => this.metrics.brakeNear(await this.brake.watch()));
    this.turn('reconcile', 1000, async () => {
      await this.reconciler.round().finally(() => this.metrics.reconciled(this.reconciler.totals));
    });
    this.turn('ledger', 5000, () => this.upkeep.round());
    this.turn('notices', 500, async () => {
      await this.notices.release();
      await this.notices.reconcile();
    });
    this.turn('alerts', 500, () => this.alerts.round());
    this.turn('news', 2000, () => this.news.round());
    this.turn('deadlines', 15_000, () => this.news.deadlines());
    this.turn('stalls', 1000, async () => {
      for (const { channel } of await this.standstills.round()) await this.alerts.raiseStalled(channel);
    });
    this.turn('strays', 5000, async () => {
      const ended = await endStrays(this.database.manager);
      if (ended === null)
        this.strays.say(() =>
          this.logger.warn(
            "transactions that the gateway's login keeps open cannot be ended: GRANT pg_signal_backend to the database's owner",
          ),
        );
      else if (ended > 0)
        this.logger.error({ ended }, "the gateway's login kept transactions open: ended; look who uses it");
    });
    this.turn('seal', 1000, () => this.sealer.seal());
    this.turn('forget', 60_000, async () => {
      await this.signUps.forget();
      await this.imports.forget();
      await this.news.forget();
      await this.broadcasts.forget();
      await this.recordings.forget();
      await forgetSilent(this.database.manager);
    });
    this.turn('imports', 1000, async () => {
      while (!this.stopping.signal.aborted && (await this.withdrawal.step()));
    });
    this.turn('reconfirm', 5000, () => this.reconfirming.turn());
    this.turn('erasures', 1000, async () => {
      while (!this.stopping.signal.aborted && (await this.erasures.step()));
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.wheels);
  }

  /** Runs `work` again and again, `restMs` between an end and the next start. */
  private turn(name: string, restMs: number | (() => number), work: () => Promise<unknown>): void {
    const { signal } = this.stopping;
    const run = async (): Promise<void> => {
      const failures = new Seldom();
      while (!signal.aborted) {
        try {
          await work();
        } catch (error) {
          const server = awayFrom(error)?.server;
          if (server)
            this.away.say((leftOut) =>
              this.logger.error({ err: error, server, leftOut }, 'a server is away; waiting for it'),
            );
          else
            failures.say((leftOut) =>
              this.logger.error({ err: error, wheel: name, leftOut }, 'failed; it goes on trying'),
            );
        }
        const ms = typeof restMs === 'number' ? restMs : restMs();
        await sleep(ms, undefined, { signal }).catch(() => undefined);
      }
    };
    this.wheels.push(run());
  }
}
