import type { Callbacks } from './callbacks.js';
import type { Timers } from './timers.js';

/** An update with Telegram's number. */
export interface Update {
  update_id: number;
  [what: string]: unknown;
}

/** A bot's webhook. */
export interface Webhook {
  url: string;
  secret: string | null;
}

const WEBHOOK_RETRY = 1000;
const KEPT = 10_000;

/** Pending updates of one bot, for its webhook or its long polling. */
export class Updates {
  #pending: Update[] = [];
  // Above those of the sandbox's previous run: a bot remembers the updates it has processed.
  #lastId = Math.floor(Date.now() / 1000);
  #webhook: Webhook | null = null;
  #lastError: { date: number; message: string } | null = null;
  #posting = false;
  #poll: { wake: () => void; superseded: boolean } | null = null;

  /** @param reply handles a method call in a webhook's response */
  constructor(
    private readonly callbacks: Callbacks,
    private readonly timers: Timers,
    private readonly reply: (call: Record<string, unknown>) => void,
  ) {}

  get webhook(): Webhook | null {
    return this.#webhook;
  }

  /** Adds a person's action, such as { message: … }. */
  push(what: Record<string, unknown>): Update {
    const update = { update_id: ++this.#lastId, ...what };
    this.#pending.push(update);
    if (this.#pending.length > KEPT) this.#pending.shift();
    this.#poll?.wake();
    void this.#post();
    return update;
  }

  /** Sets or, with null, removes the webhook. */
  setWebhook(webhook: Webhook | null, dropPending: boolean): void {
    this.#webhook = webhook;
    this.#lastError = null;
    if (dropPending) this.#pending = [];
    void this.#post();
  }

  /** The result of getWebhookInfo. */
  info(): Record<string, unknown> {
    return {
      url: this.#webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: this.#pending.length,
      ...(this.#lastError
        ? { last_error_date: this.#lastError.date, last_error_message: this.#lastError.message }
        : {}),
    };
  }

  /**
   * Long polling: returns the pending updates from offset on; waits for the first one if there is none.
   * @param offset confirms all updates before it; negative: counted from the end
   * @param seconds maximum wait
   * @returns null when another poll has replaced this one
   */
  async take(offset: number, limit: number, seconds: number): Promise<Update[] | null> {
    if (offset < 0) this.#pending = this.#pending.slice(offset);
    if (offset > 0) this.#pending = this.#pending.filter(({ update_id }) => update_id >= offset);
    if (this.#poll) {
      this.#poll.superseded = true;
      this.#poll.wake();
    }
    if (this.#pending.length === 0 && seconds > 0) {
      const superseded = await new Promise<boolean>((resolve) => {
        const poll = { superseded: false, wake: () => resolve(poll.superseded) };
        this.#poll = poll;
        this.timers.after(seconds * 1000, poll.wake);
      });
      if (superseded) return null;
      this.#poll = null;
    }
    return this.#pending.slice(0, limit);
  }

  async #post(): Promise<void> {
    if (this.#posting) return;
    this.#posting = true;
    for (let first = this.#pending[0]; first && this.#webhook; first = this.#pending[0]) {
      const { url, secret } = this.#webhook;
      const headers = {
        'content-type': 'application/json',
        ...(secret === null ? {} : { 'x-telegram-bot-api-secret-token': secret }),
      };
      const answer = await this.callbacks.post(url, headers, JSON.stringify(first));
      if (answer && answer.status >= 200 && answer.status < 300) {
        this.#pending = this.#pending.filter((update) => update !== first);
        this.#readReply(answer.body);
        continue;
      }
      this.#lastError = {
        date: Math.floor(Date.now() / 1000),
        message: answer ? `Wrong response from the webhook: ${answer.status}` : 'Connection refused',
      };
      await new Promise<void>((resolve) => this.timers.after(WEBHOOK_RETRY, resolve));
    }
    this.#posting = false;
  }

  #readReply(body: string): void {
    if (!body.trimStart().startsWith('{')) return;
    try {
      const call: unknown = JSON.parse(body);
      if (typeof call === 'object' && call !== null && 'method' in call)
        this.reply(call as Record<string, unknown>);
    } catch (error) {
      // Telegram, too, ignores a response that it cannot parse.
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
}
