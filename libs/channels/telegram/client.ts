import type { Agent } from 'node:http';
import { Telegram, TelegramError } from 'telegraf';
import type { Opts, Telegram as Methods } from 'telegraf/types';
import { type Config, ConfigError } from '#platform';
import { keptAlive, networkReason, unsent } from '../provider-http.js';
import type { TelegramRefusal } from './errors.js';

/** telegraf's types want the signal of a package that predates Node's own; node-fetch takes either. */
type Signal = NonNullable<Parameters<Telegram['callApi']>[2]>['signal'];

/** What a call came to. `broken`: no answer; `sent` tells whether Telegram may have had the request. */
export type Answer<T> =
  | { kind: 'ok'; result: T }
  | ({ kind: 'refused' } & TelegramRefusal)
  | { kind: 'broken'; code: string; sent: boolean };

/** One bot's line to the Bot API: telegraf's client with connections and time limits of our own. */
export class TelegramClient {
  private readonly telegram: Telegram;
  private readonly agent: Agent;
  private readonly timeoutMs: number;

  /** @throws ConfigError when TELEGRAM_BOT_TOKEN is missing */
  constructor(config: Config) {
    if (!config.TELEGRAM_BOT_TOKEN) throw new ConfigError('TELEGRAM_BOT_TOKEN is missing; see .env.example');
    this.timeoutMs = config.PROVIDER_TIMEOUT_SECONDS * 1_000;
    this.agent = keptAlive(config.TELEGRAM_API_ROOT, this.timeoutMs);
    // telegraf resolves its paths against the root as a browser would: without the last slash a path in it is lost.
    const apiRoot = `${config.TELEGRAM_API_ROOT.replace(/\/+$/, '')}/`;
    this.telegram = new Telegram(config.TELEGRAM_BOT_TOKEN, { apiRoot });
    // Set afterwards, because the constructor takes the agent away from an http:// address.
    this.telegram.options.agent = this.agent;
  }

  /**
   * Calls a method. telegraf would wait 500 s for the answer; its errors carry text and chat id, and stay in here.
   * @param waitMs how long Telegram may take by design (long polling), beyond the usual time limit
   * @param signal breaks the call off
   */
  async call<M extends keyof Methods>(
    method: M,
    payload: Opts<M>,
    { waitMs = 0, signal }: { waitMs?: number; signal?: AbortSignal } = {},
  ): Promise<Answer<ReturnType<Methods[M]>>> {
    const limit = AbortSignal.timeout(this.timeoutMs + waitMs);
    const either = signal ? AbortSignal.any([signal, limit]) : limit;
    try {
      const result = await this.telegram.callApi(method, payload, { signal: either as unknown as Signal });
      return { kind: 'ok', result };
    } catch (error) {
      if (error instanceof TelegramError) {
        return {
          kind: 'refused',
          code: error.code,
          description: error.description,
          retryAfter: error.parameters?.retry_after,
          migrateTo: error.parameters?.migrate_to_chat_id,
        };
      }
      return {
        kind: 'broken',
        code: limit.aborted ? 'ETIMEDOUT' : networkReason(error),
        sent: !unsent(error),
      };
    }
  }

  close(): void {
    this.agent.destroy();
  }
}
