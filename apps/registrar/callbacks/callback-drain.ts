import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type WaitingCallback, WaitingCallbacks } from '#callbacks';
import { InjectLogger } from '#platform';
import { sqlState } from '#platform/database';
import { type Logger, LogThrottle } from '#platform/logging';
import { awayFrom } from '#platform/program';
import { CallbackMetrics } from './callback-metrics.js';
import { type CallbackOutcome, CallbackReader } from './callback-reader.js';

/** Polling interval for new callbacks, in ms: the maximum delay of a receipt or a button press. */
const REST_MS = 100;
/** Polling interval for failed callbacks, in ms. */
const AGAIN_MS = 1_000;
/** Interval of the check for inbox slots without a callback, in ms. */
const LOST_MS = 1_000;
/** Interval of the deletion of old callbacks that were set aside, in ms. */
const FORGET_MS = 3_600_000;
/** Concurrent readers. The first lane processes Telegram updates, in order. */
const LANES = 4;

/** A callback that was read. */
interface Outcome {
  callback: WaitingCallback;
  outcome: CallbackOutcome;
}

/** Processes the inbox of callbacks while the program runs. Safe in any number of registrars. */
@Injectable()
export class CallbackDrain implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private published = false;
  private againAt = 0;
  private lostAt = 0;
  private forgetAt = 0;
  private readonly away = new LogThrottle();
  private readonly failures = new LogThrottle();
  private readonly refusals = new LogThrottle();

  constructor(
    private readonly waiting: WaitingCallbacks,
    private readonly reader: CallbackReader,
    private readonly metrics: CallbackMetrics,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        if (!this.published) await this.waiting.publishKey();
        this.published = true;
        while (!signal.aborted && (await this.round()) > 0);
      } catch (error) {
        const server = awayFrom(error)?.server;
        this.away.say((leftOut) =>
          this.logger.error({ err: error, server, leftOut }, 'callbacks cannot be read; retrying'),
        );
      }
      await sleep(REST_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Processes the waiting callbacks. @returns their number */
  private async round(): Promise<number> {
    if (performance.now() >= this.forgetAt) {
      await this.waiting.forget();
      this.forgetAt = performance.now() + FORGET_MS;
    }
    if (performance.now() >= this.lostAt) {
      await this.waiting.giveBackLost();
      this.lostAt = performance.now() + LOST_MS;
    }
    const claimed = await this.waiting.fresh();
    if (performance.now() >= this.againAt) {
      const again = await this.waiting.again();
      claimed.push(...again);
      this.againAt = performance.now() + (again.length > 0 ? 0 : AGAIN_MS);
      for (const deadly of await this.waiting.setAsideDeadly()) this.complain(deadly, undefined, true);
    }
    if (claimed.length === 0) return 0;
    const done: string[] = [];
    const ended = await Promise.allSettled(await this.readTogether(claimed, done));
    await this.waiting.done(done);
    for (const lane of ended) if (lane.status === 'rejected') throw lane.reason;
    return claimed.length;
  }

  /**
   * Reads receipts that name their messages by a provider's id in one group, and the others in lanes.
   * @param done receives the id of each completed callback
   */
  private async readTogether(claimed: WaitingCallback[], done: string[]): Promise<Promise<void>[]> {
    const group = claimed.flatMap((callback) => {
      const receipt = this.reader.receiptIn(callback.source, callback.content);
      return receipt ? [{ callback, receipt }] : [];
    });
    const grouped = new Set<WaitingCallback>();
    if (group.length > 1)
      try {
        const outcomes = await this.reader.receiptsById(group.map(({ receipt }) => receipt));
        await this.note(
          group.map(({ callback }, n) => ({ callback, outcome: outcomes[n] ?? 'early' })),
          done,
        );
        for (const { callback } of group) grouped.add(callback);
      } catch (error) {
        // Where the database is there, one of them is at fault: each is then read by itself.
        if (awayFrom(error)) throw error;
      }
    const lanes = Array.from({ length: LANES }, (): WaitingCallback[] => []);
    claimed
      .filter((callback) => !grouped.has(callback))
      .forEach((callback, n) =>
        lanes[callback.source === 'telegram' ? 0 : 1 + (n % (LANES - 1))]?.push(callback),
      );
    return lanes.map((lane) => this.readAll(lane, done));
  }

  /** @param done receives the id of each completed callback */
  private async readAll(callbacks: readonly WaitingCallback[], done: string[]): Promise<void> {
    for (const callback of callbacks) {
      try {
        const outcome = await this.reader.read(callback.source, callback.content);
        await this.note([{ callback, outcome }], done);
      } catch (error) {
        // An unavailable server is not the callback's fault. It is claimed again when its lease ends.
        if (awayFrom(error)) throw error;
        this.complain(callback, error, await this.waiting.failed(callback));
      }
    }
  }

  /** Counts outcomes, and lets what came too early wait. */
  private async note(read: readonly Outcome[], done: string[]): Promise<void> {
    const waits = await this.waiting.postpone(
      read.filter(({ outcome }) => outcome === 'early').map(({ callback }) => callback),
    );
    for (const { callback, outcome } of read) {
      this.metrics.read(callback.source, outcome);
      if (outcome === 'refused')
        this.refusals.say((leftOut) =>
          this.logger.warn({ source: callback.source, leftOut }, 'a callback was refused'),
        );
      if (!waits.has(callback.id)) done.push(callback.id);
    }
  }

  /** An error may quote its input: only its kind is logged. */
  private complain({ id, source, tries }: WaitingCallback, error: unknown, aside: boolean): void {
    this.metrics.read(source, aside ? 'set-aside' : 'failed');
    const kind = error instanceof Error ? error.name : undefined;
    this.failures.say((leftOut) =>
      this.logger.error(
        { callback: id, source, tries, kind, code: sqlState(error) || undefined, leftOut },
        aside ? 'a callback was set aside' : 'a callback failed; retrying',
      ),
    );
  }
}
