import { Telegram, TelegramError } from 'telegraf';
import type { ApiResponse, Opts, Telegram as Methods } from 'telegraf/types';
import { type Config, ConfigError } from '#platform/config';
import { NoAnswer, ProviderHttp } from '../provider-http.js';
import type { TelegramRefusal } from './errors.js';

/** Node's AbortSignal, or that of the package which telegraf's types use and which predates Node's. */
type Signal = AbortSignal | NonNullable<Parameters<Telegram['callApi']>[2]>['signal'];

/** The result of a call. `broken`: no response; `sent` is whether Telegram may have received the request. */
export type Answer<T> =
  | { kind: 'ok'; result: T }
  | ({ kind: 'refused' } & TelegramRefusal)
  | { kind: 'broken'; code: string; sent: boolean };

/** Options of a call. */
interface CallOptions {
  /** Time that Telegram may take by design (long polling), in ms, beyond the usual limit. */
  waitMs?: number;
  /** Aborts the call. */
  signal?: AbortSignal;
}

/** A client of the Bot API for one bot. */
export class TelegramClient {
  private readonly http: ProviderHttp;
  private readonly telegram: KeptTelegram;

  /** @throws ConfigError when TELEGRAM_BOT_TOKEN is missing */
  constructor(config: Config) {
    if (!config.TELEGRAM_BOT_TOKEN) throw new ConfigError('TELEGRAM_BOT_TOKEN is missing; see .env.example');
    const timeoutMs = config.PROVIDER_TIMEOUT_SECONDS * 1_000;
    this.http = new ProviderHttp(config.TELEGRAM_API_ROOT, timeoutMs);
    this.telegram = new KeptTelegram(config.TELEGRAM_BOT_TOKEN, this.http, timeoutMs);
  }

  /** Calls a method. Returns refusals by Telegram and failures of the network as values. */
  async call<M extends keyof Methods>(
    method: M,
    payload: Opts<M>,
    options: CallOptions = {},
  ): Promise<Answer<ReturnType<Methods[M]>>> {
    try {
      return { kind: 'ok', result: await this.telegram.callApi(method, payload, options) };
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
      if (error instanceof NoAnswer) return { kind: 'broken', code: error.code, sent: error.sent };
      // There was a response, but not one of the Bot API.
      if (error instanceof SyntaxError) return { kind: 'broken', code: 'no JSON', sent: true };
      throw error;
    }
  }

  close(): Promise<void> {
    return this.http.close();
  }
}

/**
 * Makes telegraf's client use our own kept connections instead of node-fetch, which took two thirds of a message's time
 * and waits 500 s for a response.
 */
class KeptTelegram extends Telegram {
  constructor(
    token: string,
    private readonly http: ProviderHttp,
    private readonly timeoutMs: number,
  ) {
    super(token);
  }

  override async callApi<M extends keyof Methods>(
    method: M,
    payload: Opts<M>,
    { waitMs = 0, signal }: Omit<CallOptions, 'signal'> & { signal?: Signal | undefined } = {},
  ): Promise<ReturnType<Methods[M]>> {
    const { status, statusText, text } = await this.http.ask({
      method: 'POST',
      path: `/bot${this.token}/${method}`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(payload),
      timeoutMs: this.timeoutMs + waitMs,
      signal: signal as AbortSignal | undefined,
    });
    // A proxy in front of Telegram answers so, in a format of its own.
    if (status >= 500) throw new TelegramError({ error_code: status, description: statusText });
    const answer = JSON.parse(text) as ApiResponse<ReturnType<Methods[M]>>;
    if (answer.ok) return answer.result;
    throw new TelegramError(answer);
  }
}
