import type { Callbacks } from './callbacks.js';
import type { Timers } from './timers.js';

/** An update as Telegram numbers it. */
export interface Update {
  update_id: number;
  [what: string]: unknown;
}

/** Where a bot wants its updates posted. */
export interface Webhook {
  url: string;
  secret: string | null;
}

const WEBHOOK_RETRY = 1000;
const KEPT = 10_000;

/** What people did to one bot, until it has been told: by webhook or by long polling. */
export class Updates {
  #pending: Update[] = [];
  // Above those of the sandbox's last run: a bot remembers what it has taken.
  #lastId = Math.floor(Date.now() / 1000);
  #webhook: Webhook | null = null;
  #lastError: { date: number; message: string } | null = null;
  #posting = false;
  #poll: { wake: () => void; superseded: boolean } | null = null;

  /** @param reply a bot may answer a webhook with a method to call */
  constructor(
    private readonly callbacks: Callbacks,
    private readonly timers: Timers,
    private readonly reply: (call: Record<string, unknown>) => void,
  ) {}

  get webhook(): Webhook | null {
    return this.#webhook;
  }

  /** Adds what a person did, such as { message: … }. */
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

  /** As getWebhookInfo answers. */
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
   * Long polling: what is pending from offset on, waiting for the first one if there is none.
   * @param offset confirms all updates before it; negative: counted from the end
   * @param seconds how long to wait
   * @returns null when another poll has taken the place of this one
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
      // Telegram ignores an answer it cannot read, too.
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
}
