import type { Callbacks } from './callbacks.js';
import type { Fault, Faults } from './faults.js';
import type { Inbox } from './inbox.js';
import { type Reply, taken } from './reply.js';
import { SlidingSecond } from './sliding-second.js';
import { Bot, chat, ChatMessage, person, written } from './telegram.chat.js';
import { BadRequest, chatIdOf, field, isTrue, type Params, readButtons, textOf } from './telegram.rules.js';
import { Updates } from './telegram.updates.js';
import type { Timers } from './timers.js';

const DELETABLE_FOR = 48 * 3600_000;
const LONGEST_POLL = 50;
/** Maximum chats with a tracked rate. */
const MOST_CHATS = 100_000;

/** Settings of the Bot API stand-in; rates are messages in any sliding second, 0: no limit. */
export interface TelegramOptions {
  /** The only accepted token; null accepts any. */
  token: string | null;
  rate: number;
  chatRate: number;
}

class ApiError extends Error {
  constructor(
    readonly code: number,
    description: string,
    readonly parameters?: Record<string, number>,
  ) {
    super(description);
  }
}

/** The Bot API: the methods that Siar calls, and what people do in their chats. */
export class TelegramSandbox {
  readonly #bots = new Map<string, Bot>();
  /** Messages of people, for the page, newest last. */
  readonly said: { chatId: string; text: string; at: number }[] = [];

  constructor(
    private readonly inbox: Inbox,
    private readonly faults: Faults,
    private readonly callbacks: Callbacks,
    private readonly timers: Timers,
    private readonly options: TelegramOptions,
  ) {
    if (options.token) this.#bot(options.token);
  }

  /** Answers a method call, as `POST /bot<token>/<method>` does. */
  async call(token: string, method: string, params: Params): Promise<Reply> {
    try {
      if (!/^\d+:[\w-]+$/.test(token)) throw new ApiError(404, 'Not Found');
      if (this.options.token !== null && token !== this.options.token)
        throw new ApiError(401, 'Unauthorized');
      return await this.#method(this.#bot(token), method.toLowerCase(), params);
    } catch (error) {
      if (error instanceof BadRequest) return failed(new ApiError(400, `Bad Request: ${error.message}`));
      if (error instanceof ApiError) return failed(error);
      throw error;
    }
  }

  /**
   * A person writes to the bot. Returns the update's number.
   * @throws BadRequest when no bot has called yet
   */
  say(chatId: string, text: string, name = 'Warga'): number {
    const bot = this.#onlyBot();
    this.said.push({ chatId, text, at: Date.now() });
    if (this.said.length > 1000) this.said.shift();
    const command = /^\/[A-Za-z0-9_]{1,32}/.exec(text)?.[0];
    return bot.updates.push({
      message: {
        message_id: ++bot.messages,
        from: person(chatId, name),
        chat: chat(chatId, name),
        date: Math.floor(Date.now() / 1000),
        text,
        ...(command ? { entities: [{ type: 'bot_command', offset: 0, length: command.length }] } : {}),
      },
    }).update_id;
  }

  /**
   * A person presses a button of a message. Returns the update's number.
   * @throws BadRequest when the message or the button does not exist
   */
  press(chatId: string, messageId: number, data: string): number {
    const bot = this.#onlyBot();
    const message = this.#find(bot, chatId, messageId);
    if (!message) throw new BadRequest('There is no such message in this chat.');
    if (!message.buttons.flat().some((button) => button.data === data)) {
      throw new BadRequest('The message has no such button.');
    }
    const press = { data };
    message.presses.push(press);
    const id = String(Date.now() * 1000 + bot.queries.size);
    bot.queries.set(id, press);
    return bot.updates.push({
      callback_query: {
        id,
        from: person(chatId, 'Warga'),
        message: written(bot, message),
        chat_instance: String(bot.id),
        data,
      },
    }).update_id;
  }

