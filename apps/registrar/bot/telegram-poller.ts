import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { pollTelegram, setTelegramWebhook, type TelegramUpdate } from '#channels/telegram';
import { InjectConfig, InjectLogger } from '#platform';
import { type Config, ConfigError } from '#platform/config';
import { type Connection, Database, row, sqlState } from '#platform/database';
import { type Logger, LogThrottle } from '#platform/logging';
import { awayFrom } from '#platform/program';
import { Bot } from './bot.js';

/** Interval of the lock checks, in ms: of a waiting registrar to obtain it, of the polling one to keep it. */
const LOOK_MS = 2_000;
/** An update that fails this often for an internal reason is dropped, so that it does not block the others. */
const MOST_TRIES = 3;
/**
 * A registrar without a check for this long hangs: PostgreSQL ends its session, and the lock passes to another. In ms.
 */
const HANGS_MS = 5 * LOOK_MS;
/** First delay between attempts to register the webhook, in ms; doubles up to one second. */
const FIRST_REST_MS = 500;
const LONGEST_REST_MS = 60_000;
const LOCK = `hashtext('siar telegram poller')`;

/**
 * Receives Telegram's updates if a bot is configured. One registrar of the fleet polls, elected by a lock bound to its
 * database connection. Without TELEGRAM_POLLING it registers the gateway's webhook instead.
 */
@Injectable()
export class TelegramPoller implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private readonly breaks = new LogThrottle();
  /** The update that failed last, and its number of failures. */
  private failing = { updateId: -1, tries: 0 };

  constructor(
    private readonly database: Database,
    private readonly bot: Bot,
    @InjectConfig() private readonly config: Config,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /** @throws ConfigError when the webhook is configured without the secret that authenticates Telegram */
  onApplicationBootstrap(): void {
    if (!this.config.TELEGRAM_BOT_TOKEN) return;
    if (this.config.TELEGRAM_POLLING) {
      this.running = this.run();
    } else if (this.config.TELEGRAM_WEBHOOK_SECRET) {
      this.running = this.setWebhook();
    } else {
      throw new ConfigError(
        'TELEGRAM_WEBHOOK_SECRET is missing, which TELEGRAM_POLLING=false needs; see .env.example',
      );
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async setWebhook(): Promise<void> {
    const { signal } = this.stopping;
    for (let restMs = FIRST_REST_MS; !signal.aborted; restMs = Math.min(2 * restMs, LONGEST_REST_MS)) {
      try {
        return await setTelegramWebhook(this.config);
      } catch (error) {
        this.breaks.say((leftOut) =>
          this.logger.error(
            { err: error, leftOut },
            'Telegram refused the webhook; updates arrive after it is registered',
          ),
        );
      }
      await rest(signal, restMs);
    }
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.pollWhileAlone();
      } catch (error) {
        this.breaks.say((leftOut) =>
          this.logger.warn({ err: error, leftOut }, 'Telegram polling failed; retrying'),
        );
      }
      await rest(signal);
    }
  }

  /** Polls while this registrar holds the lock; returns at once if another one holds it. */
  private async pollWhileAlone(): Promise<void> {
    const connection = this.database.createQueryRunner();
    try {
      await connection.connect();
      const lock = await row<{ got: boolean }>(
        connection.manager,
        `SELECT pg_try_advisory_lock(${LOCK}) AS got`,
      );
      if (!lock?.got) return;
      await connection.query(`SET idle_session_timeout = ${HANGS_MS}`);
      const lost = new AbortController();
      const signal = AbortSignal.any([this.stopping.signal, lost.signal]);
      const watching = this.watch(connection, signal).catch(() => lost.abort());
      await pollTelegram(
        this.config,
        (update) => this.handle(update),
        signal,
        (reason) => this.logger.warn({ reason }, 'Telegram could not be polled'),
      );
      await watching;
      if (!lost.signal.aborted)
        await connection.query(`SELECT pg_advisory_unlock(${LOCK}); RESET idle_session_timeout`);
    } finally {
      await connection.release();
    }
  }

  /** @throws Error for an update that Telegram must offer again */
  private async handle(update: TelegramUpdate): Promise<void> {
    try {
      await this.bot.onUpdate(update);
    } catch (error) {
      const { updateId = -1 } = update;
      const tries = this.failing.updateId === updateId ? this.failing.tries + 1 : 1;
      this.failing = { updateId, tries };
      // An unavailable server is not the update's fault.
      if (awayFrom(error) || tries < MOST_TRIES) throw error;
      const kind = error instanceof Error ? error.name : undefined;
      this.logger.error(
        { updateId, tries, kind, code: sqlState(error) || undefined },
        'a Telegram update was dropped after repeated failures',
      );
    }
  }

  /** @throws when the connection that holds the lock is lost, and the lock with it */
  private async watch(connection: Connection, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await rest(signal);
      if (!signal.aborted) await connection.query('SELECT 1');
    }
  }
}

const rest = (signal: AbortSignal, ms = LOOK_MS): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);
