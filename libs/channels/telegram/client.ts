import type { ApiResponse, Opts, Telegram as Methods } from 'telegraf/types';
import { type Config, ConfigError } from '#platform';
import { networkReason, type ProviderAnswer, ProviderHttp, unsent } from '../provider-http.js';
import type { TelegramRefusal } from './errors.js';

/** What a call came to. `broken`: no answer; `sent` tells whether Telegram may have had the request. */
export type Answer<T> =
  | { kind: 'ok'; result: T }
  | ({ kind: 'refused' } & TelegramRefusal)
  | { kind: 'broken'; code: string; sent: boolean };

const JSON_HEADERS = { 'content-type': 'application/json' };

/** One bot's line to the Bot API, typed by telegraf's types of it. */
export class TelegramClient {
  private readonly http: ProviderHttp;
  private readonly timeoutMs: number;
  private readonly bot: string;

  /** @throws ConfigError when TELEGRAM_BOT_TOKEN is missing */
  constructor(config: Config) {
    if (!config.TELEGRAM_BOT_TOKEN) throw new ConfigError('TELEGRAM_BOT_TOKEN is missing; see .env.example');
    this.timeoutMs = config.PROVIDER_TIMEOUT_SECONDS * 1_000;
    this.bot = `/bot${config.TELEGRAM_BOT_TOKEN}`;
    this.http = new ProviderHttp(config.TELEGRAM_API_ROOT, this.timeoutMs);
  }

  /**
   * Calls a method.
   * @param waitMs how long Telegram may take by design (long polling), beyond the usual time limit
   * @param signal breaks the call off
   */
  async call<M extends keyof Methods>(
    method: M,
    payload: Opts<M>,
    { waitMs = 0, signal }: { waitMs?: number; signal?: AbortSignal } = {},
  ): Promise<Answer<ReturnType<Methods[M]>>> {
    let answer: ProviderAnswer;
    try {
      answer = await this.http.ask({
        method: 'POST',
        path: `${this.bot}/${method}`,
        headers: JSON_HEADERS,
        body: JSON.stringify(payload),
        timeoutMs: this.timeoutMs + waitMs,
        signal,
      });
    } catch (error) {
      return { kind: 'broken', code: networkReason(error), sent: !unsent(error) };
    }
    // What stands before Telegram answers so, in words of its own.
    if (answer.status >= 500) return { kind: 'refused', code: answer.status, description: answer.statusText };
    const said = read<ReturnType<Methods[M]>>(answer.text);
    if (said === null) return { kind: 'broken', code: 'invalid-json', sent: true };
    if (said.ok) return { kind: 'ok', result: said.result };
    return {
      kind: 'refused',
      code: said.error_code,
      description: said.description,
      retryAfter: said.parameters?.retry_after,
      migrateTo: said.parameters?.migrate_to_chat_id,
    };
  }

  close(): void {
    this.http.close();
  }
}

function read<T>(text: string): ApiResponse<T> | null {
  try {
    return JSON.parse(text) as ApiResponse<T>;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