  async #method(bot: Bot, method: string, params: Params): Promise<Reply> {
    switch (method) {
      case 'getme':
        return ok(bot.me);
      case 'sendmessage':
        return this.#counted(() => this.#handOver(bot, params, () => this.#compose(bot, params)));
      case 'editmessagetext':
        return this.#revised((done) => this.#handOver(bot, params, () => done(this.#edit(bot, params))));
      case 'deletemessage':
        return this.#revised((done) => this.#handOver(bot, params, () => done(this.#delete(bot, params))));
      case 'answercallbackquery':
        return ok(answerQuery(bot, params));
      case 'setmycommands':
        bot.commands = params['commands'];
        return ok(true);
      case 'getmycommands':
        return ok(bot.commands);
      case 'getupdates':
        return ok(await getUpdates(bot, params));
      case 'setwebhook':
        return ok(setWebhook(bot, params));
      case 'deletewebhook':
        bot.updates.setWebhook(null, isTrue(params, 'drop_pending_updates'));
        return ok(true);
      case 'getwebhookinfo':
        return ok(bot.updates.info());
      default:
        throw new ApiError(404, 'Not Found: method not found');
    }
  }

  /** An edit or a deletion counts neither as an arrival nor as a refusal; the rate limit applies to it. */
  #revised(handOver: (done: (commit: () => unknown) => () => unknown) => Reply): Reply {
    let committed = false;
    try {
      return handOver((commit) => () => {
        committed = true;
        return commit();
      });
    } finally {
      this.inbox.revise('telegram', committed);
    }
  }

  /** Counts refusals of new messages only. */
  #counted(handOver: () => Reply): Reply {
    const { arrived } = this.inbox.stats().telegram;
    try {
      return handOver();
    } finally {
      if (this.inbox.stats().telegram.arrived === arrived) this.inbox.refuse('telegram');
    }
  }

  /** Validates the request, applies the rate limit and the fault, and then performs it. */
  #handOver(bot: Bot, params: Params, prepare: () => () => unknown): Reply {
    const commit = prepare();
    const to = chatIdOf(params);
    this.#keepRate(bot, to);
    const fault = this.faults.strike('telegram', to);
    if (fault) refuseBy(fault, to);
    if (fault?.kind === 'reset' && fault.at !== 'after') return 'reset';
    return taken(ok(commit()), fault);
  }

  #compose(bot: Bot, params: Params): () => unknown {
    const to = chatIdOf(params);
    const body = textOf(params);
    const buttons = readButtons(params['reply_markup']);
    return () => {
      const message = new ChatMessage(String(bot.id), to, ++bot.messages, body, buttons);
      this.inbox.add(message);
      return written(bot, message);
    };
  }

  #edit(bot: Bot, params: Params): () => unknown {
    const message = this.#find(bot, chatIdOf(params), Number(field(params, 'message_id')));
    if (!message || message.deletedAt) throw new BadRequest('message to edit not found');
    const body = textOf(params);
    const buttons = readButtons(params['reply_markup']);
    const same = body.text === message.shown.text && body.html === message.shown.html;
    if (same && JSON.stringify(buttons) === JSON.stringify(message.buttons)) {
      throw new BadRequest(
        'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
      );
    }
    return () => {
      message.edits.push({ at: new Date().toISOString(), ...body, buttons });
      return written(bot, message);
    };
  }

  #delete(bot: Bot, params: Params): () => true {
    const message = this.#find(bot, chatIdOf(params), Number(field(params, 'message_id')));
    if (!message || message.deletedAt) throw new BadRequest('message to delete not found');
    if (Date.now() - message.at > DELETABLE_FOR)
      throw new BadRequest("message can't be deleted for everyone");
    return () => {
      message.deletedAt = new Date().toISOString();
      return true;
    };
  }

  #keepRate(bot: Bot, to: string): void {
    const at = performance.now();
    const { rate, chatRate } = this.options;
    if (rate > 0 && bot.second.count(at) >= rate) throw tooMany(1);
    if (chatRate > 0) {
      if (bot.chatSeconds.size > MOST_CHATS) bot.chatSeconds.clear();
      const second = bot.chatSeconds.get(to) ?? new SlidingSecond();
      bot.chatSeconds.set(to, second);
      if (second.count(at) >= chatRate) throw tooMany(1);
      second.add(at);
    }
    if (rate > 0) bot.second.add(at);
  }

  #find(bot: Bot, chatId: string, messageId: number): ChatMessage | null {
    for (const { arrival } of this.inbox.list({ channel: 'telegram', to: chatId })) {
      if (
        arrival instanceof ChatMessage &&
        arrival.messageId === messageId &&
        arrival.from === String(bot.id)
      )
        return arrival;
    }
    return null;
  }

  #bot(token: string): Bot {
    const known = this.#bots.get(token);
    if (known) return known;
    const updates = new Updates(this.callbacks, this.timers, ({ method, ...params }) => {
      void this.call(token, String(method), params);
    });
    const bot = new Bot(token, updates);
    this.#bots.set(token, bot);
    return bot;
  }

  #onlyBot(): Bot {
    const bot = [...this.#bots.values()].at(-1);
    if (!bot) throw new BadRequest('No bot has called yet, so there is nobody to write to.');
    return bot;
  }
}

function refuseBy(fault: Fault, to: string): void {
  switch (fault.kind) {
    case 'dead':
      throw new ApiError(403, 'Forbidden: bot was blocked by the user');
    case '5xx':
      throw new ApiError(502, 'Bad Gateway');
    case '429':
      throw tooMany(fault.retryAfter);
    case 'sender_at_fault':
      throw new ApiError(401, 'Unauthorized');
    case 'moved':
      throw new ApiError(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
        migrate_to_chat_id: Number(`-100${to.replaceAll(/\D/g, '')}`),
      });
    case 'refuse':
      throw new ApiError(Number(fault.answer?.slice(0, 3)), fault.answer?.slice(4) ?? '');
    default:
  }
}

function tooMany(retryAfter: number): ApiError {
  return new ApiError(429, `Too Many Requests: retry after ${retryAfter}`, { retry_after: retryAfter });
}

function ok(result: unknown): { status: number; body: unknown } {
  return { status: 200, body: { ok: true, result } };
}

function failed({ code, message, parameters }: ApiError): Reply {
  return {
    status: code,
    body: { ok: false, error_code: code, description: message, ...(parameters ? { parameters } : {}) },
    ...(parameters?.['retry_after'] ? { headers: { 'retry-after': String(parameters['retry_after']) } } : {}),
  };
}

function answerQuery(bot: Bot, params: Params): true {
  const id = field(params, 'callback_query_id');
  const press = bot.queries.get(id);
  if (!press) throw new BadRequest('query is too old and response timeout expired or query ID is invalid');
  bot.queries.delete(id);
  press.answer = field(params, 'text');
  return true;
}

async function getUpdates(bot: Bot, params: Params): Promise<unknown> {
  if (bot.updates.webhook) {
    throw new ApiError(
      409,
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  }
  const limit = Math.min(Math.max(Number(field(params, 'limit')) || 100, 1), 100);
  const seconds = Math.min(Math.max(Number(field(params, 'timeout')) || 0, 0), LONGEST_POLL);
  const updates = await bot.updates.take(Number(field(params, 'offset')) || 0, limit, seconds);
  if (updates) return updates;
  throw new ApiError(
    409,
    'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  );
}

function setWebhook(bot: Bot, params: Params): true {
  const url = field(params, 'url');
  const secret = field(params, 'secret_token');
  if (url !== '' && (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))) {
    throw new BadRequest('bad webhook: invalid webhook URL specified');
  }
  if (!/^[\w-]{0,256}$/.test(secret)) throw new BadRequest('secret token contains unallowed characters');
  const webhook = url === '' ? null : { url, secret: secret === '' ? null : secret };
  bot.updates.setWebhook(webhook, isTrue(params, 'drop_pending_updates'));
  return true;
}
